/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <assert.h>

int main(int argc, char **argv)
{
    (void)argv;
    (void)argc;
    assert(argc == 2 && "one argument");
    return 0;
}
