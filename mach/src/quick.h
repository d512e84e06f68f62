/* What is done without the space's lock: looking at a right, user references that are not the last, plain receive rights.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Each does what needs no more, or nothing: then the call is made under the lock. */
#ifndef EMBEDDED_QUICK_H
#define EMBEDDED_QUICK_H
#include "magazine.h"
#include "task.h"

/* Whether what the word of an entry says of it still holds: a send or send-once right whose port died has to turn into a dead name.
   The port was the entry's where the word is the same after its number was read, and then it is safe to look at. */
#ifdef __SANITIZE_ADDRESS__
__attribute__((no_sanitize("address"), noinline,
               unused)) /* there the port may be freed meanwhile; the caller looks at the word again */
#else
inline
#endif
static bool
quick_is_current(struct entry *entry, uint32_t word)
{
    if ((word & HOLDS_RECEIVE) != 0 || (word & HOLDS_SEND_RIGHTS) == 0)
        return true;
    uint32_t number = atomic_load_explicit(&entry->port, memory_order_acquire);
    return entry_word(entry) == word && port_is_active(port_at(number));
}

/* The word of an entry of the calling thread's own task, of which the task is called so; 0 where the right must be looked at under
   the lock. A space that serves another task meanwhile has another life. */
static inline uint32_t quick_look(mach_port_name_t task, mach_port_name_t name)
{
    struct acting acting = task_acting();
    struct space *space = acting.space;
    uint32_t index = MACH_PORT_INDEX(name);
    if (atomic_load_explicit(&space->self_name, memory_order_relaxed) != task || task == MACH_PORT_NULL || index >= space->size)
        return 0;
    struct entry *entry = &space->table[index];
    uint32_t word = entry_word(entry);
    if (word_generation(word) != (name & 0xff) || (word & HAS_REQUEST) != 0 || !quick_is_current(entry, word) ||
        ((word & HOLDS_SEND_RIGHTS) != 0 && entry_word(entry) != word) ||
        atomic_load_explicit(&space->life, memory_order_relaxed) != (uint32_t)acting.task)
        return 0;
    return (word & HOLDS_ALL) == 0 ? 0 : word;
}

/* These need the calling thread to be busy. */

/* User references of one of the rights come or go, which are few enough, and not the last. */
static inline bool quick_change_urefs(struct magazine *own, mach_port_name_t name, uint8_t rights, mach_port_delta_t delta)
{
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size)
        return false;
    struct entry *entry = &space->table[index];
    uint32_t word = entry_word(entry), urefs;
    do {
        urefs = word_urefs(word) + (uint32_t)delta;
        if (word_generation(word) != (name & 0xff) || (word & rights) == 0 || word_urefs(word) - 1 >= MACH_PORT_UREFS_MAX - 1 ||
            urefs - 1 >= MACH_PORT_UREFS_MAX - 1 || !quick_is_current(entry, word))
            return false;
    } while (!entry_swap_word(entry, &word, word_of(urefs, word_generation(word), word_holds(word))));
    return true;
}

/* A fresh receive right with a context. MACH_PORT_NULL where there is none at hand. */
static inline mach_port_name_t quick_allocate(struct magazine *own, mach_port_context_t context)
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
static inline bool quick_end_receive(struct magazine *own, mach_port_name_t name)
{
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size || own->count == MAGAZINE_SIZE || own->port_count == MAGAZINE_SIZE)
        return false;
    struct entry *entry = &space->table[index];
    uint32_t word = word_of(0, (uint8_t)(name & 0xff), HOLDS_RECEIVE | IS_PLAIN);
    struct port *port = entry_port(entry);
    if (!entry_swap_word(entry, &word, word_next(word)))
        return false;
    atomic_store_explicit(&port->active, false, memory_order_relaxed);
    own->indexes[own->count++] = index;
    own->ports[own->port_count++] = port;
    own->names--;
    return true;
}

#endif
