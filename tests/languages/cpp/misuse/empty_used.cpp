// -Wconsumed: there is no right in it.
#include <machport/machport.hpp>
int main()
{
    machport::send_right send;
    return send.get() != 0;
}
