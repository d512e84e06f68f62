/* A right that is copied, or made from a receive right: its entry stays as it is, so that it needs its port's lock alone.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_COPYIN_H
#define EMBEDDED_COPYIN_H
#include "quick.h"
#include "right.h"

/* One more right to a port that lives, with a reference. The port is locked. */
static inline struct right right_add(struct port *port, mach_msg_type_name_t disposition)
{
    port_reference(port);
    if (disposition == MACH_MSG_TYPE_MAKE_SEND_ONCE) {
        port->sorights++;
        return (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, port};
    }
    port->srights++;
    port->mscount += disposition == MACH_MSG_TYPE_MAKE_SEND;
    return (struct right){MACH_MSG_TYPE_PORT_SEND, port};
}

/* Copyin without the space's lock. False where the disposition is another, or the right has to be looked at under it. */
QUICK bool right_copyin_quick(struct acting acting, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right)
{
    if (disposition < MACH_MSG_TYPE_COPY_SEND) /* which are moved */
        return false;
    struct port *port = quick_lock_port(acting, name, right_needs(disposition));
    if (port == NULL)
        return false;
    *right = right_add(port, disposition);
    lock_release(&port->lock);
    return true;
}

#endif
