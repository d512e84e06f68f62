/* The rights of a message on their way: what the caller named, what goes to the Mach in its place, and what the caller
   is told of each.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A send right is never moved: a copy goes, and the caller's own unit is released once the message has left, so that no
   failure can lose it. Of a right that is dead already the value DEAD goes, and its unit is released in the same way. */
#ifndef MACHPORT_CARGO_H
#define MACHPORT_CARGO_H
#include "internal.h"

/* How many rights a message may have before memory is asked for. */
#define MACHPORT_CARGO_SMALL 16

struct machport_cargo {
    /* The right of the header that has an outcome, the reply or a send-once destination; NULL where there is none. */
    machport_right_t *header;
    machport_right_t *rights;
    size_t count;
    /* What goes to the Mach: header's place first, then those of the rights. `outcome` is how each was found. */
    machport_right_t *wire;
    machport_right_t small[MACHPORT_CARGO_SMALL];
};

/* Writes MACHPORT_OUTCOME_NONE everywhere, and finds the memory. To be ended also after failure. */
machport_status_t machport_cargo_begin(struct machport_cargo *cargo, machport_right_t *header, machport_right_t *rights,
                                       size_t count);
void machport_cargo_end(struct machport_cargo *cargo);
/* Looks at every right, and fills `wire`. Nothing is touched: where one does not hold what it should, the message would
   break, and rights would be lost. */
machport_status_t machport_cargo_load(struct machport_cargo *cargo);
/* Says what became of each right, and releases what the caller gave away or got back twice. */
void machport_cargo_settle(struct machport_cargo *cargo, enum machport_op_end end);

#endif
