/* The name space that every process has: its file descriptors. However many names the others hold, here only the
   usual few are open: a kernel's limit on descriptors is lower, and fewer are faster.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "must.h"
#include "subject.h"
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void fill(uint32_t live)
{
    (void)live;
}

static void dup_and_close(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(close(dup(STDOUT_FILENO)) == 0);
}

static void eventfd_and_close(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(close(eventfd(0, 0)) == 0);
}

static void get_flags(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(fcntl(STDOUT_FILENO, F_GETFD) == 0);
}

static const struct operation operations[] = {
    {"dup+close", 4000, dup_and_close},
    {"eventfd+close", 2000, eventfd_and_close},
    {"fcntl(F_GETFD)", 20000, get_flags},
};

const struct subject descriptors = {"descriptors", fill, operations, sizeof operations / sizeof *operations};
