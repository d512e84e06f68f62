/* A right leaves an entry that holds it, or is copied or made from one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_COPYIN_H
#define EMBEDDED_COPYIN_H
#include "entry.h"
#include "quick.h"
#include "right.h"

/* What is copied or made leaves its entry as it is, but for the counts. */
static inline bool right_is_moved(mach_msg_type_name_t disposition)
{
    return disposition < MACH_MSG_TYPE_COPY_SEND;
}

/* One more right to a port that lives, with a reference. The port is locked. */
static inline void right_add(struct port *port, mach_msg_type_name_t disposition)
{
    port_reference(port);
    if (disposition == MACH_MSG_TYPE_MAKE_SEND_ONCE) {
        port->sorights++;
    } else {
        port->srights++;
        port->mscount += disposition == MACH_MSG_TYPE_MAKE_SEND;
    }
}

/* A right to a port that lives comes out of an entry that holds what the disposition needs; not a receive right. The port is
   locked. */
QUICK struct right right_come_out(struct space *space, struct entry *entry, struct port *port, mach_msg_type_name_t disposition,
                                  struct debts *debts)
{
    if (!right_is_moved(disposition) || (disposition == MACH_MSG_TYPE_MOVE_SEND && entry_lose_uref(entry) != 0)) {
        right_add(port, disposition);
    } else if ((entry_holds(entry) & HOLDS_RECEIVE) != 0) {
        entry_lose_send(entry);
        port_reference(port);
    } else {
        if (disposition == MACH_MSG_TYPE_MOVE_SEND)
            reverse_remove(space, entry, port);
        entry_vacate(space, entry, port, debts);
    }
    return (struct right){right_type(disposition), port};
}

#endif
