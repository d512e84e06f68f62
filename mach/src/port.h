/* A port: what a right is a right to. One port is shared by every space that holds a right to it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_PORT_H
#define EMBEDDED_PORT_H
#include <mach/mach.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct debts;
struct member;
struct message;
struct request;
struct space;

struct port {
    pthread_mutex_t lock;
    atomic_uint references; /* one for each entry, each right on its way, and the receive right of a task's port */
    atomic_bool active;     /* false for ever once the receive right is gone; written under the lock */
    /* Where the receive right is: in a space under a name, or on its way (NULL). Written under the lock of that space
       and the port's. */
    struct space *receiver;
    mach_port_name_t receiver_name;
    struct member *members; /* the port sets that it is in; like receiver */
    bool left_set;          /* a set that it was in was destroyed: XNU shows it as in a set until the next message comes */

    uint32_t srights;  /* entries that hold a send right, and send rights on their way; not the sum of user references */
    uint32_t sorights; /* send-once rights in entries, on their way, and in requests */
    uint32_t mscount;
    uint32_t seqno;
    uint32_t qlimit;
    uint32_t msgcount;
    struct message *first, **last;

    mach_port_context_t context;
    bool guarded, strict_guard, immovable;
    bool reply;
    uint8_t importance; /* MACH_PORT_STATUS_FLAG_TEMPOWNER, _IMP_DONATION: shown, and nothing else */

    /* Send-once rights to whoever asked to be told. */
    struct port *no_senders;
    struct port *port_destroyed;
    struct request *requests;
    uint32_t requests_size;

    struct port *transit; /* under the transit lock: the port in whose queue the receive right is, referenced */
    uint64_t task;        /* the task whose port it is, or 0 */
};

/* Stands for a right whose port died on its way: it arrives as MACH_PORT_DEAD. */
extern struct port port_dead;

/* An active port with one reference and no rights; NULL where memory ran out. */
struct port *port_create(void);
/* The same in memory that is there; false where memory ran out. */
bool port_begin(struct port *port);
void port_reference(struct port *port);
void port_release(struct port *port);
bool port_is_active(struct port *port);

/* These need the port's lock. */

/* One send right less; the last owes a no-senders notification. */
void port_lose_send(struct port *port, struct debts *debts);
/* The receive right leaves its space: sets, guard, context and counts do not travel with it. Needs the lock of that
   space as well. */
void port_leave_space(struct port *port);
/* The receive right ends, which its owner has taken out of its entry or message with its reference. Unlocks. */
void port_end_receive(struct port *port, struct debts *debts);
bool port_is_full(struct port *port);

#endif
