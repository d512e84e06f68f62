/* Runs the vectors on this host: all of them, or those whose name contains the argument.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "runner.h"
#include <stdio.h>

void runner_print(const char *text)
{
    fputs(text, stdout);
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        fprintf(stderr, "usage: %s [PART OF A VECTOR'S NAME]\n", argv[0]);
        return 2;
    }
    const int failed = runner_run(argv[1]) != 0;
    fflush(stdout); /* before a sanitizer ends the process for what a failed vector left behind */
    return failed;
}
