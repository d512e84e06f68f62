/* Copyin of a message's header: both rights are taken, or none.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "entry.h"
#include "header.h"
#include "magazine.h"
#include "request.h"

mach_msg_return_t header_check(const mach_msg_header_t *header)
{
    mach_msg_type_name_t to = MACH_MSGH_BITS_REMOTE(header->msgh_bits);
    mach_msg_type_name_t reply = MACH_MSGH_BITS_LOCAL(header->msgh_bits);
    mach_msg_type_name_t voucher = MACH_MSGH_BITS_VOUCHER(header->msgh_bits);
    bool no_reply = reply == MACH_MSG_TYPE_PORT_NONE && header->msgh_local_port == MACH_PORT_NULL;
    if (!no_reply && !MACH_MSG_TYPE_PORT_ANY_SEND(reply))
        return MACH_SEND_INVALID_HEADER;
    /* There are no vouchers here: what is said to be one is none. */
    bool no_voucher = voucher == MACH_MSG_TYPE_MOVE_SEND || voucher == MACH_MSG_TYPE_COPY_SEND;
    if (voucher != MACH_MSG_TYPE_PORT_NONE && (!no_voucher || header->msgh_voucher_port != MACH_PORT_NULL))
        return MACH_SEND_INVALID_VOUCHER;
    if (!MACH_MSG_TYPE_PORT_ANY_SEND(to))
        return MACH_SEND_INVALID_HEADER;
    if (!MACH_PORT_VALID(header->msgh_remote_port))
        return MACH_SEND_INVALID_DEST;
    bool once = to == MACH_MSG_TYPE_MOVE_SEND_ONCE || reply == MACH_MSG_TYPE_MOVE_SEND_ONCE;
    return once && header->msgh_remote_port == header->msgh_local_port ? MACH_SEND_INVALID_DEST : MACH_MSG_SUCCESS;
}

/* A send-once right that nobody looked at since its port died, and that nobody asked to be told of, may still be sent to. */
static bool died_unnoticed(struct entry *entry, mach_msg_type_name_t disposition)
{
    return disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE &&
           (entry_holds(entry) & (HOLDS_SEND_ONCE | HAS_REQUEST)) == HOLDS_SEND_ONCE;
}

static mach_msg_return_t check_destination(struct space *space, struct entry *entry, mach_msg_type_name_t disposition)
{
    switch (right_fitness(entry, disposition)) {
    case FITS: return MACH_MSG_SUCCESS;
    case HAS_DIED:
        if (died_unnoticed(entry, disposition))
            return MACH_MSG_SUCCESS;
        entry_look(space, entry);
        return MACH_SEND_INVALID_DEST;
    default: return MACH_SEND_INVALID_DEST;
    }
}

static mach_msg_return_t check_reply(struct entry *entry, mach_msg_type_name_t disposition)
{
    enum fitness fitness = entry == NULL ? FITS_NOT : right_fitness(entry, disposition);
    return fitness == FITS || fitness == HAS_DIED ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_REPLY;
}

static mach_msg_return_t check(struct space *space, const mach_msg_header_t *header, struct entry *to, struct entry *reply)
{
    mach_msg_type_name_t to_disposition = MACH_MSGH_BITS_REMOTE(header->msgh_bits);
    mach_msg_type_name_t reply_disposition = MACH_MSGH_BITS_LOCAL(header->msgh_bits);
    if (to == NULL || (entry_holds(to) & HOLDS_PORT_RIGHTS) == 0)
        return MACH_SEND_INVALID_DEST;
    if (MACH_PORT_VALID(header->msgh_local_port) && check_reply(reply, reply_disposition) != MACH_MSG_SUCCESS)
        return MACH_SEND_INVALID_REPLY;
    bool moved_twice = to == reply && to_disposition == MACH_MSG_TYPE_MOVE_SEND && reply_disposition == MACH_MSG_TYPE_MOVE_SEND;
    mach_msg_return_t status = check_destination(space, to, to_disposition);
    return status == MACH_MSG_SUCCESS && moved_twice && entry_urefs(to) < 2 ? MACH_SEND_INVALID_DEST : status;
}

/* Before this they were found to be there. */
static void take(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right,
                 struct debts *debts)
{
    struct entry *entry = entry_lookup(space, name);
    if (entry_has_died(entry) && died_unnoticed(entry, disposition)) {
        *right = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, entry_port(entry)};
        entry_free(space, entry);
    } else {
        (void)right_copyin(space, name, disposition, right, debts);
    }
}

/* A full queue arms the request of the name; otherwise the message may go in whatever the limit. */
static bool arm(struct space *space, mach_port_name_t name, struct port *port)
{
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL || (entry_holds(entry) & HAS_REQUEST) == 0 || port == &port_dead)
        return false;
    lock_acquire(&port->lock);
    bool always = port_is_active(port) && !port_is_full(port);
    if (port_is_active(port) && port_is_full(port))
        request_arm(port, space, name);
    lock_release(&port->lock);
    return always;
}

static mach_msg_return_t take_both(struct space *space, const mach_msg_header_t *header, bool notify, struct message *message,
                                   bool *always, struct debts *debts)
{
    mach_port_name_t to_name = header->msgh_remote_port, reply_name = header->msgh_local_port;
    mach_msg_type_name_t to = MACH_MSGH_BITS_REMOTE(header->msgh_bits), reply = MACH_MSGH_BITS_LOCAL(header->msgh_bits);
    bool replies = MACH_PORT_VALID(reply_name);
    mach_msg_return_t status =
        check(space, header, entry_lookup(space, to_name), replies ? entry_lookup(space, reply_name) : NULL);
    if (status != MACH_MSG_SUCCESS)
        return status;
    /* One user reference is enough to be moved and copied, if it is copied first. */
    bool reply_first = replies && reply_name == to_name && reply == MACH_MSG_TYPE_COPY_SEND;
    if (!reply_first)
        take(space, to_name, to, &message->destination, debts);
    if (replies)
        take(space, reply_name, reply, &message->reply, debts);
    else
        message->reply = (struct right){right_type(reply), reply_name == MACH_PORT_DEAD ? &port_dead : NULL};
    if (reply_first)
        take(space, to_name, to, &message->destination, debts);
    *always = notify && message->destination.type == MACH_MSG_TYPE_PORT_SEND && arm(space, to_name, message->destination.port);
    return MACH_MSG_SUCCESS;
}

mach_msg_return_t header_copyin(struct space *space, const mach_msg_header_t *header, bool notify, struct message *message,
                                bool *always, struct debts *debts)
{
    /* Where both are moved out of one entry, no other thread may take a user reference between the check and the second. */
    bool one_entry = header->msgh_remote_port == header->msgh_local_port;
    if (one_entry)
        magazines_stop(space);
    mach_msg_return_t status = take_both(space, header, notify, message, always, debts);
    if (one_entry)
        magazines_go_on(space);
    return status;
}
