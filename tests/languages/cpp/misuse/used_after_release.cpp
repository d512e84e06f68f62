// -Wconsumed: a right is used after it became a raw name.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    const machport::raw_port raw = send.release();
    return raw == send.get();
}
