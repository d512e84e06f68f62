/* What a C library's header of this name says, as far as the library uses it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STDLIB_H
#define STDLIB_H
#include <stddef.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void free(void *memory);

#endif
