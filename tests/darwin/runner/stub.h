/* Stubs: guest code of one instruction, a return, in whose place the host's function runs.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STUB_H
#define STUB_H
#include "host.h"

enum { STUB_SIZE = 16, MOST_STUBS = 1024 };

/* The memory of all stubs, which every engine must be able to execute, and an address in it at which a call from the
   host returns. */
extern uint8_t *stub_memory;
#define STUB_MEMORY_SIZE ((size_t)(MOST_STUBS * STUB_SIZE))
#define STUB_RETURN ((uintptr_t)stub_memory)

void stub_begin(void);
/* The address of a symbol's stub, always the same one. */
uintptr_t stub_for(struct host_symbol symbol);
/* What stands at an address, or NULL. */
const struct host_symbol *stub_at(uintptr_t address);

#endif
