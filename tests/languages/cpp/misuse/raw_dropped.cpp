// unused-result: a right is made raw, and nobody takes it.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    send.release();
}
