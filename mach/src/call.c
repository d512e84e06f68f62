/* What the calls share.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"

kern_return_t refusal(struct entry *entry)
{
    bool dead = (entry_holds(entry) & HOLDS_DEAD_NAME) != 0 ||
                ((entry_holds(entry) & HOLDS_PORT_RIGHTS) != 0 && !port_is_active(entry_port(entry)));
    return dead ? KERN_INVALID_NAME : KERN_INVALID_RIGHT;
}

kern_return_t lock_receive(struct space *space, mach_port_name_t name, struct port **port)
{
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return KERN_INVALID_NAME;
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return refusal(entry);
    *port = entry_port(entry);
    lock_acquire(&entry_port(entry)->lock);
    return KERN_SUCCESS;
}

kern_return_t receive_begin(mach_port_name_t task, mach_port_name_t name, kern_return_t of_null_or_dead, struct space **space,
                            struct port **port)
{
    kern_return_t status = task_lock(task, space);
    if (status != KERN_SUCCESS)
        return status;
    status = MACH_PORT_VALID(name) ? lock_receive(*space, name, port) : of_null_or_dead;
    return status == KERN_SUCCESS ? status : unlock_and_return(*space, status);
}

kern_return_t receive_end(struct space *space, struct port *port, kern_return_t status)
{
    lock_release(&port->lock);
    return unlock_and_return(space, status);
}
