/* Structs that may grow: the caller says how large its own is, and gets as much of ours.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_SIZED_H
#define MACHPORT_SIZED_H
#include <stdint.h>
#include <string.h>

/* Copies a result of ours to a caller who has room for `size`, and keeps the caller's struct_size, which comes first. A
   caller that knows more than this library finds zeros there. */
static inline void machport_sized_write(void *to, size_t size, const void *ours, size_t ours_size)
{
    const uint32_t struct_size = (uint32_t)size;
    if (size == ours_size) { /* as most are: then nothing has to be called */
        memcpy(to, ours, ours_size);
    } else {
        memset(to, 0, size);
        memcpy(to, ours, size < ours_size ? size : ours_size);
    }
    memcpy(to, &struct_size, sizeof struct_size);
}

#endif
