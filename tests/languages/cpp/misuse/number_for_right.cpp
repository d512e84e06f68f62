// no matching|could not convert|no viable: a number is no right.
#include <machport/machport.hpp>
int main()
{
    (void)machport::send_right_dup(5u);
}
