/* mach_port_peek: what waits in a queue.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "queue.h"
#include "trailer.h"
#include <string.h>

/* XNU counts the kernel's header, whose ports are pointers. */
enum { KERNEL_HEADER_MORE = 8 };

/* The message of a number, 0: the first; NULL where none waits. */
static struct message *find(struct port *port, mach_port_seqno_t *seqno)
{
    struct message *message = queue_first(port);
    mach_port_seqno_t at = port->seqno;
    if (message == NULL)
        return NULL;
    if (*seqno == 0)
        *seqno = at;
    for (; at != *seqno; at++) {
        if (message == port->last)
            return NULL;
        message = message->next;
    }
    return message;
}

kern_return_t mach_port_peek(ipc_space_t task, mach_port_name_t name, mach_msg_trailer_type_t trailer_type,
                             mach_port_seqno_t *request_seqnop, mach_msg_size_t *msg_sizep, mach_msg_id_t *msg_idp,
                             mach_msg_trailer_info_t trailer_infop, mach_msg_type_number_t *trailer_infopCnt)
{
    struct space *space;
    struct port *port;
    mach_msg_option_t option = (mach_msg_option_t)trailer_type;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, KERN_INVALID_RIGHT);
    if (GET_RCV_ELEMENTS(option) > MACH_RCV_TRAILER_AUDIT || *trailer_infopCnt < REQUESTED_TRAILER_SIZE(option))
        return unlock_and_return(space, KERN_INVALID_VALUE);
    status = lock_receive(space, name, &port);
    if (status != KERN_SUCCESS)
        return unlock_and_return(space, status);
    struct message *message = find(port, request_seqnop);
    if (message == NULL)
        return receive_end(space, port, KERN_FAILURE);
    mach_msg_max_trailer_t trailer;
    const struct facts facts = {.seqno = *request_seqnop, .sender = message->sender};
    *msg_sizep = message->size + KERNEL_HEADER_MORE;
    *msg_idp = message->id;
    *trailer_infopCnt = trailer_write(option, &facts, &trailer);
    memcpy(trailer_infop, &trailer, *trailer_infopCnt);
    return receive_end(space, port, KERN_SUCCESS);
}
