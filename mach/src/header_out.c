/* The header of a message that comes out: to its receiver, or back to its sender.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "header.h"
#include "task.h"

/* A right that finds no room is destroyed. */
static mach_msg_return_t give_back(struct right right, mach_port_name_t *name, struct debts *debts)
{
    kern_return_t status = KERN_INVALID_TASK;
    *name = right.port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
    if (right.port == NULL || right.port == &port_dead)
        return MACH_MSG_SUCCESS;
    struct space *space = task_lock_current();
    if (space != NULL) {
        status = right_copyout(space, right, name, debts);
        space_unlock(space);
    }
    if (status != KERN_SUCCESS) {
        right_destroy(right, debts);
        *name = MACH_PORT_NULL;
    }
    debts_pay(debts);
    return status == KERN_SUCCESS ? MACH_MSG_SUCCESS : MACH_MSG_IPC_SPACE;
}

mach_msg_return_t header_return(struct message *message, mach_msg_header_t *header, struct debts *debts)
{
    mach_port_name_t to, reply;
    mach_msg_return_t status = give_back(message->destination, &to, debts);
    status |= give_back(message->reply, &reply, debts);
    header_write(message, to, reply, header);
    header->msgh_bits =
        MACH_MSGH_BITS(message->destination.type, message->reply.type) | (header->msgh_bits & MACH_MSGH_BITS_COMPLEX);
    return status;
}
