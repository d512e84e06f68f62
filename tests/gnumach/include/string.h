/* What a C library's header of this name says, as far as the library and the tests use it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STRING_H
#define STRING_H
#include <stddef.h>

void *memset(void *to, int value, size_t size);
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
