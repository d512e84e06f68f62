// deleted: a borrow outlives its owner.
#include <machport/machport.hpp>
int main()
{
    const machport::ref<machport::kind::send> borrow = machport::host_self().value();
    return borrow.get() != 0;
}
