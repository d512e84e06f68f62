/* Copyout of a message's header: to its receiver, or back to its sender.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "header.h"
#include "task.h"

/* The destination's right ends with the message. Its name is that of the receive right, where the receiver still has it. */
static mach_port_name_t use_up(struct space *space, struct right destination, struct debts *debts)
{
    struct port *port = destination.port;
    mach_port_name_t name = MACH_PORT_DEAD;
    lock_acquire(&port->lock);
    if (port_is_active(port))
        name = port->receiver == space ? port->receiver_name : MACH_PORT_NULL;
    if (destination.type == MACH_MSG_TYPE_PORT_SEND)
        port_lose_send(port, debts);
    else
        port->sorights--;
    lock_release(&port->lock);
    port_release(port);
    return name;
}

static void fill(struct message *message, mach_msg_header_t *header, mach_port_name_t remote, mach_port_name_t local)
{
    *header = (mach_msg_header_t){
        .msgh_bits = MACH_MSGH_BITS(message->reply.type, message->destination.type) |
                     (message->complex ? MACH_MSGH_BITS_COMPLEX : MACH_MSGH_BITS_ZERO),
        .msgh_size = message->size,
        .msgh_remote_port = remote,
        .msgh_local_port = local,
        .msgh_voucher_port = message->voucher,
        .msgh_id = message->id,
    };
}

static mach_port_name_t value_of(struct port *port)
{
    return port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
}

static bool is_right(struct right right)
{
    return right.port != NULL && right.port != &port_dead;
}

mach_msg_return_t header_copyout(struct space *space, struct message *message, mach_msg_header_t *header, struct debts *debts)
{
    mach_port_name_t reply = value_of(message->reply.port);
    if (is_right(message->reply) && right_copyout(space, message->reply, &reply, debts) != KERN_SUCCESS)
        return MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE;
    fill(message, header, reply, use_up(space, message->destination, debts));
    return MACH_MSG_SUCCESS;
}

void header_copyout_bare(struct space *space, struct message *message, mach_msg_header_t *header, struct debts *debts)
{
    mach_port_name_t local = use_up(space, message->destination, debts);
    message->destination.port = NULL;
    fill(message, header, value_of(message->reply.port), local);
    header->msgh_size = sizeof *header;
}

/* A right that finds no room is destroyed. */
static mach_msg_return_t give_back(struct right right, mach_port_name_t *name, struct debts *debts)
{
    kern_return_t status = KERN_INVALID_TASK;
    *name = value_of(right.port);
    if (!is_right(right))
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
    fill(message, header, to, reply);
    header->msgh_bits =
        MACH_MSGH_BITS(message->destination.type, message->reply.type) | (header->msgh_bits & MACH_MSGH_BITS_COMPLEX);
    return status;
}
