/* A right on its way: out of one entry, in a message or in the hands of a call, and not yet in another.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RIGHT_H
#define EMBEDDED_RIGHT_H
#include "space.h"

struct right {
    mach_msg_type_name_t type; /* MACH_MSG_TYPE_PORT_RECEIVE, _SEND, _SEND_ONCE, or _NONE */
    struct port *port;         /* owned: referenced and counted as its type says; NULL, or &port_dead */
};

/* What an entry has to hold for a disposition; 0 where the disposition is none. Looked up, as is what follows: it is asked for
   each right. */
static inline uint8_t right_needs(mach_msg_type_name_t disposition)
{
    static const uint8_t needs[] = {
        [MACH_MSG_TYPE_MOVE_RECEIVE] = HOLDS_RECEIVE,     [MACH_MSG_TYPE_MOVE_SEND] = HOLDS_SEND,
        [MACH_MSG_TYPE_MOVE_SEND_ONCE] = HOLDS_SEND_ONCE, [MACH_MSG_TYPE_COPY_SEND] = HOLDS_SEND,
        [MACH_MSG_TYPE_MAKE_SEND] = HOLDS_RECEIVE,        [MACH_MSG_TYPE_MAKE_SEND_ONCE] = HOLDS_RECEIVE,
    };
    return disposition < sizeof needs ? needs[disposition] : 0;
}

/* What a right is when it arrives; MACH_MSG_TYPE_PORT_NONE where the disposition is none. */
static inline mach_msg_type_name_t right_type(mach_msg_type_name_t disposition)
{
    static const uint8_t types[] = {
        [MACH_MSG_TYPE_MOVE_RECEIVE] = MACH_MSG_TYPE_PORT_RECEIVE,
        [MACH_MSG_TYPE_MOVE_SEND] = MACH_MSG_TYPE_PORT_SEND,
        [MACH_MSG_TYPE_MOVE_SEND_ONCE] = MACH_MSG_TYPE_PORT_SEND_ONCE,
        [MACH_MSG_TYPE_COPY_SEND] = MACH_MSG_TYPE_PORT_SEND,
        [MACH_MSG_TYPE_MAKE_SEND] = MACH_MSG_TYPE_PORT_SEND,
        [MACH_MSG_TYPE_MAKE_SEND_ONCE] = MACH_MSG_TYPE_PORT_SEND_ONCE,
    };
    return disposition < sizeof types ? types[disposition] : MACH_MSG_TYPE_PORT_NONE;
}

/* Copyin: takes the right that a disposition names out of an entry, or makes it from one. A right whose port is dead
   comes as port_dead. Needs the space's lock. */
kern_return_t right_copyin(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right,
                           struct debts *debts);
/* The same from an entry that was looked up. */
kern_return_t right_take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                         struct debts *debts);
/* Copyout: puts a right into a space, under the name that the space has for its port or a new one. Where the port is
   dead the name is DEAD and the right is gone. On failure the right is still the caller's. Needs the space's lock. */
kern_return_t right_copyout(struct space *space, struct right right, mach_port_name_t *name, struct debts *debts);
/* Copyout under a name that the caller has chosen. */
kern_return_t right_copyout_name(struct space *space, struct right right, mach_port_name_t name);
/* Copyout into the calling task's space, as the result of a call; a right that finds no room there is destroyed.
   Needs no lock. */
kern_return_t right_deliver(struct right right, mach_port_name_t *name);
/* The same for a call that is a message to the kernel: the right comes in the reply, and so does what happens to one
   that finds no room. */
kern_return_t right_deliver_in_reply(struct right right, mach_port_name_t *name);
/* A right goes that nobody will get. Needs no port's lock. */
void right_destroy(struct right right, struct debts *debts);

#endif
