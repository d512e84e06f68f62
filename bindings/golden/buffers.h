/* Bytes: in, and out into the room that the caller gives.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BUFFERS_H
#define BUFFERS_H
#include <machport.h>

/** Adds bytes.
    @param bytes the bytes
    @param size how many
    @param sum all of them */
machport_status_t buffers_sum(MACHPORT_SIZED_BY(size) const void *bytes, size_t size, MACHPORT_OUT uint32_t *sum);

/** Copies bytes, as many as there is room for.
    @param bytes the bytes
    @param size how many
    @param copy the same
    @param capacity how many there is room for
    @param count how many there are
    @status KERN_NO_SPACE there are more than capacity */
machport_status_t buffers_copy(MACHPORT_SIZED_BY(size) const void *bytes, size_t size,
                               MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(count) void *copy, size_t capacity,
                               MACHPORT_OUT size_t *count);
#endif
