/* The kernel's first task: it runs the tests of the operations, the tests that run on every Mach and the test vectors,
   prints what they say, and ends the machine.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include "kernel_tests.h"
#include "machine.h"
#include "report.h"
#include "runner.h"

/* The kernel's start of a program: the count of the arguments, the arguments, and what else is of no use here. */
struct arguments {
    uintptr_t count;
    const char *texts[4]; /* the program, the host's port, the devices' port, and which vectors to run: ALL, NONE or a group */
};

void boot(const struct arguments *arguments);

#define TEST(name) int name(void);
SHARED_TESTS
#undef TEST

static machport_name_t parse_name(const char *digits)
{
    machport_name_t name = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        name = name * 10 + (machport_name_t)(*digits - '0');
    return name;
}

void runner_print(const char *text)
{
    machine_print(text);
}

void check_print(const char *text)
{
    machine_print(text);
}

void boot(const struct arguments *arguments)
{
    /* Without the I/O ports there is no way to say anything: the emulator runs into its time limit. */
    if (arguments->count != 4 || machine_open(parse_name(arguments->texts[2])) != MACHPORT_KERN_SUCCESS)
        for (;;)
            ;
    unsigned failed = ops_test() + foreign_test() + full_count_test();
#define TEST(name) failed += name() != 0;
    SHARED_TESTS
#undef TEST
    const char *vectors = arguments->texts[3];
    if (!text_equal(vectors, "NONE"))
        failed += runner_run(text_equal(vectors, "ALL") ? NULL : vectors);
    machine_exit(failed == 0 ? MACHINE_PASSED : MACHINE_FAILED);
}
