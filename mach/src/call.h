/* What the calls share: their beginnings and ends.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_CALL_H
#define EMBEDDED_CALL_H
#include "debts.h"
#include "task.h"

static inline kern_return_t unlock_and_return(struct space *space, kern_return_t status)
{
    space_unlock(space);
    return status;
}

/* The same, and pays what the call owes. */
static inline kern_return_t unlock_pay_and_return(struct space *space, struct debts *debts, kern_return_t status)
{
    space_unlock(space);
    debts_pay(debts);
    return status;
}

/* Why an entry that holds no such right is refused by a call that needs a live one: dead names count as unknown. */
kern_return_t refusal(struct entry *entry);
/* The port of a receive right, locked. Needs the space's lock. */
kern_return_t lock_receive(struct space *space, mach_port_name_t name, struct port **port);
/* The beginning of a call on a receive right, which leaves its space and its port locked, and the end. */
kern_return_t receive_begin(mach_port_name_t task, mach_port_name_t name, kern_return_t of_null_or_dead, struct space **space,
                            struct port **port);
kern_return_t receive_end(struct space *space, struct port *port, kern_return_t status);

#endif
