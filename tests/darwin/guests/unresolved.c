/* Calls what libSystem has and the runner has not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <unistd.h>

int main(void)
{
    return getgroups(0, NULL);
}
