/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "crash.h"
#include "engine.h"
#include "image.h"
#include "machine.h"
#include "stub.h"
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* Where the guest is, and whom it would return to: of a function without a frame, whoever called its caller. */
static void say_where(void)
{
    char text[512];
    const uintptr_t at = (uintptr_t)engine_read(machine()->counter);
    const struct host_symbol *symbol = stub_at(at);
    if (symbol != NULL)
        (void)fprintf(stderr, "  in %s, a function of the host\n", symbol->name);
    else
        image_describe(at, text, sizeof text), (void)fprintf(stderr, "  at %s\n", text);
    const uint64_t caller = machine()->link != NO_REGISTER ? engine_read(machine()->link)
                            : symbol != NULL               ? *(uint64_t *)(uintptr_t)engine_read(machine()->stack)
                                                           : 0;
    if (image_at((uintptr_t)caller) != NULL)
        image_describe((uintptr_t)caller, text, sizeof text), (void)fprintf(stderr, "  called from %s\n", text);
}

void crash(const char *what)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "macho-run: the program crashed: %s\n", what);
    if (engine != NULL)
        say_where();
    (void)signal(SIGSEGV, SIG_DFL);
    (void)raise(SIGSEGV);
    abort();
}

static void on_fault(int number)
{
    (void)number;
    crash("memory that is not there");
}

void crash_begin(void)
{
    /* A handler that may be left by the same signal. */
    const struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_NODEFER};
    (void)sigaction(SIGSEGV, &action, NULL);
    (void)sigaction(SIGBUS, &action, NULL);
}
