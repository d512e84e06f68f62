/* A port: what a right is a right to. One port is shared by every space that holds a right to it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_PORT_H
#define EMBEDDED_PORT_H
#include "lock.h"
#include "seldom.h"
#include "waiter.h"
#include <mach/mach.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct debts;
struct member;
struct message;
struct requests;
struct space;

/* Small, for there is one for each receive right: what few ports need is in requests. */
struct port {
    struct lock lock;
    atomic_uint references; /* one for each entry, each right on its way, and the receive right of a task's port */
    /* Where the receive right is: in a space under a name, or on its way (NULL). Written under the lock of that space
       and the port's. */
    struct space *receiver;
    mach_port_name_t receiver_name;

    uint32_t srights;  /* entries that hold a send right, and send rights on their way; not the sum of user references */
    uint32_t sorights; /* send-once rights in entries, on their way, and in requests */
    uint32_t mscount;
    uint32_t seqno;
    uint16_t qlimit;
    uint16_t msgcount;

    atomic_bool active; /* false for ever once the receive right is gone; written under the lock */
    bool guarded, strict_guard, immovable;
    bool reply;
    bool left_set;      /* a set that it was in was destroyed: XNU shows it as in a set until the next message comes */
    uint8_t importance; /* MACH_PORT_STATUS_FLAG_TEMPOWNER, _IMP_DONATION: shown, and nothing else */
    mach_port_context_t context;

    struct waiters receivers, senders; /* threads: for a message in the queue, for room in it */
    struct message *last;              /* of the queue, a ring: the first comes after it; NULL where there is none */
    struct member *members;            /* the port sets that it is in; like receiver */
    struct requests *requests;         /* who wants to be told what of it */
    union {
        struct port *transit;   /* under the transit lock: the port in whose queue the receive right is, referenced */
        struct port *next_free; /* of one whose memory no port uses */
    };
};
#ifdef NDEBUG
_Static_assert(sizeof(struct port) <= 104, "a port is what a receive right costs");
#endif
_Static_assert(MACH_PORT_QLIMIT_KERNEL <= UINT16_MAX, "queues count in 16 bits");

/* What a port has for which nothing was ever requested (request.c). Never written. */
extern struct requests requests_none;

/* Stands for a right whose port died on its way: it arrives as MACH_PORT_DEAD. */
extern struct port port_dead;

/* An active port with one reference and no rights; NULL where memory ran out. */
struct port *port_create(void);
/* The same in memory that is there, but for the lock, which has begun already. */
static inline void port_begin(struct port *port)
{
    /* Not all at once: compilers would clear that much with an instruction that takes long to begin. And a thread that comes late
       may look at active, and hold the lock. */
    memset(&port->receiver, 0, offsetof(struct port, active) - offsetof(struct port, receiver));
    memset(&port->guarded, 0, offsetof(struct port, requests) - offsetof(struct port, guarded));
    port->requests = &requests_none;
    port->transit = NULL;
    port->qlimit = MACH_PORT_QLIMIT_DEFAULT;
    atomic_init(&port->references, 1);
    atomic_store_explicit(&port->active, true, memory_order_relaxed);
}
/* The same in memory of a port of the parent's, where nobody is any more. */
void port_begin_in_child(struct port *port);
/* One that nobody refers to any more. */
SELDOM void port_free(struct port *port);

static inline void port_reference(struct port *port)
{
    if (is_alone())
        atomic_store_explicit(&port->references, atomic_load_explicit(&port->references, memory_order_relaxed) + 1,
                              memory_order_relaxed);
    else
        atomic_fetch_add_explicit(&port->references, 1, memory_order_relaxed);
}

/* Whether the caller's reference is the only one. */
static inline bool port_is_unshared(struct port *port)
{
    return atomic_load_explicit(&port->references, memory_order_acquire) == 1;
}

static inline void port_release(struct port *port)
{
    unsigned left;
    if (is_alone()) {
        left = atomic_load_explicit(&port->references, memory_order_relaxed) - 1;
        atomic_store_explicit(&port->references, left, memory_order_relaxed);
    } else if (port_is_unshared(port)) { /* so that the last reference costs no atomic change */
        left = 0;
    } else {
        left = atomic_fetch_sub_explicit(&port->references, 1, memory_order_acq_rel) - 1;
    }
    if (left == 0)
        port_free(port);
}

static inline bool port_is_active(struct port *port)
{
    return atomic_load_explicit(&port->active, memory_order_acquire);
}

/* These need the port's lock. */

/* One send right less; the last owes a no-senders notification. */
SELDOM void port_tell_no_senders(struct port *port, struct debts *debts);
static inline void port_lose_send(struct port *port, struct debts *debts)
{
    assert(port->srights > 0);
    if (--port->srights == 0)
        port_tell_no_senders(port, debts);
}
/* The receive right leaves its space: sets, guard, context and counts do not travel with it. Needs the lock of that
   space as well. */
void port_leave_space(struct port *port);
/* The receive right ends, which its owner has taken out of its entry or message with its reference. Unlocks. */
void port_end_receive(struct port *port, struct debts *debts);
static inline bool port_is_full(struct port *port)
{
    return port->msgcount >= port->qlimit;
}

#endif
