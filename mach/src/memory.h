/* Memory that travels: pages of its own for each piece, and the reading of what a sender may not have.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_MEMORY_H
#define EMBEDDED_MEMORY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whole pages, filled with zeros; NULL where there is no room, or for size 0. */
void *memory_allocate(size_t size);
/* The same at an address, in the place of what is there or, else, where nothing may be yet. */
bool memory_allocate_at(uintptr_t address, size_t size, bool replaces);
void memory_free(void *memory, size_t size);
/* Unmaps the pages that a caller's memory touches. False where its end is beyond all memory. */
bool memory_unmap(uintptr_t address, size_t size);
/* Whether there is memory everywhere, of whatever protection. */
bool memory_is_mapped(uintptr_t address, size_t size);
/* Copies from the caller's memory. False, and never a signal, where not all of it can be read, or written at the other end; and
   where the ends overlap, for the one may have been allocated where the other should be and nothing was. */
bool memory_read(void *to, uintptr_t from, size_t size);

#endif
