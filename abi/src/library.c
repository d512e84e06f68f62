/* What the library says of itself, and how it lives through a fork.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"
#include "generated/definition_hash.h"
#include <stdatomic.h>

static _Atomic uint32_t forks;
static _Atomic int forked;

/* The child's name space is another one: nothing that the parent held is in it. */
static void enter_child(void)
{
    atomic_fetch_add(&forks, 1);
    atomic_store(&forked, 1);
}

__attribute__((constructor)) static void watch_forks(void)
{
    machport_op_at_fork(enter_child);
}

int machport_is_forked(void)
{
    return atomic_load_explicit(&forked, memory_order_relaxed);
}

uint32_t machport_abi_version(void)
{
    return MACHPORT_ABI_VERSION;
}

machport_status_t machport_definition_hash(uint64_t *hash)
{
    MACHPORT_RETURN_IF(!hash, MACHPORT_E_POINTER);
    *hash = MACHPORT_DEFINITION_HASH;
    return MACHPORT_KERN_SUCCESS;
}

const char *machport_mach_name(void)
{
    return machport_op_mach_name;
}

/* Both halves only grow, so that two name spaces of one process share a number only after 2^32 tasks. The upper one starts
   at 1, so that 0 stays free for "none". */
machport_epoch_t machport_epoch(void)
{
    return (machport_epoch_t)(atomic_load(&forks) + 1) << 32 | machport_op_space();
}

machport_status_t machport_renew(void)
{
    atomic_store(&forked, 0);
    return MACHPORT_KERN_SUCCESS;
}
