/* mach_error: a status on stderr.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <unistd.h>

/* What most programs for macOS say when a call fails. */
static void test_a_status_is_told(void)
{
    char line[200] = {0};
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    if (!CHECK(file != NULL))
        return;
    CHECK(dup2(fileno(file), STDERR_FILENO) >= 0);
    mach_error("bootstrap_look_up:", KERN_NAME_EXISTS);
    CHECK(dup2(saved, STDERR_FILENO) >= 0);
    rewind(file);
    CHECK(fgets(line, sizeof line, file) != NULL);
    CHECK_EQ(strcmp(line, "bootstrap_look_up: (os/kern) the name is in use (0xd)\n"), 0);
    (void)fclose(file);
    close(saved);
}

int main(void)
{
    RUN(test_a_status_is_told);
    return check_result();
}
