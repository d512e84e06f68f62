/* A place between libmachport and the Mach: a test stands there for whatever another thread may do after the rights of
   a message were looked at and before the Mach takes them, and it shortens waits that would last for weeks.
   SPDX-License-Identifier: MIT OR Apache-2.0
   between.c is that place on a Mach with <mach/mach.h>; another one has its own. */
#ifndef BETWEEN_H
#define BETWEEN_H
#include <stdint.h>

struct between {
    void (*send)(void); /* done once, before the next send */
    int shorten;        /* let what waits poll */
    unsigned calls;     /* of those that were shortened */
    uint64_t waited_ms; /* that they would have waited */
};
extern struct between between;

static inline void between_send(void)
{
    void (*const send)(void) = between.send;
    between.send = 0;
    if (send)
        send();
}

static inline uint32_t between_timeout(uint32_t timeout_ms)
{
    if (!between.shorten)
        return timeout_ms;
    between.calls++;
    between.waited_ms += timeout_ms;
    return 0;
}

#endif
