/* What an owned right is in languages whose objects are made in C: Lua, Ruby, Perl.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_OWNED_H
#define MACHPORT_OWNED_H
#include <machport.h>

/* One unit of one right, and the name space that it belongs to. guard: what a receive right needs to be released. */
typedef struct {
    uint32_t name, kind;
    uint64_t epoch, guard;
    int is_open, is_borrowed;
} machport_owned;

static inline machport_owned machport_owned_of(uint32_t name, uint32_t kind, uint64_t guard, int is_borrowed)
{
    machport_owned made;
    made.name = name;
    made.kind = kind;
    made.epoch = machport_epoch();
    made.guard = guard;
    made.is_open = 1;
    made.is_borrowed = is_borrowed;
    return made;
}

/* Whether the thread is in the name space of the right: in another one its name is somebody else's. */
static inline int machport_owned_is_here(const machport_owned *right)
{
    return right->epoch == machport_epoch();
}

/* Ends a right that nobody closed: how many could not be released. In another name space than its own nobody can, and without its
   guard nobody may. Nothing of the language takes part in it. */
static inline int machport_owned_end(machport_owned *right)
{
    const int owns = right->is_open && !right->is_borrowed;
    right->is_open = 0;
    return owns &&
           (!machport_owned_is_here(right) || machport_release(right->kind, right->name, right->guard) != MACHPORT_KERN_SUCCESS);
}

#endif
