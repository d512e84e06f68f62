/* Sending: the message is taken from its buffer, and enters the queue, waits for room, or comes back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "send.h"
#include "descriptor.h"
#include "header.h"
#include "queue.h"

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

static mach_msg_return_t copyin_header(const mach_msg_header_t *header, mach_msg_option_t option, struct message *message,
                                       bool *always, struct visit *visit, struct debts *debts)
{
    struct space *space = visit_lock(visit);
    if (space == NULL)
        return MACH_SEND_INVALID_DEST;
    mach_msg_return_t status = header_copyin(space, header, (option & MACH_SEND_NOTIFY) != 0, message, always, debts);
    visit_pay(visit, debts);
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

/* The queue's limit is for messages to send rights. */
static bool is_unlimited(const struct message *message, bool always)
{
    return always || message->destination.type == MACH_MSG_TYPE_PORT_SEND_ONCE;
}

static bool goes_into_full(const struct port *port, const struct message *message, bool always)
{
    return is_unlimited(message, always) && port->msgcount < MACH_PORT_QLIMIT_KERNEL;
}

/* A message that does not go into the queue at once, whose port is locked: it waits for room, or is destroyed, as it was sent to
   nobody. Unlocks the port. */
static mach_msg_return_t enqueue_later(struct message *message, bool always, mach_msg_option_t option, mach_msg_timeout_t timeout)
{
    struct port *port = message->destination.port;
    struct debts debts;
    debts_begin(&debts, NULL);
    sleeper_t sleeper = NULL;
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (port_is_active(port) && is_unlimited(message, always))
        status = MACH_SEND_NO_BUFFER;
    else if (port_is_active(port))
        status =
            wait_for_room(port, patience_begin((option & MACH_SEND_TIMEOUT) != 0, timeout, (option & MACH_SEND_INTERRUPT) != 0));
    bool active = port_is_active(port);
    if (status == MACH_MSG_SUCCESS && active)
        sleeper = queue_put_kept(port, message);
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    if (!active)
        debts_destroy_message(&debts, message);
    else if (status == MACH_MSG_SUCCESS)
        port_release(port);
    return active ? status : MACH_MSG_SUCCESS;
}

static mach_msg_return_t enqueue(struct message *message, bool always, mach_msg_option_t option, mach_msg_timeout_t timeout)
{
    struct port *port = message->destination.port;
    if (port == &port_dead || message->circular) {
        struct debts debts;
        debts_begin(&debts, NULL);
        debts_destroy_message(&debts, message);
        return MACH_MSG_SUCCESS;
    }
    lock_acquire(&port->lock);
    if (!port_is_active(port) || (port_is_full(port) && !goes_into_full(port, message, always)))
        return enqueue_later(message, always, option, timeout);
    sleeper_t sleeper = queue_put(port, message);
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    port_release(port);
    return MACH_MSG_SUCCESS;
}

/* The message in received form, in the buffer that it came from. */
static mach_msg_return_t give_back(struct message *message, mach_msg_header_t *buffer)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct visit visit = visit_begin(task_acting());
    mach_msg_return_t status = header_return(message, buffer, &debts);
    if (message->complex) {
        const struct taker taker = {buffer, .knows_guarded = true, .sender = true};
        status |= descriptors_copyout(message, taker, &visit, &debts);
        visit_leave(&visit);
        descriptors_write(message, buffer);
    }
    message_free(message);
    return status;
}

/* The header's rights were taken, or could not be: what fails now or later destroys all that was. */
static mach_msg_return_t go_on(struct message *message, mach_msg_header_t *buffer, mach_msg_return_t status, uint32_t from,
                               bool always, mach_msg_option_t option, mach_msg_timeout_t timeout, struct visit *visit,
                               struct debts *debts)
{
    if (status != MACH_MSG_SUCCESS)
        message->carried_count = from;
    else
        status = descriptors_copyin(buffer, from, message, visit, debts);
    visit_leave(visit);
    debts_pay(debts);
    if (status != MACH_MSG_SUCCESS) {
        message_destroy(message, debts);
        return status;
    }
    status = enqueue(message, always, option, timeout);
    return status == MACH_MSG_SUCCESS ? status : status | give_back(message, buffer);
}

mach_msg_return_t send_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                               mach_msg_timeout_t timeout)
{
    struct draft draft;
    struct debts debts;
    bool always = false;
    mach_msg_return_t status = read_draft(buffer, size, &draft);
    if (status != MACH_MSG_SUCCESS)
        return status;
    struct visit visit = visit_begin(task_acting());
    struct message *message =
        message_read(buffer, size, MACH_MSGH_BITS_IS_COMPLEX(draft.header.msgh_bits), draft.count, draft.end, visit.acting.task);
    if (message == NULL)
        return MACH_SEND_NO_BUFFER;
    debts_begin(&debts, NULL);
    status = copyin_header(&draft.header, option, message, &always, &visit, &debts);
    return go_on(message, buffer, status, 0, always, option, timeout, &visit, &debts);
}

mach_msg_return_t send_rest(struct message *message, const struct rest *rest, mach_msg_header_t *buffer, mach_msg_option_t option,
                            mach_msg_timeout_t timeout)
{
    struct debts debts;
    struct visit visit = {rest->acting, rest->acting.space};
    debts_begin(&debts, NULL);
    if (message->destination.port == NULL)
        (void)right_take(visit.space, rest->to, rest->disposition, &message->destination, &debts);
    visit_pay(&visit, &debts);
    return go_on(message, buffer, MACH_MSG_SUCCESS, rest->from, false, option, timeout, &visit, &debts);
}
