// deleted: a right is copied.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    machport::send_right copy = send;
}
