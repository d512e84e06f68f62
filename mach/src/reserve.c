/* Reserving addresses.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reserve.h"
#include <sys/mman.h>

enum { COUNT_LEAST = 0x400 };

void *reserve(uint32_t *count, size_t element_size, int protection)
{
    for (; *count >= COUNT_LEAST; *count /= 2) {
        void *array = mmap(NULL, *count * element_size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (array != MAP_FAILED)
            return array;
    }
    return NULL;
}
