/* Requests for notifications: when they fire, are replaced, and are refused (mach-semantics 5.3, 7, with 18.6).
   SPDX-License-Identifier: MIT OR Apache-2.0
   A queue of its own for each request, so that a message there says which one fired. */
#include "mach_test.h"

static mach_port_name_t notify, other_notify;

static void set_up(void)
{
    notify = new_receive();
    other_notify = new_receive();
}

static void tear_down(void)
{
    destroy_receive(notify);
    destroy_receive(other_notify);
}

static mach_port_name_t replaced(mach_port_name_t name, mach_msg_id_t id, mach_port_mscount_t sync, mach_port_name_t by)
{
    mach_port_name_t previous = MACH_PORT_NULL;
    OK(request(name, id, sync, by, &previous));
    return previous;
}

static void test_no_senders_when_the_last_send_right_goes(void)
{
    mach_port_name_t name = new_pair(2);
    arm(name, MACH_NOTIFY_NO_SENDERS, 0, notify);
    CHECK_EQ(status_of(name).mps_nsrequest, 1);
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(messages_at(notify), 0);
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(status_of(name).mps_nsrequest, 0);
    OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_MAKE_SEND)); /* does not arm it again */
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(messages_at(notify), 1);
    destroy_receive(name);
}

static void test_no_senders_at_once(void)
{
    mach_port_name_t name = new_receive();
    arm(name, MACH_NOTIFY_NO_SENDERS, 1, notify);
    CHECK_EQ(messages_at(notify), 0);
    mach_port_name_t previous = replaced(name, MACH_NOTIFY_NO_SENDERS, 0, other_notify);
    CHECK_EQ(messages_at(other_notify), 1);
    CHECK_EQ(type_of(previous), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(status_of(name).mps_nsrequest, 0);
    OK(mach_port_deallocate(SELF, previous));
    CHECK_EQ(messages_at(notify), 1); /* used up unused */
    destroy_receive(name);
}

static void test_no_senders_is_cancelled_by_death(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_NO_SENDERS, 0, notify);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(messages_at(notify), 1);
}

/* The difference between the ways to end a receive right: here the send right goes first. */
static void test_no_senders_by_destruct_to_the_port_itself(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_NO_SENDERS, 0, name);
    OK(mach_port_destruct(SELF, name, -1, 0));
    CHECK_EQ(type_of(name), 0);
    name = new_pair(1);
    arm(name, MACH_NOTIFY_NO_SENDERS, 0, notify);
    OK(mach_port_destruct(SELF, name, -1, 0));
    CHECK_EQ(messages_at(notify), 1);
}

static void test_dead_name(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_DEAD_NAME, 0, notify);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE | MACH_PORT_TYPE_DNREQUEST);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_destroy(SELF, name));
    CHECK_EQ(messages_at(notify), 1);
}

static void test_a_request_is_replaced_and_cancelled(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_DEAD_NAME, 0, notify);
    mach_port_name_t first = replaced(name, MACH_NOTIFY_SEND_POSSIBLE, 0, other_notify);
    CHECK_EQ(type_of(first), MACH_PORT_TYPE_SEND_ONCE);
    mach_port_name_t second = replaced(name, MACH_NOTIFY_DEAD_NAME, 0, MACH_PORT_NULL);
    CHECK_EQ(type_of(second), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    OK(mach_port_deallocate(SELF, first));
    OK(mach_port_deallocate(SELF, second));
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(messages_at(other_notify), 1);
    CHECK_EQ(replaced(name, MACH_NOTIFY_DEAD_NAME, 0, MACH_PORT_NULL), MACH_PORT_NULL);
    OK(mach_port_destroy(SELF, name));
}

/* Each name of a port has a request of its own, and each is told. */
static void test_many_requests_about_one_port(void)
{
    enum { NAMES = 9 };
    mach_port_name_t receive = new_receive(), once[NAMES];
    for (int i = 0; i < NAMES; i++) {
        once[i] = new_send_once(receive);
        arm(once[i], MACH_NOTIFY_DEAD_NAME, 0, notify);
    }
    for (int i = 0; i < NAMES; i += 3) {
        mach_port_name_t mine = replaced(once[i], MACH_NOTIFY_DEAD_NAME, 0, other_notify);
        OK(mach_port_deallocate(SELF, mine));
    }
    CHECK_EQ(messages_at(notify), 3);
    destroy_receive(receive);
    CHECK_EQ(messages_at(notify), NAMES);
    CHECK_EQ(messages_at(other_notify), 3);
    for (int i = 0; i < NAMES; i++) {
        CHECK_EQ(urefs_of(once[i], MACH_PORT_RIGHT_DEAD_NAME), 2);
        OK(mach_port_destroy(SELF, once[i]));
    }
}

static void test_the_name_goes_while_the_port_lives(void)
{
    mach_port_name_t receive = new_receive(), once = new_send_once(receive);
    arm(once, MACH_NOTIFY_DEAD_NAME, 0, notify);
    OK(mach_port_deallocate(SELF, once));
    CHECK_EQ(messages_at(notify), 1);
    arm(receive, MACH_NOTIFY_DEAD_NAME, 0, notify);
    destroy_receive(receive);
    CHECK_EQ(messages_at(notify), 2);
}

/* With both rights under the name, the request stays as long as one is left. */
static void test_the_request_stays_with_the_name(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_DEAD_NAME, 0, notify);
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(messages_at(notify), 0);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_DNREQUEST);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
}

static void test_send_possible(void)
{
    mach_port_name_t name = new_pair(1), dead = new_dead_name(1);
    arm(name, MACH_NOTIFY_SEND_POSSIBLE, 1, notify); /* the queue has room: at once */
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    arm(name, MACH_NOTIFY_SEND_POSSIBLE, 0, notify);
    CHECK_EQ(messages_at(notify), 1);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 2);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 2);
    arm(dead, MACH_NOTIFY_SEND_POSSIBLE, 0, notify);
    CHECK_EQ(messages_at(notify), 3);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, dead));
}

static void test_send_possible_of_a_full_queue_is_armed(void)
{
    mach_port_name_t name = new_pair(1);
    integer_t none = 0;
    OK(mach_port_set_attributes(SELF, name, MACH_PORT_LIMITS_INFO, &none, 1));
    arm(name, MACH_NOTIFY_SEND_POSSIBLE, 1, notify);
    CHECK_EQ(messages_at(notify), 0);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE | MACH_PORT_TYPE_DNREQUEST);
    OK(mach_port_destroy(SELF, name));
    CHECK_EQ(messages_at(notify), 1);
}

/* The name has no request any more: the port's end is not told, and adds no user reference. */
static void test_a_send_possible_request_that_was_told(void)
{
    mach_port_name_t name = new_pair(1);
    struct {
        mach_msg_header_t header;
        mach_msg_max_trailer_t trailer;
    } message;
    integer_t one = 1;
    OK(mach_port_set_attributes(SELF, name, MACH_PORT_LIMITS_INFO, &one, 1));
    OK(mach_port_deallocate(SELF, new_send_once(name))); /* its notification fills the queue */
    arm(name, MACH_NOTIFY_SEND_POSSIBLE, 1, notify);
    OK(mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, name, 0, MACH_PORT_NULL));
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 1);
    OK(mach_port_deallocate(SELF, name));
}

static void test_port_destroyed(void)
{
    mach_port_name_t name = new_pair(2), previous;
    arm(name, MACH_NOTIFY_PORT_DESTROYED, 0, notify);
    CHECK_EQ(status_of(name).mps_pdrequest, 1);
    CHECK_EQ(request(name, MACH_NOTIFY_PORT_DESTROYED, 0, other_notify, &previous), KERN_FAILURE);
    CHECK_EQ(messages_at(other_notify), 1);
    CHECK_EQ(request(name, MACH_NOTIFY_PORT_DESTROYED, 0, MACH_PORT_NULL, &previous), KERN_FAILURE);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND); /* the port lives on, in the message */
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    destroy_receive(notify); /* and dies with it */
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_destroy(SELF, name));
    notify = new_receive();
}

/* A notification that nobody can get is destroyed, with the receive right that it carries. */
static void test_port_destroyed_to_a_dead_port(void)
{
    mach_port_name_t name = new_pair(1), gone = new_receive();
    arm(name, MACH_NOTIFY_PORT_DESTROYED, 0, gone);
    arm(name, MACH_NOTIFY_DEAD_NAME, 0, notify);
    destroy_receive(gone);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_destroy(SELF, name));
}

/* A receive right in its own queue could never be received. */
static void test_port_destroyed_to_the_port_itself(void)
{
    mach_port_name_t name = new_pair(1);
    arm(name, MACH_NOTIFY_PORT_DESTROYED, 0, name);
    destroy_receive(name);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, name));
    mach_port_name_t a = new_receive(), b = new_receive();
    arm(a, MACH_NOTIFY_PORT_DESTROYED, 0, b);
    arm(b, MACH_NOTIFY_PORT_DESTROYED, 0, a);
    arm(a, MACH_NOTIFY_NO_SENDERS, 1, notify);
    destroy_receive(a); /* in the queue of b */
    CHECK_EQ(messages_at(b), 1);
    destroy_receive(b); /* closes the circle, which goes whole */
    CHECK_EQ(messages_at(notify), 1);
}

/* Each queue holds the receive right of the next port, so that one death leads to all. */
static void test_a_long_chain_of_queues_dies(void)
{
    enum { LENGTH = 20000 };
    mach_port_name_t first = new_receive(), head = first;
    for (int i = 0; i < LENGTH; i++) {
        mach_port_name_t next = new_receive();
        arm(head, MACH_NOTIFY_PORT_DESTROYED, 0, next);
        destroy_receive(head);
        head = next;
    }
    CHECK_EQ(messages_at(head), 1);
    destroy_receive(head);
}

/* Where a queue holds several receive rights, each of whose queues holds another, all go. */
static void test_a_tree_of_queues_dies(void)
{
    mach_port_name_t root = new_receive(), ports[6];
    for (int i = 0; i < 6; i++) {
        ports[i] = new_pair(1);
        arm(ports[i], MACH_NOTIFY_PORT_DESTROYED, 0, i < 3 ? root : ports[i - 3]);
    }
    for (int i = 5; i >= 0; i--)
        destroy_receive(ports[i]);
    CHECK_EQ(messages_at(root), 3);
    destroy_receive(root);
    for (int i = 0; i < 6; i++) {
        CHECK_EQ(type_of(ports[i]), MACH_PORT_TYPE_DEAD_NAME);
        OK(mach_port_deallocate(SELF, ports[i]));
    }
}

static void test_refusals_use_the_notify_right_up(void)
{
    mach_port_name_t name = new_pair(1), set = new_set(), dead = new_dead_name(1), previous = MACH_PORT_DEAD;
    const struct {
        mach_port_name_t name;
        mach_msg_id_t id;
        mach_port_mscount_t sync;
        kern_return_t status;
    } refused[] = {
        {name, 0, 0, KERN_INVALID_VALUE},
        {name, MACH_NOTIFY_PORT_DELETED, 0, KERN_INVALID_VALUE},
        {name, MACH_NOTIFY_PORT_DESTROYED, 1, KERN_INVALID_VALUE},
        {NAME_UNKNOWN, MACH_NOTIFY_PORT_DESTROYED, 1, KERN_INVALID_VALUE},
        {MACH_PORT_NULL, MACH_NOTIFY_PORT_DESTROYED, 0, KERN_INVALID_RIGHT},
        {MACH_PORT_DEAD, MACH_NOTIFY_NO_SENDERS, 0, KERN_INVALID_RIGHT},
        {MACH_PORT_NULL, MACH_NOTIFY_DEAD_NAME, 0, KERN_INVALID_ARGUMENT},
        {MACH_PORT_DEAD, MACH_NOTIFY_SEND_POSSIBLE, 0, KERN_INVALID_ARGUMENT},
        {NAME_UNKNOWN, MACH_NOTIFY_DEAD_NAME, 0, KERN_INVALID_NAME},
        {NAME_UNKNOWN, MACH_NOTIFY_NO_SENDERS, 0, KERN_INVALID_NAME},
        {set, MACH_NOTIFY_DEAD_NAME, 0, KERN_INVALID_RIGHT},
        {set, MACH_NOTIFY_NO_SENDERS, 0, KERN_INVALID_RIGHT},
        {dead, MACH_NOTIFY_NO_SENDERS, 0, KERN_INVALID_NAME},
        {dead, MACH_NOTIFY_DEAD_NAME, 0, KERN_INVALID_ARGUMENT},
        {dead, MACH_NOTIFY_DEAD_NAME, 1, KERN_INVALID_ARGUMENT},
    };
    const unsigned count = sizeof refused / sizeof *refused;
    for (unsigned i = 0; i < count; i++) {
        CHECK_EQ(request(refused[i].name, refused[i].id, refused[i].sync, notify, &previous), refused[i].status);
        CHECK_EQ(messages_at(notify), i + 1);
        CHECK_EQ(previous, MACH_PORT_NULL);
    }
    OK(request(set, MACH_NOTIFY_DEAD_NAME, 0, MACH_PORT_NULL, &previous));
    OK(request(dead, MACH_NOTIFY_DEAD_NAME, 0, MACH_PORT_NULL, &previous));
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, set));
    OK(mach_port_destroy(SELF, dead));
}

static void test_the_notify_right_itself(void)
{
    mach_port_name_t name = new_pair(1), previous, once = new_send_once(notify), gone = new_receive();
    CHECK_EQ(request(name, MACH_NOTIFY_DEAD_NAME, 0, MACH_PORT_DEAD, &previous), KERN_INVALID_CAPABILITY);
    CHECK_EQ(request(name, MACH_NOTIFY_DEAD_NAME, 0, NAME_UNKNOWN, &previous), KERN_INVALID_NAME);
    CHECK_EQ(request(name, MACH_NOTIFY_DEAD_NAME, 0, once, &previous), KERN_INVALID_RIGHT);
    OK(mach_port_request_notification(SELF, name, MACH_NOTIFY_DEAD_NAME, 0, once, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
    CHECK_EQ(type_of(once), 0);
    mach_port_name_t dead = new_send_once(gone);
    destroy_receive(gone);
    CHECK_EQ(mach_port_request_notification(SELF, name, MACH_NOTIFY_DEAD_NAME, 0, dead, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous),
             KERN_INVALID_CAPABILITY);
    CHECK_EQ(type_of(dead), 0);
    CHECK_EQ(mach_port_request_notification(SELF, name, MACH_NOTIFY_DEAD_NAME, 0, notify, MACH_MSG_TYPE_MAKE_SEND, &previous),
             MIG_TYPE_ERROR);
    CHECK_EQ(mach_port_request_notification(SELF, name, MACH_NOTIFY_DEAD_NAME, 0, notify, MACH_MSG_TYPE_COPY_SEND, &previous),
             MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(status_of(notify).mps_mscount, 1);
    CHECK_EQ(status_of(notify).mps_srights, 0);
    destroy_receive(name);
    CHECK_EQ(messages_at(notify), 1);
    OK(mach_port_destroy(SELF, name));
}

static void test_reply_ports_tell_nobody(void)
{
    mach_port_options_t options = {.flags = MPO_REPLY_PORT};
    mach_port_name_t name, previous, moved;
    mach_msg_type_name_t type;
    OK(mach_port_construct(SELF, &options, 0, &name));
    CHECK_EQ(request(name, MACH_NOTIFY_NO_SENDERS, 0, notify, &previous), KERN_INVALID_RIGHT);
    CHECK_EQ(request(name, MACH_NOTIFY_PORT_DESTROYED, 0, notify, &previous), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type), KERN_INVALID_CAPABILITY);
    destroy_receive(name);
}

#define RUN_NOTIFIED(test) (set_up(), RUN(test), tear_down())

int main(void)
{
    RUN_NOTIFIED(test_no_senders_when_the_last_send_right_goes);
    RUN_NOTIFIED(test_no_senders_at_once);
    RUN_NOTIFIED(test_no_senders_is_cancelled_by_death);
    RUN_NOTIFIED(test_no_senders_by_destruct_to_the_port_itself);
    RUN_NOTIFIED(test_dead_name);
    RUN_NOTIFIED(test_a_request_is_replaced_and_cancelled);
    RUN_NOTIFIED(test_many_requests_about_one_port);
    RUN_NOTIFIED(test_the_name_goes_while_the_port_lives);
    RUN_NOTIFIED(test_the_request_stays_with_the_name);
    RUN_NOTIFIED(test_send_possible);
    RUN_NOTIFIED(test_send_possible_of_a_full_queue_is_armed);
    RUN_NOTIFIED(test_a_send_possible_request_that_was_told);
    RUN_NOTIFIED(test_port_destroyed_to_a_dead_port);
    RUN_NOTIFIED(test_port_destroyed_to_the_port_itself);
    RUN_NOTIFIED(test_a_long_chain_of_queues_dies);
    RUN_NOTIFIED(test_a_tree_of_queues_dies);
    RUN_NOTIFIED(test_refusals_use_the_notify_right_up);
    RUN_NOTIFIED(test_the_notify_right_itself);
    RUN_NOTIFIED(test_reply_ports_tell_nobody);
    set_up();
    test_port_destroyed(); /* it replaces a port of the set-up */
    tear_down();
    return check_result();
}
