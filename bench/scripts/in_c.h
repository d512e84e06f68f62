/* The calls in C alone, so many times: what is left of a language's time is the binding.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef IN_C_H
#define IN_C_H
#include <machport/machport.h>

/* How often the name held a live send right. */
static inline uint32_t check_in_c(uint32_t name, uint32_t times)
{
    machport_status_t verdict;
    uint32_t alive = 0;
    for (uint32_t i = 0; i < times; i++)
        if (machport_check(name, MACHPORT_KIND_SEND, &verdict) == MACHPORT_KERN_SUCCESS && verdict == MACHPORT_KERN_SUCCESS)
            alive++;
    return alive;
}

/* The sum of the answers; 0 where one failed. */
static inline uint32_t types_in_c(uint32_t name, uint32_t times)
{
    uint32_t bits, sum = 0;
    for (uint32_t i = 0; i < times; i++) {
        if (machport_types(name, &bits) != MACHPORT_KERN_SUCCESS)
            return 0;
        sum += bits;
    }
    return sum;
}

/* How many there were; 0 where one failed. */
static inline uint32_t dup_and_close_in_c(uint32_t send, uint32_t times)
{
    uint32_t copy;
    for (uint32_t i = 0; i < times; i++)
        if (machport_send_right_dup(send, &copy) != MACHPORT_KERN_SUCCESS ||
            machport_send_right_release(copy) != MACHPORT_KERN_SUCCESS)
            return 0;
    return times;
}

#endif
