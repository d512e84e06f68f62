/* What the files of libmachport share: the error idiom, the fork check, and the question whether a name holds a right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_INTERNAL_H
#define MACHPORT_INTERNAL_H
#include "machport.h"
#include "mach_ops.h"

#define MACHPORT_RETURN_IF(condition, status)                                                                                    \
    do {                                                                                                                         \
        if (condition)                                                                                                           \
            return (status);                                                                                                     \
    } while (0)

#define MACHPORT_RETURN_NOT_OK(call)                                                                                             \
    do {                                                                                                                         \
        const machport_status_t status_ = (call);                                                                                \
        if (status_ != MACHPORT_KERN_SUCCESS)                                                                                    \
            return status_;                                                                                                      \
    } while (0)

/* What is shown of a name's types: other bits mean other things on other Machs. */
#define MACHPORT_SHOWN_TYPES                                                                                                     \
    (MACHPORT_TYPE_SEND | MACHPORT_TYPE_RECEIVE | MACHPORT_TYPE_SEND_ONCE | MACHPORT_TYPE_PORT_SET | MACHPORT_TYPE_DEAD_NAME |   \
     MACHPORT_TYPE_DNREQUEST)

/* Not 0 in the child of a fork, until it renews. */
int machport_is_forked(void);

static inline int machport_is_value(machport_name_t name)
{
    return name == MACHPORT_NULL || name == MACHPORT_DEAD;
}

static inline int machport_is_kind(machport_kind_t kind)
{
    return kind <= MACHPORT_KIND_DEAD_NAME;
}

static inline uint32_t machport_type_of(machport_kind_t kind)
{
    return MACHPORT_TYPE_SEND << kind;
}

/* The kinds that a name holds, or why it holds none. */
machport_status_t machport_probe(machport_name_t name, uint32_t *types);
/* KERN_SUCCESS where the name holds a live right of the kind (MACHPORT_KIND_ANY: of any), else the verdict that says why not. */
machport_status_t machport_verdict(machport_name_t name, machport_kind_t kind);
/* Why the Mach refused a call that needs a right of this kind: the verdict on the name, or the Mach's own status where the name
 * is good. */
machport_status_t machport_refusal(machport_name_t name, machport_kind_t kind, machport_status_t status);
/* Whether a unit of a kind can be released under a name: it holds the kind, or what the kind has died into. */
machport_status_t machport_releasable(machport_name_t name, machport_kind_t kind);
/* Takes off what is left of a timeout what a Mach can wait at once, in milliseconds, rounded up. */
uint32_t machport_timeout_slice(uint64_t *left_ns);
/* Whether the guard flags are known and go together. */
machport_status_t machport_guard_flags(uint32_t flags, machport_guard_t guard);

#endif
