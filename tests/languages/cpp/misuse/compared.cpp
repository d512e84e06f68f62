// invalid operands|no match for: equal names do not mean equal ownership.
#include <machport/machport.hpp>
int main()
{
    machport::send_right one = machport::host_self().value(), two = machport::host_self().value();
    return one == two;
}
