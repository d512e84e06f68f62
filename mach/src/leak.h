/* LeakSanitizer, where the program has it: it does not look into memory that was reserved, and takes what is reached from there
   alone for lost. A right that lives as the process ends is no leak of memory.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Where libmach itself is built with AddressSanitizer, it is to tell of what nobody ends. */
#ifndef EMBEDDED_LEAK_H
#define EMBEDDED_LEAK_H
#include "sanitized.h"
#include <stddef.h>

#ifdef __SANITIZE_ADDRESS__
enum { LEAKS_ARE_TOLD = 1 };
#else
enum { LEAKS_ARE_TOLD = 0 };
#endif

__attribute__((weak)) void __lsan_ignore_object(const void *object);
__attribute__((weak)) void __lsan_register_root_region(const void *begin, size_t size);

/* An allocation that only reserved memory leads to, and what it leads to itself. */
static inline void is_no_leak(const void *allocated)
{
    if (__lsan_ignore_object != NULL)
        __lsan_ignore_object(allocated);
}

/* Reserved memory that leads to allocations. */
static inline void leads_to_no_leak(const void *begin, size_t size)
{
    if (__lsan_register_root_region != NULL)
        __lsan_register_root_region(begin, size);
}

#endif
