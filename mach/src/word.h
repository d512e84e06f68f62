/* An entry of a space, and its word: the rights that it holds, its generation and its user references.
   SPDX-License-Identifier: MIT OR Apache-2.0

   Rights come and go under the space's lock, with two exceptions that README.md tells of: user references that are not the last
   come and go without it, and a plain receive right goes without it. So the word is changed as a whole or not at all. Who holds
   no lock reads the word first, and knows that what it read of the entry since belongs to it while the word is still the same. */
#ifndef EMBEDDED_WORD_H
#define EMBEDDED_WORD_H
#include "alone.h"
#include "arena.h"

/* The lowest byte: what the entry holds. The rights are MACH_PORT_TYPE_* bits, shifted into a byte. */
enum {
    HOLDS_SEND = 1,
    HOLDS_RECEIVE = 2,
    HOLDS_SEND_ONCE = 4,
    HOLDS_PORT_SET = 8,
    HOLDS_DEAD_NAME = 16,
    HOLDS_SEND_RIGHTS = HOLDS_SEND | HOLDS_SEND_ONCE,
    HOLDS_PORT_RIGHTS = HOLDS_SEND_RIGHTS | HOLDS_RECEIVE,
    HOLDS_ALL = HOLDS_PORT_RIGHTS | HOLDS_PORT_SET | HOLDS_DEAD_NAME,
    HAS_REQUEST = 32, /* a dead-name or send-possible request was made; the port's table tells whether it still is */
    IS_PLAIN = 64,    /* a receive right that no call has looked up under the lock: nobody but the entry knows its port */
};
/* The next byte is the generation: the low byte of the entry's name; of its next name, while it is free. The upper half are
   the user references. */
enum { WORD_GENERATION = 8, WORD_UREFS = 16 };

struct entry {
    atomic_uint word;
    uint32_t bucket; /* of no concern to this entry: the first index in the bucket of this number, see reverse.c */
    union {
        struct {
            uint32_t link; /* free: the next free index. A send right without the receive right: the next index in its bucket. */
            atomic_uint port; /* its number, referenced; 0: none. Free: the free index before it. */
        };
        struct port_set *_Atomic set;
    };
};
_Static_assert(sizeof(struct entry) <= 16, "an entry is what a right costs");

static inline uint8_t word_holds(uint32_t word)
{
    return (uint8_t)word;
}

static inline uint8_t word_generation(uint32_t word)
{
    return (uint8_t)(word >> WORD_GENERATION);
}

static inline uint32_t word_urefs(uint32_t word)
{
    return word >> WORD_UREFS;
}

static inline uint32_t word_of(uint32_t urefs, uint8_t generation, uint8_t holds)
{
    return urefs << WORD_UREFS | (uint32_t)generation << WORD_GENERATION | holds;
}

/* In the order in which they are called. */
static inline uint32_t entry_word(struct entry *entry)
{
    return atomic_load_explicit(&entry->word, memory_order_acquire);
}

static inline uint8_t entry_holds(struct entry *entry)
{
    return word_holds(entry_word(entry));
}

static inline uint32_t entry_urefs(struct entry *entry)
{
    return word_urefs(entry_word(entry));
}

static inline struct port *entry_port(struct entry *entry)
{
    return port_at(atomic_load_explicit(&entry->port, memory_order_acquire));
}

/* Before the word says that the entry holds a right to that port, or after it does no longer. */
static inline void entry_put_port(struct entry *entry, uint32_t number)
{
    atomic_store_explicit(&entry->port, number, memory_order_release);
}

/* Whether the word was what it was thought to be, and is the new one now; otherwise it is told. */
static inline bool entry_swap_word(struct entry *entry, uint32_t *word, uint32_t new_word)
{
    if (is_alone()) {
        const uint32_t thought = *word;
        *word = atomic_load_explicit(&entry->word, memory_order_relaxed);
        if (*word == thought)
            atomic_store_explicit(&entry->word, new_word, memory_order_relaxed);
        return *word == thought;
    }
    return atomic_compare_exchange_strong_explicit(&entry->word, word, new_word, memory_order_acq_rel, memory_order_acquire);
}

/* These need the space's lock. */

/* Takes away that a receive right is plain, since its port may be known from here on. NULL where the right has gone. */
static inline struct entry *entry_plain_no_more(struct entry *entry, uint32_t word)
{
    return entry_swap_word(entry, &word, word & ~(uint32_t)IS_PLAIN) ? entry : NULL;
}

/* What an entry holds that held nothing. */
static inline void entry_fill(struct entry *entry, uint32_t urefs, uint8_t holds)
{
    uint8_t generation = word_generation(entry_word(entry));
    atomic_store_explicit(&entry->word, word_of(urefs, generation, holds), memory_order_release);
}

/* Bits of the word that are not kept go, and others come. */
static inline void entry_change_bits(struct entry *entry, uint32_t kept, uint32_t more)
{
    uint32_t word = entry_word(entry);
    while (!entry_swap_word(entry, &word, (word & kept) | more))
        continue;
}

static inline void entry_hold(struct entry *entry, uint8_t holds)
{
    entry_change_bits(entry, UINT32_MAX, holds);
}

static inline void entry_hold_no_more(struct entry *entry, uint8_t holds)
{
    entry_change_bits(entry, ~(uint32_t)holds, 0);
}

/* A user reference of a send right, which is the first where it holds none. At MACH_PORT_UREFS_MAX they stay there for ever. */
static inline void entry_gain_send(struct entry *entry)
{
    uint32_t word = entry_word(entry), urefs;
    do
        urefs = word_urefs(word) < MACH_PORT_UREFS_MAX ? word_urefs(word) + 1 : MACH_PORT_UREFS_MAX;
    while (!entry_swap_word(entry, &word, word_of(urefs, word_generation(word), word_holds(word) | HOLDS_SEND)));
}

/* The send right, with all its user references, beside the receive right that stays. */
static inline void entry_lose_send(struct entry *entry)
{
    entry_change_bits(entry, word_of(0, UINT8_MAX, (uint8_t)~HOLDS_SEND), 0);
}

/* What an entry holds in place of all that it held, its user references but for some more. */
static inline void entry_hold_instead(struct entry *entry, uint8_t holds, uint32_t more)
{
    uint32_t word = entry_word(entry), urefs;
    do
        urefs = word_urefs(word) + more < MACH_PORT_UREFS_MAX ? word_urefs(word) + more : MACH_PORT_UREFS_MAX;
    while (!entry_swap_word(entry, &word, word_of(urefs, word_generation(word), holds)));
}

/* What mach_port_mod_refs makes of user references. */
static inline kern_return_t urefs_change(uint32_t urefs, mach_port_delta_t delta, uint32_t *after)
{
    const mach_port_delta_t most = (mach_port_delta_t)MACH_PORT_UREFS_MAX;
    *after = urefs;
    if (delta > most || delta < -most)
        return KERN_INVALID_VALUE;
    if (urefs == MACH_PORT_UREFS_MAX) {
        *after = delta == -most ? 0 : urefs;
        return KERN_SUCCESS;
    }
    if ((mach_port_delta_t)urefs + delta < 0)
        return KERN_INVALID_VALUE;
    *after = (mach_port_delta_t)urefs + delta < most ? (uint32_t)((mach_port_delta_t)urefs + delta) : MACH_PORT_UREFS_MAX;
    return KERN_SUCCESS;
}

/* Changes them so. Where none is left the right is still held: nobody else changes it, and the caller ends it. */
static inline kern_return_t entry_change_urefs(struct entry *entry, mach_port_delta_t delta, uint32_t *after)
{
    uint32_t word = entry_word(entry);
    kern_return_t status;
    do
        status = urefs_change(word_urefs(word), delta, after);
    while (!entry_swap_word(entry, &word, word_of(*after, word_generation(word), word_holds(word))));
    return status;
}

/* One less, and how many are left: all, where they stay for ever. Where none is left the same holds. */
static inline uint32_t entry_lose_uref(struct entry *entry)
{
    uint32_t word = entry_word(entry);
    do {
        if (word_urefs(word) == MACH_PORT_UREFS_MAX)
            return MACH_PORT_UREFS_MAX;
    } while (!entry_swap_word(entry, &word, word - word_of(1, 0, 0)));
    return word_urefs(word) - 1;
}

#endif
