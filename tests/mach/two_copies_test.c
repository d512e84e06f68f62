/* A second copy of libmach in one process ends the process, with a sentence that names both.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../c/check.h"
#include <dlfcn.h>
#include <mach/mach.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int said[2], status = 0;
    char sentence[2048] = "";
    if (!CHECK_EQ(argc, 2) || !CHECK_EQ(pipe(said), 0))
        return check_result();
    CHECK_EQ(mach_task_self(), 0x103);
    pid_t child = fork();
    if (child == 0) {
        dup2(said[1], STDERR_FILENO);
        _exit(dlopen(argv[1], RTLD_NOW) == NULL ? 1 : 0);
    }
    close(said[1]);
    size_t length = 0;
    for (ssize_t got; length < sizeof sentence - 1 && (got = read(said[0], sentence + length, sizeof sentence - 1 - length)) > 0;)
        length += (size_t)got;
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status));
    CHECK_EQ(WTERMSIG(status), SIGABRT);
    CHECK(strstr(sentence, "two copies of the embedded Mach") != NULL);
    CHECK(strstr(sentence, argv[1]) != NULL);
    return check_result();
}
