/* Port sets: receive rights that are received from together.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A set's members are receive rights of the space that holds the set, so that space's lock protects the membership; a
   port's own list is also written under its lock. */
#ifndef EMBEDDED_SET_H
#define EMBEDDED_SET_H
#include "port.h"

struct port_set *set_create(void);
/* Its members stay, in no set; who waits at it is told. */
void set_destroy(struct port_set *set);
/* A port that leaves its space leaves all sets. */
void set_remove_from_all(struct port *port);

/* These need the lock of a port that is in a set. */

/* A message came, and nobody waits at the port itself: calls one at each set, since who is called at one may find another message
   there first. The last is still to be woken. False where nobody waits. */
bool sets_call_receiver(struct port *port, sleeper_t *sleeper);
/* The port's queue has messages now, or none. */
void sets_count_ready(struct port *port, bool ready);

/* These need the lock of the set's space. */

/* The next member that may have a message, after one (NULL: the first); NULL where there is none. The members take turns: see
   set_turn. */
struct port *set_next_member(struct port_set *set, struct port *after);
/* A member's message was received: the others come first from here on. */
void set_turn(struct port_set *set, struct port *member);
void set_wait(struct port_set *set, struct waiter *waiter);
/* Where the waiter was told meanwhile, nothing is done. */
void set_stop_waiting(struct port_set *set, struct waiter *waiter);
kern_return_t set_wait_fd(struct port_set *set, int32_t *fd);

#endif
