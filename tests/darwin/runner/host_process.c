/* What belongs to a process: its end, its memory, its clocks, its signals, its symbols.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "crash.h"
#include "host.h"
#include "import.h"
#include "signals.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static void guest_assert(const char *function, const char *file, int line, const char *expression)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "Assertion failed: (%s), function %s, file %s, line %d.\n", expression, function, file, line);
    abort();
}

static void guest_stack_check_failed(void)
{
    crash("a function's stack frame was overwritten");
}

/* Darwin's numbers, where they are not the host's. */
#define DARWIN_MAP_ANON 0x1000
#define DARWIN_MAP_ALIKE (MAP_SHARED | MAP_PRIVATE | MAP_FIXED)
#define DARWIN_SC_PAGESIZE 29
#define DARWIN_RTLD_NEXT UINT64_MAX
#define DARWIN_RTLD_DEFAULT (UINT64_MAX - 1)

static void *guest_mmap(void *address, size_t length, int protection, int flags, int file, int64_t offset)
{
    if (flags & ~(DARWIN_MAP_ALIKE | DARWIN_MAP_ANON))
        refuse("mmap with the flags 0x%x is not supported", (unsigned)flags);
    const int same = flags & DARWIN_MAP_ALIKE;
    return mmap(address, length, protection, flags & DARWIN_MAP_ANON ? same | MAP_ANONYMOUS : same, file, offset);
}

static int guest_clock_gettime(int clock, struct timespec *now)
{
    switch (clock) {
    case 0: return clock_gettime(CLOCK_REALTIME, now);
    case 6: return clock_gettime(CLOCK_MONOTONIC, now);
    case 12: return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, now);
    case 16: return clock_gettime(CLOCK_THREAD_CPUTIME_ID, now);
    default: refuse("clock_gettime of the clock %d is not supported", clock);
    }
}

static long guest_sysconf(int what)
{
    if (what != DARWIN_SC_PAGESIZE)
        refuse("sysconf(%d) is not supported", what);
    return sysconf(_SC_PAGESIZE);
}

/* The address at which the guest can call a function. What comes after the program is the host. */
static uintptr_t guest_dlsym(uint64_t handle, const char *name)
{
    char symbol[256];
    (void)snprintf(symbol, sizeof symbol, "_%s", name);
    if (handle == DARWIN_RTLD_NEXT)
        return host_find(symbol);
    if (handle == DARWIN_RTLD_DEFAULT)
        return import_find(images[0], BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE - 1, symbol, true);
    refuse("dlsym of a library that was opened is not supported");
}

static uint64_t stack_guard = UINT64_C(0x00a1b2c3d4e5f607);
static uint64_t binder; /* of lazy imports, which are all bound before */

const struct host_symbol host_process[] = {HOST_FUNCTION("___assert_rtn", guest_assert),
                                           HOST_FUNCTION("___stack_chk_fail", guest_stack_check_failed),
                                           HOST_FUNCTION("___error", __errno_location),
                                           HOST_FUNCTION("___bzero", bzero),
                                           HOST_FUNCTION("_mmap", guest_mmap),
                                           HOST_FUNCTION("_clock_gettime", guest_clock_gettime),
                                           HOST_FUNCTION("_sysconf", guest_sysconf),
                                           HOST_FUNCTION("_dlsym", guest_dlsym),
                                           HOST_FUNCTION("_sigaction", signals_action),
                                           HOST_FUNCTION("_pthread_kill", signals_kill),
                                           HOST_DATA("___stack_chk_guard", &stack_guard),
                                           HOST_DATA("dyld_stub_binder", &binder),
                                           HOST_END};
