/* Sending: the message is taken from its buffer, and enters the queue, waits for room, or comes back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "send.h"
#include "debts.h"
#include "descriptor.h"
#include "header.h"
#include "queue.h"
#include "quick.h"
#include <string.h>

/* What a sender's buffer says, before anything is taken. */
struct draft {
    mach_msg_header_t header;
    uint32_t count; /* of descriptors */
    uint32_t end;   /* where the bytes begin */
};

static mach_msg_return_t read_draft(const mach_msg_header_t *buffer, mach_msg_size_t size, struct draft *draft)
{
    if (size < sizeof *buffer || size % sizeof(natural_t) != 0)
        return MACH_SEND_MSG_TOO_SMALL;
    if (size > MESSAGE_MOST)
        return MACH_SEND_TOO_LARGE;
    if (buffer == NULL)
        return MACH_SEND_INVALID_DATA;
    draft->header = *buffer;
    draft->header.msgh_bits &= MACH_MSGH_BITS_USER;
    draft->count = 0;
    draft->end = sizeof *buffer;
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (MACH_MSGH_BITS_IS_COMPLEX(draft->header.msgh_bits)) {
        if (size < sizeof(mach_msg_base_t))
            return MACH_SEND_MSG_TOO_SMALL;
        status = descriptors_check(buffer, size, &draft->count, &draft->end);
    }
    return status == MACH_MSG_SUCCESS ? header_check(&draft->header) : status;
}

/* A header that names no right but that to its destination, which is copied: the port is locked once, and the space is not. */
static bool copyin_plain_header(const mach_msg_header_t *header, mach_msg_option_t option, struct message *message)
{
    const mach_msg_bits_t rights = header->msgh_bits & ~(mach_msg_bits_t)MACH_MSGH_BITS_COMPLEX;
    const struct acting acting = task_acting();
    if (rights != MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_NONE) || (option & MACH_SEND_NOTIFY) != 0)
        return false;
    struct port *port = quick_lock_port(acting, header->msgh_remote_port, HOLDS_SEND);
    if (port == NULL)
        return false;
    port->srights++;
    port_reference(port);
    lock_release(&port->lock);
    message->sender = acting.task;
    message->destination = (struct right){MACH_MSG_TYPE_PORT_SEND, port};
    return true;
}

static mach_msg_return_t copyin_header(const mach_msg_header_t *header, mach_msg_option_t option, struct message *message,
                                       bool *always, struct debts *debts)
{
    if (copyin_plain_header(header, option, message))
        return MACH_MSG_SUCCESS;
    struct space *space = task_lock_current();
    if (space == NULL)
        return MACH_SEND_INVALID_DEST;
    message->sender = space->task;
    mach_msg_return_t status = header_copyin(space, header, (option & MACH_SEND_NOTIFY) != 0, message, always, debts);
    space_unlock(space);
    debts_pay(debts);
    return status;
}

/* Takes the rights of the message. Once its header is taken, what fails later destroys all that was. */
static mach_msg_return_t copyin(const mach_msg_header_t *buffer, const struct draft *draft, mach_msg_option_t option,
                                struct message *message, bool *always)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    mach_msg_return_t status = copyin_header(&draft->header, option, message, always, &debts);
    if (status != MACH_MSG_SUCCESS)
        message->carried_count = 0;
    else if (draft->count != 0)
        status = descriptors_copyin(buffer, draft->count, message, &debts);
    if (status != MACH_MSG_SUCCESS)
        message_destroy(message, &debts);
    return status;
}

/* Waits for room in a full queue. The port is locked; so it is afterwards. */
static mach_msg_return_t wait_for_room(struct port *port, struct patience patience)
{
    struct waiter waiter;
    if (patience.deadline == NO_WAIT)
        return MACH_SEND_TIMED_OUT;
    waiters_add(&port->senders, &waiter);
    lock_release(&port->lock);
    enum waiter_end end = waiter_wait(&waiter, patience);
    lock_acquire(&port->lock);
    if (waiter_is_told(&waiter))
        return MACH_MSG_SUCCESS;
    waiters_remove(&port->senders, &waiter);
    return end == WAITER_TIMED_OUT ? MACH_SEND_TIMED_OUT : MACH_SEND_INTERRUPTED;
}

static mach_msg_return_t enqueue(struct message *message, bool always, struct patience patience)
{
    struct port *port = message->destination.port;
    struct debts debts;
    debts_begin(&debts, NULL);
    if (port == &port_dead || message->circular) {
        debts_destroy_message(&debts, message);
        return MACH_MSG_SUCCESS;
    }
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    sleeper_t sleeper = NULL;
    lock_acquire(&port->lock);
    bool active = port_is_active(port);
    bool unlimited = always || message->destination.type == MACH_MSG_TYPE_PORT_SEND_ONCE;
    if (active && unlimited && port->msgcount >= MACH_PORT_QLIMIT_KERNEL) {
        status = MACH_SEND_NO_BUFFER;
    } else if (active && (unlimited || !port_is_full(port))) {
        sleeper = queue_put(port, message);
    } else if (active) {
        status = wait_for_room(port, patience);
        active = port_is_active(port);
        if (status == MACH_MSG_SUCCESS && active)
            sleeper = queue_put_kept(port, message);
    }
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    if (!active)
        debts_destroy_message(&debts, message);
    else if (status == MACH_MSG_SUCCESS)
        port_release(port);
    return active ? status : MACH_MSG_SUCCESS;
}

/* The message in received form, in the buffer that it came from. */
static mach_msg_return_t give_back(struct message *message, mach_msg_header_t *buffer)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    mach_msg_return_t status = header_return(message, buffer, &debts);
    if (message->complex)
        status |= descriptors_copyout(message, (struct taker){buffer, .knows_guarded = true, .sender = true}, &debts);
    message_free(message);
    return status;
}

static mach_msg_return_t send_any(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                                  struct patience patience)
{
    struct draft draft;
    struct message *message;
    bool always = false;
    mach_msg_return_t status = read_draft(buffer, size, &draft);
    if (status != MACH_MSG_SUCCESS)
        return status;
    message = message_create(draft.count, size - draft.end);
    if (message == NULL)
        return MACH_SEND_NO_BUFFER;
    message->complex = MACH_MSGH_BITS_IS_COMPLEX(draft.header.msgh_bits);
    message->size = size;
    message->id = draft.header.msgh_id;
    message->voucher = draft.header.msgh_voucher_port;
    memcpy(message_bytes(message), (const char *)buffer + draft.end, message->byte_count);
    status = copyin(buffer, &draft, option, message, &always);
    if (status != MACH_MSG_SUCCESS)
        return status;
    status = enqueue(message, always, patience);
    return status == MACH_MSG_SUCCESS ? status : status | give_back(message, buffer);
}

mach_msg_return_t send_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                               mach_msg_timeout_t timeout)
{
    return send_any(buffer, option, size,
                    patience_begin((option & MACH_SEND_TIMEOUT) != 0, timeout, (option & MACH_SEND_INTERRUPT) != 0));
}
