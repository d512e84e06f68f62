/* For a program without a C library: the four functions that a compiler may call on its own, and memory for messages with
   many rights, of which there is none: the library says so.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stddef.h>

void *memset(void *to, int value, size_t size);
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
int memcmp(const void *a, const void *b, size_t size);
void *calloc(size_t count, size_t size);
void free(void *memory);

void *calloc(size_t count, size_t size)
{
    (void)count, (void)size;
    return NULL;
}

void free(void *memory)
{
    (void)memory;
}

void *memset(void *to, int value, size_t size)
{
    unsigned char *bytes = to;
    while (size-- > 0)
        *bytes++ = (unsigned char)value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    return memmove(to, from, size);
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if (target < source)
        while (size-- > 0)
            *target++ = *source++;
    else
        while (size-- > 0)
            target[size] = source[size];
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *left = a, *right = b;
    for (; size > 0; size--, left++, right++)
        if (*left != *right)
            return *left - *right;
    return 0;
}
