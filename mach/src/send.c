/* Sending: the message is taken from its buffer, and enters the queue, waits for room, or comes back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "send.h"
#include "copyin.h"
#include "descriptor.h"
#include "header.h"
#include "queue.h"
#include <string.h>

/* What a sender's buffer says, before anything is taken. */
struct draft {
    mach_msg_header_t header;
    uint32_t count; /* of descriptors */
    uint32_t end;   /* where the bytes begin */
};

static inline mach_msg_return_t read_draft(const mach_msg_header_t *buffer, mach_msg_size_t size, struct draft *draft)
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
    if (!MACH_MSGH_BITS_IS_COMPLEX(draft->header.msgh_bits))
        return MACH_MSG_SUCCESS;
    return size < sizeof(mach_msg_base_t) ? MACH_SEND_MSG_TOO_SMALL : descriptors_check(buffer, size, &draft->count, &draft->end);
}

/* With the bytes, and no rights yet. */
static inline struct message *create(const mach_msg_header_t *buffer, mach_msg_size_t size, const struct draft *draft)
{
    struct message *message = message_create(draft->count, size - draft->end);
    if (message == NULL)
        return NULL;
    message->complex = MACH_MSGH_BITS_IS_COMPLEX(draft->header.msgh_bits);
    message->size = size;
    message->id = draft->header.msgh_id;
    message->voucher = draft->header.msgh_voucher_port;
    memcpy(message_bytes(message), (const char *)buffer + draft->end, message->byte_count);
    return message;
}

/* By value: whoever takes an address has what it stands for in memory. */
static __attribute__((noinline)) mach_msg_return_t copyin_any_header(const mach_msg_header_t header, mach_msg_option_t option,
                                                                     struct message *message, bool *always, struct visit *visit,
                                                                     struct debts *debts)
{
    mach_msg_return_t status = header_check(&header);
    if (status != MACH_MSG_SUCCESS)
        return status;
    struct space *space = visit_lock(visit);
    if (space == NULL)
        return MACH_SEND_INVALID_DEST;
    status = header_copyin(space, &header, (option & MACH_SEND_NOTIFY) != 0, message, always, debts);
    visit_pay(visit, debts);
    return status;
}

/* A plain header needs its port's lock, and not the space's. */
static inline mach_msg_return_t copyin_header(const struct draft *draft, mach_msg_option_t option, struct message *message,
                                              bool *always, struct visit *visit, struct debts *debts)
{
    if (header_is_plain(&draft->header) && (option & MACH_SEND_NOTIFY) == 0 &&
        right_copyin_quick(visit->acting, draft->header.msgh_remote_port, MACH_MSG_TYPE_COPY_SEND, &message->destination))
        return MACH_MSG_SUCCESS;
    return copyin_any_header(draft->header, option, message, always, visit, debts);
}

/* What was taken is destroyed. */
static __attribute__((noinline)) mach_msg_return_t give_up(struct message *message, struct debts *debts, mach_msg_return_t status)
{
    debts_pay(debts);
    message_destroy(message, debts);
    return status;
}

/* Takes the rights of the message. Once its header is taken, what fails later destroys all that was. */
static inline mach_msg_return_t copyin(const mach_msg_header_t *buffer, const struct draft *draft, mach_msg_option_t option,
                                       struct message *message, bool *always)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct visit visit = visit_begin(task_acting());
    message->sender = visit.acting.task;
    mach_msg_return_t status = copyin_header(draft, option, message, always, &visit, &debts);
    if (status != MACH_MSG_SUCCESS)
        message->carried_count = 0;
    else if (draft->count != 0)
        status = descriptors_copyin(buffer, draft->count, message, &visit, &debts);
    visit_leave(&visit);
    return status == MACH_MSG_SUCCESS ? status : give_up(message, &debts, status);
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
static __attribute__((noinline)) mach_msg_return_t enqueue_later(struct message *message, bool always, mach_msg_option_t option,
                                                                 mach_msg_timeout_t timeout)
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

static inline mach_msg_return_t enqueue(struct message *message, bool always, mach_msg_option_t option,
                                        mach_msg_timeout_t timeout)
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
static __attribute__((noinline)) mach_msg_return_t give_back(struct message *message, mach_msg_header_t *buffer)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct visit visit = visit_begin(task_acting());
    mach_msg_return_t status = header_return(message, buffer, &debts);
    if (message->complex) {
        const struct taker taker = {buffer, .knows_guarded = true, .sender = true};
        status |= descriptors_copyout(message, &taker, &visit, &debts);
        visit_leave(&visit);
        descriptors_write(message, buffer);
    }
    message_free(message);
    return status;
}

mach_msg_return_t send_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                               mach_msg_timeout_t timeout)
{
    struct draft draft;
    bool always = false;
    mach_msg_return_t status = read_draft(buffer, size, &draft);
    if (status != MACH_MSG_SUCCESS)
        return status;
    struct message *message = create(buffer, size, &draft);
    if (message == NULL)
        return MACH_SEND_NO_BUFFER;
    status = copyin(buffer, &draft, option, message, &always);
    if (status != MACH_MSG_SUCCESS)
        return status;
    status = enqueue(message, always, option, timeout);
    return status == MACH_MSG_SUCCESS ? status : status | give_back(message, buffer);
}
