// -Wconsumed: a right is used after it was given to a call.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send = machport::host_self().value();
    machport::send_right_release(std::move(send)).value();
    return send.get() != 0;
}
