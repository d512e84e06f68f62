/* The base: C, as one writes it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"
#include <machport/machport.h>

uint64_t bench_f(uint32_t name, uint64_t times)
{
    uint64_t alive = 0;
    for (uint64_t i = 0; i < times; i++) {
        machport_status_t verdict;
        if (machport_check(name, MACHPORT_KIND_SEND, &verdict) == MACHPORT_KERN_SUCCESS && verdict == MACHPORT_KERN_SUCCESS)
            alive++;
    }
    return alive;
}

uint64_t bench_g(uint32_t name, uint64_t times)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < times; i++) {
        uint32_t types;
        if (machport_types(name, &types) != MACHPORT_KERN_SUCCESS)
            return 0;
        sum += types;
    }
    return sum;
}
