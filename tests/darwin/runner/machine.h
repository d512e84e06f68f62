/* What the two architectures call their registers, and how a call uses them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHINE_H
#define MACHINE_H
#include <stdint.h>
#include <unicorn/unicorn.h>

enum { REGISTER_ARGUMENTS_AT_MOST = 8, NO_REGISTER = -1 };

struct machine {
    const char *name;
    uc_arch arch;
    uc_mode mode;
    int counter, stack, result;
    int link;                                  /* where a call leaves its return address; NO_REGISTER: on the stack */
    int arguments[REGISTER_ARGUMENTS_AT_MOST]; /* the first arguments */
    unsigned argument_count;
    unsigned return_size; /* what lies on the stack below the other arguments */
};

/* Of the program's architecture. */
const struct machine *machine(void);

#endif
