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
           (entry_holds(entry) & (HOLDS_SEND_ONCE | HAS_REQUEST)) == HOLDS_SEND_ONCE && entry_has_died(entry);
}

/* Whether the entry of the destination holds what its disposition needs. One that has died turns. */
static bool destination_fits(struct space *space, struct entry *entry, mach_msg_type_name_t disposition)
{
    const uint8_t needed = right_needs(disposition);
    if (needed != HOLDS_RECEIVE && entry_has_died(entry)) {
        if (died_unnoticed(entry, disposition))
            return true;
        entry_look(space, entry);
    }
    return (entry_holds(entry) & needed) != 0;
}

/* What has died, but has not turned yet, does for any send right: it is delivered dead. */
static bool reply_fits(struct entry *entry, mach_msg_type_name_t disposition)
{
    const uint8_t needed = right_needs(disposition);
    return entry != NULL && ((entry_holds(entry) & needed) != 0 || (needed != HOLDS_RECEIVE && entry_has_died(entry)));
}

/* Before this it was found to be there. */
static inline void take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                        struct debts *debts)
{
    if (died_unnoticed(entry, disposition)) {
        *right = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, entry_port(entry)};
        entry_free(space, entry);
    } else {
        (void)right_take(space, entry, disposition, right, debts);
    }
}

static mach_msg_return_t take_both(struct space *space, const mach_msg_header_t *header, struct message *message,
                                   struct debts *debts)
{
    mach_port_name_t to_name = header->msgh_remote_port, reply_name = header->msgh_local_port;
    mach_msg_type_name_t to = MACH_MSGH_BITS_REMOTE(header->msgh_bits), reply = MACH_MSGH_BITS_LOCAL(header->msgh_bits);
    bool replies = MACH_PORT_VALID(reply_name);
    struct entry *to_entry = entry_lookup(space, to_name), *reply_entry = replies ? entry_lookup(space, reply_name) : NULL;
    if (to_entry == NULL || (entry_holds(to_entry) & HOLDS_PORT_RIGHTS) == 0)
        return MACH_SEND_INVALID_DEST;
    if (replies && !reply_fits(reply_entry, reply))
        return MACH_SEND_INVALID_REPLY;
    if (!destination_fits(space, to_entry, to))
        return MACH_SEND_INVALID_DEST;
    bool moved_twice = to_entry == reply_entry && to == MACH_MSG_TYPE_MOVE_SEND && reply == MACH_MSG_TYPE_MOVE_SEND;
    if (moved_twice && entry_urefs(to_entry) < 2)
        return MACH_SEND_INVALID_DEST;
    /* One user reference is enough to be moved and copied, if it is copied first. */
    bool reply_first = to_entry == reply_entry && reply == MACH_MSG_TYPE_COPY_SEND;
    if (!reply_first)
        take(space, to_entry, to, &message->destination, debts);
    if (replies)
        take(space, reply_entry, reply, &message->reply, debts);
    else
        message->reply = (struct right){right_type(reply), reply_name == MACH_PORT_DEAD ? &port_dead : NULL};
    if (reply_first)
        take(space, to_entry, to, &message->destination, debts);
    return MACH_MSG_SUCCESS;
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

mach_msg_return_t header_copyin(struct space *space, const mach_msg_header_t *header, bool notify, struct message *message,
                                bool *always, struct debts *debts)
{
    /* Where both are moved out of one entry, no other thread may take a user reference between the check and the second. */
    bool one_entry = header->msgh_remote_port == header->msgh_local_port;
    if (one_entry)
        magazines_stop(space);
    mach_msg_return_t status = take_both(space, header, message, debts);
    if (one_entry)
        magazines_go_on(space);
    *always = status == MACH_MSG_SUCCESS && notify && message->destination.type == MACH_MSG_TYPE_PORT_SEND &&
              arm(space, header->msgh_remote_port, message->destination.port);
    return status;
}
