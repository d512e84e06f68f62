// no matching|could not convert|no viable: a send right is no receive right.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    (void)machport::send_right_make(send);
}
