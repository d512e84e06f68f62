// unused-result: nobody looks whether the call succeeded.
#include <machport/machport.hpp>
int main()
{
    machport::host_self();
}
