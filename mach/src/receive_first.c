/* The first message of a port, which fits and of which nobody asked to be told: it comes out of its queue with one lock of the
   port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "queue.h"
#include "quick.h"
#include "receive.h"
#include "receiving.h"
#include "request.h"

/* Nothing is owed to others when it leaves its queue, and it fits. */
static bool comes_out_alone(const struct port *port, const struct message *message, mach_msg_option_t option,
                            mach_msg_size_t size)
{
    return port->requests == &requests_none && message->size + REQUESTED_TRAILER_SIZE(option) <= size;
}

/* The first message of a locked port leaves its queue: nobody asked to be told of anything. Unlocks the port. */
static void take(struct port *port)
{
    sleeper_t sleeper = queue_take(port, NULL);
    lock_release(&port->lock);
    sleeper_wake(sleeper);
}

mach_msg_return_t receive_first(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size, mach_port_name_t from,
                                mach_msg_timeout_t timeout)
{
    struct facts facts;
    struct port *port = quick_lock_port(task_acting(), from, HOLDS_RECEIVE);
    struct message *message = port == NULL ? NULL : queue_first(port);
    if (message == NULL || !comes_out_alone(port, message, option, size))
        return receive_message(buffer, option, size, from, timeout, port);
    mach_port_name_t local = port->receiver_name;
    if (GET_RCV_ELEMENTS(option) != MACH_RCV_TRAILER_NULL)
        facts = (struct facts){port->seqno, message->sender, port->context};
    take(port);
    if (message->complex || header_has_reply(message))
        return hand_over_rights(message, buffer, option, size, local, &facts);
    receiving_write(message, header_no_reply(message), local, option, &facts, buffer);
    return MACH_MSG_SUCCESS;
}
