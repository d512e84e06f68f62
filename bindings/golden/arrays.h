/* Arrays of integers and of structs: in, out and both, with their size before or after them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef ARRAYS_H
#define ARRAYS_H
#include <machport.h>

/** A number with a sign. */
typedef struct arrays_pair {
    /** How much. */
    uint32_t value;
    /** Which way. */
    int32_t sign;
} arrays_pair_t;

/** Adds numbers.
    @param values the numbers
    @param count how many
    @param sum all of them */
machport_status_t arrays_sum(MACHPORT_SIZED_BY(count) const uint32_t *values, size_t count, MACHPORT_OUT uint64_t *sum);

/** Takes the last of the numbers, whose size stands before them.
    @param count how many
    @param values the numbers
    @param last the last
    @status KERN_INVALID_ARGUMENT there is none */
machport_status_t arrays_last(size_t count, MACHPORT_SIZED_BY(count) const int64_t *values, MACHPORT_OUT int64_t *last);

/** Writes the numbers from 0.
    @param values the numbers, as many as there is room for
    @param capacity how many there is room for
    @param count how many there are
    @param wanted how many to write
    @status KERN_NO_SPACE there are more than capacity */
machport_status_t arrays_range(MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(count) uint16_t *values, size_t capacity,
                               MACHPORT_OUT size_t *count, uint32_t wanted);

/** Turns numbers round, where they stand.
    @param values the numbers
    @param count how many */
machport_status_t arrays_reverse(MACHPORT_INOUT MACHPORT_SIZED_BY(count) uint32_t *values, size_t count);

/** Releases names, each of which tells what became of it.
    @param names the names; each is NULL afterwards
    @param count how many */
machport_status_t arrays_release(MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(count) machport_name_t *names, size_t count);

/** Adds signed numbers.
    @param pairs the numbers
    @param count how many
    @param sum all of them */
machport_status_t arrays_total(MACHPORT_SIZED_BY(count) const arrays_pair_t *pairs, size_t count, MACHPORT_OUT int64_t *sum);

/** Turns signs round.
    @param pairs the numbers
    @param count how many */
machport_status_t arrays_negate(MACHPORT_INOUT MACHPORT_SIZED_BY(count) arrays_pair_t *pairs, size_t count);

/** Takes numbers apart into signed ones.
    @param values the numbers
    @param count how many
    @param pairs the same
    @param capacity how many there is room for
    @param written how many there are */
machport_status_t arrays_split(MACHPORT_SIZED_BY(count) const int32_t *values, size_t count,
                               MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(written) arrays_pair_t *pairs, size_t capacity,
                               MACHPORT_OUT uint32_t *written);
#endif
