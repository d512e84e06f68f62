/* What happens to the right in an entry: it is looked at, gains and loses user references, goes.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the space's lock. Those that remove the last right of an entry free it. */
#ifndef EMBEDDED_ENTRY_H
#define EMBEDDED_ENTRY_H
#include "reverse.h"
#include "table.h"

/* Whether a dead-name or send-possible request waits, or waited when the port died. Needs the lock of a port that lives. */
bool entry_has_request(struct space *space, struct entry *entry, struct port *port);
/* A send or send-once right whose port is dead turns into a dead name, with one user reference more where a request was
   armed, for that is what the notification carries. */
SELDOM void entry_turn_dead(struct space *space, struct entry *entry);
/* Whether it has to. While the receive right is in the entry, too, the port lives. */
static inline bool entry_has_died(struct entry *entry)
{
    uint8_t holds = entry_holds(entry);
    return (holds & HOLDS_RECEIVE) == 0 && (holds & HOLDS_SEND_RIGHTS) != 0 && !port_is_active(entry_port(entry));
}

/* Looks at a right, and turns it where it has to. */
static inline void entry_look(struct space *space, struct entry *entry)
{
    if (entry_has_died(entry))
        entry_turn_dead(space, entry);
}
/* Looks, and locks the port. NULL where the entry holds, or now holds, no right to a live port. */
static inline struct port *entry_lock_port(struct space *space, struct entry *entry)
{
    if ((entry_holds(entry) & HOLDS_PORT_RIGHTS) == 0)
        return NULL;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    if (port_is_active(port))
        return port;
    lock_release(&port->lock);
    entry_look(space, entry);
    return NULL;
}
/* What mach_port_mod_refs makes of the user references of a dead name; the last goes with it. */
kern_return_t entry_change_dead(struct space *space, struct entry *entry, mach_port_delta_t delta);
/* A send right whose last user reference has gone ends. The port is locked. Unlocks it. */
void entry_end_send(struct space *space, struct entry *entry, struct port *port, struct debts *debts);
/* The send-once right goes unused, so its port is told. The port is locked. Unlocks it. */
void entry_lose_send_once(struct space *space, struct entry *entry, struct port *port, struct debts *debts);
/* The receive right goes; a send right under the same name turns into a dead name. The port is locked. Unlocks it. */
void entry_lose_receive(struct space *space, struct entry *entry, struct port *port, struct debts *debts);
/* Ends a receive right that nobody has to be told of: its port is in no set, and nobody else refers to it or can come to it
   while the space is locked, so that no debt is needed. False, and nothing is done, for any other right. */
bool entry_end_unshared(struct space *space, struct entry *entry);
/* All that the entry holds goes. */
void entry_destroy(struct space *space, struct entry *entry, struct debts *debts);

/* A request for a right that leaves its entry is answered with a port-deleted notification. The port is locked. */
SELDOM void entry_end_request(struct space *space, struct entry *entry, struct port *port, struct debts *debts);
/* The entry of a right that left it, with its port's reference: frees it. The port is locked. */
static inline void entry_vacate(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    if ((entry_holds(entry) & HAS_REQUEST) != 0)
        entry_end_request(space, entry, port, debts);
    entry_free(space, entry);
}

#endif
