// -Wconsumed: a right becomes a raw name twice.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    const machport::raw_port one = send.release(), two = send.release();
    return one == two;
}
