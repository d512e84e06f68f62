/* What is done without the space's lock: looking at a right, user references that are not the last, plain receive rights.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Each does what needs no more, or nothing: then the call is made under the lock. */
#ifndef EMBEDDED_QUICK_H
#define EMBEDDED_QUICK_H
#include "magazine.h"
#include "task.h"

/* In place of a call: each is called at one or two places, and its call would cost as much as it does. */
#define QUICK static inline __attribute__((always_inline))

/* Whether the port of a send or send-once right lives; one whose port died has to turn into a dead name. The port was the entry's
   where the word is the same after its number was read, and may still be looked at when it is not. */
#ifdef __SANITIZE_ADDRESS__
__attribute__((no_sanitize("address"), noinline, unused)) static /* where its memory is freed */
#else
QUICK
#endif
    bool
    quick_lives(struct entry *entry, uint32_t word)
{
    uint32_t number = atomic_load_explicit(&entry->port, memory_order_acquire);
    return entry_word(entry) == word && port_is_active(port_at(number));
}

/* Whether an entry's word is that of a name; a right that has a request may be none. */
QUICK bool quick_is_of(uint32_t word, mach_port_name_t name, uint8_t none)
{
    return ((word ^ name << WORD_GENERATION) & word_of(0, UINT8_MAX, none)) == 0;
}

/* What a name of the calling thread's own task holds, which calls its task so. False where that must be found under the lock:
   it is nothing, or not this task's, or has to turn. A space that serves another task meanwhile has another life. */
QUICK bool quick_look(mach_port_name_t task, mach_port_name_t name, uint32_t *word)
{
    struct acting acting = task_acting();
    struct space *space = acting.space;
    uint32_t index = MACH_PORT_INDEX(name);
    if (atomic_load_explicit(&space->self_name, memory_order_relaxed) != task || index >= space->size)
        return false;
    struct entry *entry = &space->table[index];
    *word = entry_word(entry);
    if (!quick_is_of(*word, name, HAS_REQUEST))
        return false;
    if ((*word & HOLDS_RECEIVE) == 0) {
        if ((*word & HOLDS_ALL) == 0)
            return false;
        if ((*word & HOLDS_SEND_RIGHTS) != 0 && (!quick_lives(entry, *word) || entry_word(entry) != *word))
            return false;
    }
    return atomic_load_explicit(&space->life, memory_order_relaxed) == (uint32_t)acting.task;
}

/* Whether an entry still holds the right to a port that it held a moment ago, whatever became of its user references. */
QUICK bool quick_is_still(struct entry *entry, uint32_t word, uint32_t number)
{
    const uint32_t same = word_of(0, UINT8_MAX, UINT8_MAX);
    return is_alone() ||
           (((entry_word(entry) ^ word) & same) == 0 && atomic_load_explicit(&entry->port, memory_order_acquire) == number &&
            ((entry_word(entry) ^ word) & same) == 0);
}

/* The live port of a right that a name of the acting task's own holds, locked: it stays and the right stays while it is. NULL
   where it must be found under the space's lock. A right to a live port leaves its entry under the port's lock, unless it is a
   plain receive right. The lock that was waited for may be that of another port by then, which the entry tells. */
QUICK struct port *quick_lock_port(struct acting acting, mach_port_name_t name, uint32_t right)
{
    struct space *space = acting.space;
    uint32_t index = MACH_PORT_INDEX(name);
    if (PORTS_KEPT == 0 || index >= space->size)
        return NULL;
    struct entry *entry = &space->table[index];
    uint32_t word = entry_word(entry), number = atomic_load_explicit(&entry->port, memory_order_acquire);
    if (!quick_is_of(word, name, IS_PLAIN) || (word & right) == 0 || !quick_is_still(entry, word, number))
        return NULL;
    struct port *port = port_at(number);
    lock_acquire(&port->lock);
    if (quick_is_still(entry, word, number) && port_is_active(port) &&
        atomic_load_explicit(&space->life, memory_order_relaxed) == (uint32_t)acting.task)
        return port;
    lock_release(&port->lock);
    return NULL;
}

/* These need the calling thread to be busy. */

/* User references of one of the rights come or go, which are few enough, and not the last. */
QUICK bool quick_change_urefs(struct magazine *own, mach_port_name_t name, uint32_t rights, mach_port_delta_t delta)
{
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size)
        return false;
    struct entry *entry = &space->table[index];
    uint32_t word = entry_word(entry), urefs;
    do {
        urefs = word_urefs(word) + (uint32_t)delta;
        if (!quick_is_of(word, name, 0) || (word & rights) == 0 || word_urefs(word) - 1 >= MACH_PORT_UREFS_MAX - 1 ||
            urefs - 1 >= MACH_PORT_UREFS_MAX - 1)
            return false;
        if ((word & HOLDS_RECEIVE) == 0 && (word & HOLDS_SEND) != 0 && !quick_lives(entry, word))
            return false;
    } while (!entry_swap_word(entry, &word, word + ((uint32_t)delta << WORD_UREFS)));
    return true;
}

/* A fresh receive right with a context. MACH_PORT_NULL where there is none at hand. */
QUICK mach_port_name_t quick_allocate(struct magazine *own, mach_port_context_t context)
{
    if (own->count == 0 || own->port_count == 0)
        return MACH_PORT_NULL;
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    uint32_t index = own->indexes[--own->count];
    struct port *port = own->ports[--own->port_count];
    struct entry *entry = &space->table[index];
    uint8_t generation = word_generation(entry_word(entry));
    if (generation == 0)
        generation = GENERATION_FIRST;
    port_begin(port);
    port->receiver = space;
    port->receiver_name = index << 8 | generation;
    port->context = context;
    entry_put_port(entry, port_number(port));
    atomic_store_explicit(&entry->word, word_of(0, generation, HOLDS_RECEIVE | IS_PLAIN), memory_order_release);
    own->names++;
    return port->receiver_name;
}

/* A plain receive right goes: whoever looks it up under the lock meanwhile makes it plain no more, or finds nothing. */
QUICK bool quick_end_receive(struct magazine *own, mach_port_name_t name)
{
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size || own->count == MAGAZINE_SIZE || own->port_count == MAGAZINE_SIZE)
        return false;
    struct entry *entry = &space->table[index];
    uint32_t word = word_of(0, (uint8_t)(name & 0xff), HOLDS_RECEIVE | IS_PLAIN);
    if (!entry_swap_word(entry, &word, word_next(word)))
        return false;
    struct port *port = entry_port(entry); /* the index is this thread's now */
    own->indexes[own->count++] = index;
    own->ports[own->port_count++] = port;
    own->names--;
    return true;
}

#endif
