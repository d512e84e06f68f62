// no matching|could not convert|no viable: what is borrowed is not the borrower's to release.
#include <machport/machport.hpp>
int main()
{
    (void)machport::send_right_release(machport::task_self().value());
}
