/* Notifications: the notify right is consumed always, what they bring is owned, and forged ones bring nothing.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "this_mach.h"
#include <string.h>

static machport_receive_t told;

/* A notify right, and afterwards: it is gone. */
static machport_send_once_t notify;

static machport_send_once_t fresh(void)
{
    return notify = new_send_once(told);
}

static void check_gone(void)
{
    uint32_t types;
    CHECK_EQ(machport_types(notify, &types), MACHPORT_E_STALE);
}

struct heard {
    machport_received_t message;
    char bytes[64];
    machport_right_t rights[8];
    machport_notification_t said;
};

static machport_status_t decode(struct heard *heard)
{
    memset(&heard->said, 0xff, sizeof heard->said);
    heard->said.struct_size = sizeof heard->said;
    return machport_notification_decode(&heard->message, heard->bytes, (size_t)heard->message.size, heard->rights,
                                        (size_t)heard->message.count, &heard->said);
}

static struct heard hear(int32_t id, uint32_t trusted)
{
    struct heard heard = {.message = {.struct_size = sizeof heard.message}};
    CHECK_EQ(machport_message_receive(told, heard.bytes, sizeof heard.bytes, heard.rights, 8, 0, 0, &heard.message),
             MACHPORT_KERN_SUCCESS);
    CHECK_EQ(decode(&heard), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(heard.said.id, id);
    CHECK_EQ(heard.said.trusted, is_gnumach() ? 0 : trusted);
    return heard;
}

/* What the message is about is handed over where it is known to be the kernel's. */
static machport_kind_t kind_if_known(machport_kind_t kind)
{
    return is_gnumach() ? MACHPORT_KIND_ANY : kind;
}

/* The unused notify right of a refused or replaced request. */
static void hear_unused(void)
{
    const struct heard heard = hear(MACHPORT_NOTIFY_SEND_ONCE, 1);
    CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
    CHECK_EQ(heard.said.name, MACHPORT_NULL);
}

static void hear_nothing(void)
{
    machport_received_t message = {.struct_size = sizeof message};
    CHECK_EQ(machport_message_receive(told, NULL, 0, NULL, 0, 0, 0, &message), MACHPORT_MACH_RCV_TIMED_OUT);
}

static void a_death_hands_over_one_unit(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t send = new_send(port);
    machport_send_once_t previous = 1;
    CHECK_EQ(machport_notify_dead_name(send, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(previous, MACHPORT_NULL);
    check_gone();
    CHECK_EQ(machport_notify_dead_name(send, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(units(previous, MACHPORT_KIND_SEND_ONCE), 1);
    CHECK_EQ(machport_send_once_right_release(previous), MACHPORT_KERN_SUCCESS);
    hear_unused();
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
    const struct heard heard = hear(MACHPORT_NOTIFY_DEAD_NAME, 1);
    CHECK_EQ(heard.said.name, send);
    CHECK_EQ(heard.said.kind, kind_if_known(MACHPORT_KIND_DEAD_NAME));
    CHECK_EQ(units(send, MACHPORT_KIND_DEAD_NAME), 2);
    CHECK_EQ(machport_dead_name_release(heard.said.name), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
}

static void a_released_right_tells_its_name_alone(void)
{
    const machport_receive_t port = new_port();
    const machport_send_once_t watched = new_send_once(port);
    machport_send_once_t previous;
    CHECK_EQ(machport_notify_dead_name(watched, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_once_right_release(watched), MACHPORT_KERN_SUCCESS);
    const struct heard heard = hear(MACHPORT_NOTIFY_PORT_DELETED, 1);
    CHECK_EQ(heard.said.name, watched);
    CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
}

static void no_senders_tells_how_many_were_made(void)
{
    const machport_receive_t port = new_port();
    machport_send_once_t previous;
    CHECK_EQ(machport_notify_no_senders(port, 1, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    hear_nothing();
    CHECK_EQ(machport_send_right_release(new_send(port)), MACHPORT_KERN_SUCCESS);
    struct heard heard = hear(MACHPORT_NOTIFY_NO_SENDERS, 1);
    CHECK_EQ(heard.said.count, 1);
    CHECK_EQ(heard.said.name, MACHPORT_NULL);
    CHECK_EQ(machport_notify_no_senders(port, 1, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    heard = hear(MACHPORT_NOTIFY_NO_SENDERS, 1); /* at once */
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
}

static void a_destroyed_port_is_handed_over(void)
{
    const machport_receive_t port = new_port();
    CHECK_EQ(machport_notify_port_destroyed(port, fresh()), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_notify_port_destroyed(port, fresh()), MACHPORT_KERN_FAILURE);
    check_gone();
    hear_unused();
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
    struct heard heard = hear(MACHPORT_NOTIFY_PORT_DESTROYED, 1);
    CHECK_EQ(heard.said.kind, kind_if_known(MACHPORT_KIND_RECEIVE));
    CHECK_EQ(units(heard.said.name, MACHPORT_KIND_RECEIVE), 1);
    const machport_receive_t owned = heard.said.name;
    if (is_gnumach()) { /* it stays the message's */
        CHECK_EQ(heard.rights[0].name, owned);
        CHECK_EQ(heard.rights[0].outcome, MACHPORT_OUTCOME_NONE);
    } else {
        CHECK_EQ(heard.rights[0].name, MACHPORT_NULL);
        CHECK_EQ(heard.rights[0].outcome, MACHPORT_OUTCOME_MOVED);
        CHECK_EQ(decode(&heard), MACHPORT_KERN_SUCCESS); /* a second time there is nothing to hand over */
        CHECK_EQ(heard.said.name, MACHPORT_NULL);
        CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
    }
    CHECK_EQ(machport_receive_right_release(owned, 0), MACHPORT_KERN_SUCCESS);
}

static void a_full_queue_tells_when_it_has_room(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t send = new_send(port);
    machport_send_once_t previous;
    machport_received_t message = {.struct_size = sizeof message};
    CHECK_EQ(machport_notify_send_possible(send, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(hear(MACHPORT_NOTIFY_SEND_POSSIBLE, 1).said.name, send); /* it has room */
    CHECK_EQ(machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_send(send, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_notify_send_possible(send, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    hear_nothing();
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, 0, &message), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(hear(MACHPORT_NOTIFY_SEND_POSSIBLE, 1).said.kind, MACHPORT_KIND_ANY);
    CHECK_EQ(machport_pair_release(port, send, 0), MACHPORT_KERN_SUCCESS);
}

static void no_queue_tells_when_it_has_room(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t send = new_send(port);
    machport_send_once_t previous = 1;
    CHECK_EQ(machport_notify_send_possible(send, fresh(), &previous), MACHPORT_KERN_NOT_SUPPORTED);
    CHECK_EQ(previous, MACHPORT_NULL);
    check_gone();
    hear_unused();
    CHECK_EQ(machport_pair_release(port, send, 0), MACHPORT_KERN_SUCCESS);
}

static void a_request_is_taken_back(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t send = new_send(port);
    const int32_t ids[] = {MACHPORT_NOTIFY_DEAD_NAME, MACHPORT_NOTIFY_NO_SENDERS};
    machport_send_once_t previous;
    CHECK_EQ(machport_notify_dead_name(send, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_notify_no_senders(port, 0, fresh(), &previous), MACHPORT_KERN_SUCCESS);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(machport_notify_cancel(port, ids[i], &previous), MACHPORT_KERN_SUCCESS);
        CHECK_EQ(machport_send_once_right_release(previous), MACHPORT_KERN_SUCCESS);
        hear_unused();
        CHECK_EQ(machport_notify_cancel(port, ids[i], &previous), MACHPORT_KERN_SUCCESS);
        CHECK_EQ(previous, MACHPORT_NULL);
    }
    CHECK_EQ(machport_notify_cancel(port, MACHPORT_NOTIFY_PORT_DESTROYED, &previous), MACHPORT_KERN_INVALID_VALUE);
    CHECK_EQ(machport_notify_cancel(port, MACHPORT_NOTIFY_SEND_ONCE, &previous), MACHPORT_KERN_INVALID_VALUE);
    CHECK_EQ(machport_notify_cancel(MACHPORT_NULL, MACHPORT_NOTIFY_DEAD_NAME, &previous), MACHPORT_E_NULL);
    CHECK_EQ(machport_notify_cancel(port, MACHPORT_NOTIFY_DEAD_NAME, NULL), MACHPORT_E_POINTER);
    CHECK_EQ(machport_pair_release(port, send, 0), MACHPORT_KERN_SUCCESS);
}

static machport_status_t request(int which, machport_name_t name, machport_send_once_t to, machport_send_once_t *previous)
{
    switch (which) {
    case 0: return machport_notify_dead_name(name, to, previous);
    case 1: return machport_notify_send_possible(name, to, previous);
    case 2: return machport_notify_no_senders(name, 0, to, previous);
    default: *previous = MACHPORT_NULL; return machport_notify_port_destroyed(name, to);
    }
}

/* A dead name cannot tell the call that it never was a send-once right: its unit is consumed like one. */
static machport_dead_name_t new_dead_name(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t send = new_send(port);
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
    return send;
}

static void the_notify_right_is_consumed_always(void)
{
    machport_port_set_t set;
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    const machport_dead_name_t dead = new_dead_name();
    const machport_name_t stale = stale_name();
    const machport_name_t names[] = {MACHPORT_NULL, MACHPORT_DEAD, dead, set, stale};
    const machport_status_t answers[] = {MACHPORT_E_NULL, MACHPORT_E_DEAD, MACHPORT_E_DEAD, MACHPORT_E_WRONG_KIND,
                                         MACHPORT_E_STALE};
    for (int which = 0; which < 4; which++) {
        for (int i = 0; i < 5; i++) {
            machport_send_once_t previous = 1;
            CHECK_EQ(request(which, names[i], new_send_once(told), &previous), answers[i]);
            CHECK_EQ(previous, MACHPORT_NULL);
            hear_unused();
            const machport_name_t wrong = names[i] == dead ? new_dead_name() : names[i];
            CHECK_EQ(request(which, told, wrong, &previous), answers[i]);
            if (names[i] == dead)
                CHECK_EQ(machport_dead_name_release(wrong), MACHPORT_E_STALE);
        }
    }
    /* A right that is to tell of itself is gone before it is watched. */
    machport_send_once_t previous = 1;
    (void)fresh();
    CHECK_EQ(machport_notify_dead_name(notify, notify, &previous), MACHPORT_E_STALE);
    CHECK_EQ(previous, MACHPORT_NULL);
    hear_unused();
    CHECK_EQ(machport_notify_dead_name(told, fresh(), NULL), MACHPORT_E_POINTER);
    CHECK_EQ(units(notify, MACHPORT_KIND_SEND_ONCE), 1);
    CHECK_EQ(machport_send_once_right_release(notify), MACHPORT_KERN_SUCCESS);
    hear_unused();
    CHECK_EQ(machport_dead_name_release(dead), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
}

/* Whatever a task sends is not the kernel's, by whichever right it comes. */
static void a_forged_one_hands_over_nothing(void)
{
    const machport_receive_t port = new_port();
    const machport_send_t dead = new_send(port), send = new_send(told);
    CHECK_EQ(machport_receive_right_release(port, 0), MACHPORT_KERN_SUCCESS);
    char bytes[12] = {0}; /* before the name GNU Mach has nothing, and Darwin 8 bytes */
    const size_t start = is_gnumach() ? 8 : 0;
    memcpy(bytes + 8, &dead, sizeof dead);
    CHECK_EQ(machport_message_send(send, MACHPORT_NOTIFY_DEAD_NAME, bytes + start, 12 - start, NULL, NULL, 0, 0, 0),
             MACHPORT_KERN_SUCCESS);
    struct heard heard = hear(MACHPORT_NOTIFY_DEAD_NAME, 0);
    CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
    CHECK_EQ(heard.said.name, dead);
    machport_right_t once = {.name = fresh(), .disposition = MACHPORT_MOVE_SEND_ONCE};
    machport_right_t moved = {.name = new_port(), .disposition = MACHPORT_MOVE_RECEIVE};
    CHECK_EQ(machport_message_send_once(&once, MACHPORT_NOTIFY_PORT_DESTROYED, NULL, 0, &moved, 1, 0), MACHPORT_KERN_SUCCESS);
    heard = hear(MACHPORT_NOTIFY_PORT_DESTROYED, 0);
    CHECK_EQ(heard.message.via, MACHPORT_MOVE_SEND_ONCE);
    CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
    CHECK_EQ(units(heard.rights[0].name, MACHPORT_KIND_RECEIVE), 1);
    CHECK_EQ(machport_rights_release(heard.rights, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_dead_name_release(dead), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
}

static void what_is_no_notification(void)
{
    struct heard heard = {.message = {.struct_size = sizeof heard.message}};
    for (int32_t id = 60; id < 80; id++) {
        heard.message.id = id;
        heard.message.size = 8;
        CHECK_EQ(decode(&heard), MACHPORT_KERN_INVALID_VALUE);
        CHECK_EQ(heard.said.kind, MACHPORT_KIND_ANY);
        CHECK_EQ(heard.said.id, 0);
    }
    heard.message.id = MACHPORT_NOTIFY_SEND_ONCE;
    heard.message.size = 0;
    heard.message.struct_size--;
    CHECK_EQ(decode(&heard), MACHPORT_KERN_INVALID_ARGUMENT);
    heard.message.struct_size++;
    CHECK_EQ(machport_notification_decode(NULL, NULL, 0, NULL, 0, &heard.said), MACHPORT_E_POINTER);
    CHECK_EQ(machport_notification_decode(&heard.message, NULL, 0, NULL, 0, NULL), MACHPORT_E_POINTER);
    CHECK_EQ(machport_notification_decode(&heard.message, NULL, 4, NULL, 0, &heard.said), MACHPORT_E_POINTER);
    CHECK_EQ(machport_notification_decode(&heard.message, NULL, 0, NULL, 1, &heard.said), MACHPORT_E_POINTER);
}

int main(void)
{
    const struct space_view before = view_space();
    const uint64_t exceptions = guard_exceptions();
    told = new_port();
    a_death_hands_over_one_unit();
    a_released_right_tells_its_name_alone();
    no_senders_tells_how_many_were_made();
    a_destroyed_port_is_handed_over();
    if (is_gnumach())
        no_queue_tells_when_it_has_room();
    else
        a_full_queue_tells_when_it_has_room();
    a_request_is_taken_back();
    the_notify_right_is_consumed_always();
    a_forged_one_hands_over_nothing();
    what_is_no_notification();
    hear_nothing();
    CHECK_EQ(machport_receive_right_release(told, 0), MACHPORT_KERN_SUCCESS);
    check_space("the end", &before);
    CHECK_EQ(guard_exceptions(), exceptions); /* law 10 */
    return check_result();
}
