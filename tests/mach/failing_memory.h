/* Memory that runs out when a test says so. The linker leads the allocations of libmach's objects, and of libmachport's where
   they are linked, to failing_memory.c; the library that is installed knows nothing of it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

extern unsigned until_failure; /* allocations; 0: none fails */
extern bool all_fail_from_then_on, one_failed;
extern atomic_int in_use;         /* allocations of malloc's */
extern atomic_size_t mapped_size; /* bytes of mmap's */

#endif
