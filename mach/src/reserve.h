/* Arrays that never move: their addresses are reserved whole, and a page costs memory once it is used.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RESERVE_H
#define EMBEDDED_RESERVE_H
#include <stddef.h>
#include <stdint.h>

/* Room for count elements of zeros, or for fewer, but not for less than a thousand, where addresses are short: count is set to
   how many. NULL where there are not so many. The protection is mmap's. */
void *reserve(uint32_t *count, size_t element_size, int protection);

#endif
