/* The memory of ports: one array for the process, so that four bytes know a port, and memory that held a port never holds
   anything else: who comes late may still look whether the port that was there is active, and take its lock to see that it is
   another now.
   SPDX-License-Identifier: MIT OR Apache-2.0
   AddressSanitizer is to see the end of each port, and LeakSanitizer those that nobody ends: for them each port is an allocation
   of its own, and the array holds pointers. */
#ifndef EMBEDDED_ARENA_H
#define EMBEDDED_ARENA_H
#include "port.h"
#include "sanitized.h"

#ifdef __SANITIZE_ADDRESS__
enum { PORTS_KEPT = 0 }; /* whether ports that ended are kept, to serve again */

struct slot {
    struct port port;
    uint32_t number;
};
extern struct slot **arena;

static inline struct port *port_at(uint32_t number)
{
    return &arena[number]->port;
}

static inline uint32_t port_number(struct port *port)
{
    return ((struct slot *)port)->number;
}
#else
enum { PORTS_KEPT = 1 };

extern struct port *arena;

/* A port's number says how far from the array's beginning it is, so that nothing is multiplied. None has the number 0. */
enum { NUMBER_UNIT = _Alignof(struct port) };
_Static_assert(sizeof(struct port) % NUMBER_UNIT == 0, "every port lies at a number");

static inline struct port *port_at(uint32_t number)
{
    return (struct port *)((char *)arena + (size_t)number * NUMBER_UNIT);
}

static inline uint32_t port_number(struct port *port)
{
    return (uint32_t)((size_t)((char *)port - (char *)arena) / NUMBER_UNIT);
}
#endif

/* Reserves the array; false where there are not enough addresses. */
bool arena_begin(void);
/* Memory for ports, at most count; for how many there is. */
uint32_t arena_take(struct port **ports, uint32_t count);
/* Memory whose ports have ended. */
void arena_give(struct port *const *ports, uint32_t count);
/* For fork. */
void arena_lock(void);
void arena_unlock(void);
/* In the child: the parent's ports are never touched again. */
void arena_leave(void);

#endif
