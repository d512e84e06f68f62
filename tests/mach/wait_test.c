/* A message that stays is somebody's: while one waits that could have it, nobody sleeps (mach-semantics 8, 11).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { SLEEP = 30 /* milliseconds, until a thread waits: where it does not yet, the test shows less */, LONG_WAIT = 20000 };

static mach_msg_return_t try_to_send(mach_port_name_t port)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0), .msgh_remote_port = port};
    return mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
}

static void send_one(mach_port_name_t port)
{
    OK(try_to_send(port));
}

struct receiver {
    pthread_t thread;
    mach_port_name_t from;
    mach_msg_option_t option;
    mach_msg_size_t size;
    mach_msg_return_t status;
    atomic_bool ended;
};

static void *receive(void *argument)
{
    struct receiver *receiver = argument;
    mach_msg_empty_rcv_t message;
    receiver->status = mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT | receiver->option, 0, receiver->size,
                                receiver->from, LONG_WAIT, MACH_PORT_NULL);
    atomic_store(&receiver->ended, true);
    return NULL;
}

static void start(struct receiver *receiver, mach_port_name_t from)
{
    receiver->from = from;
    receiver->size = sizeof(mach_msg_empty_rcv_t);
    CHECK_EQ(pthread_create(&receiver->thread, NULL, receive, receiver), 0);
    usleep(SLEEP * 1000);
}

static mach_msg_return_t end(struct receiver *receiver)
{
    pthread_join(receiver->thread, NULL);
    return receiver->status;
}

static void test_a_port_brings_all_its_messages_into_a_set(void)
{
    enum { RECEIVERS = 3 };
    mach_port_name_t port = new_receive(), set = new_set();
    struct receiver receivers[RECEIVERS] = {{.option = 0}};
    for (int i = 0; i < RECEIVERS; i++) {
        start(&receivers[i], set);
        send_one(port);
    }
    OK(mach_port_insert_member(SELF, port, set));
    for (int i = 0; i < RECEIVERS; i++)
        CHECK_EQ(end(&receivers[i]), MACH_MSG_SUCCESS);
    destroy_receive(port);
    OK(mach_port_deallocate(SELF, set));
}

/* One that has no room for the message leaves it to the next. */
static void leave_to_the_next(mach_port_name_t port, mach_port_name_t from)
{
    struct receiver small = {.option = MACH_RCV_LARGE}, large = {.option = 0};
    small.from = from;
    small.size = sizeof(mach_msg_header_t);
    CHECK_EQ(pthread_create(&small.thread, NULL, receive, &small), 0);
    usleep(SLEEP * 1000);
    start(&large, from);
    send_one(port);
    CHECK_EQ(end(&large), MACH_MSG_SUCCESS);
    send_one(port); /* for the small one, if it came too late for the first */
    CHECK_EQ(end(&small), MACH_RCV_TOO_LARGE);
    destroy_receive(port);
}

static void test_a_message_that_is_too_large_for_one_wakes_the_next(void)
{
    mach_port_name_t port = new_receive(), set = new_set();
    leave_to_the_next(port, port);
    port = new_receive();
    OK(mach_port_insert_member(SELF, port, set));
    leave_to_the_next(port, set);
    OK(mach_port_deallocate(SELF, set));
}

static void remove_with_extract(mach_port_name_t port, mach_port_name_t set)
{
    OK(mach_port_extract_member(SELF, port, set));
}

static void remove_with_destroy(mach_port_name_t port, mach_port_name_t set)
{
    (void)port;
    OK(mach_port_deallocate(SELF, set));
}

/* Or waited for one in vain. */
static bool has_message(struct receiver *receiver)
{
    return atomic_load(&receiver->ended) && receiver->status != MACH_RCV_PORT_CHANGED;
}

/* A message calls one who waits at a set, and its port leaves that set before he comes. */
static void leave_a_set(void (*remove)(mach_port_name_t, mach_port_name_t))
{
    for (int round = 0; round < 5; round++) {
        mach_port_name_t port = new_receive(), stays = new_set(), left = new_set();
        struct receiver at_left = {.option = 0}, at_stays = {.option = 0};
        OK(mach_port_insert_member(SELF, port, stays));
        OK(mach_port_insert_member(SELF, port, left));
        start(&at_left, left);
        start(&at_stays, stays);
        send_one(port);
        remove(port, left);
        while (!has_message(&at_left) && !has_message(&at_stays))
            usleep(1000);
        if (type_of(left) != MACH_PORT_TYPE_NONE)
            OK(mach_port_insert_member(SELF, port, left));
        send_one(port); /* for the other */
        mach_msg_return_t status = end(&at_left);
        CHECK(status == MACH_MSG_SUCCESS || (remove == remove_with_destroy && status == MACH_RCV_PORT_CHANGED));
        CHECK_EQ(end(&at_stays), MACH_MSG_SUCCESS);
        destroy_receive(port);
        if (type_of(left) != MACH_PORT_TYPE_NONE)
            OK(mach_port_deallocate(SELF, left));
        OK(mach_port_deallocate(SELF, stays));
    }
}

static void test_a_message_that_leaves_a_set_wakes_those_of_another(void)
{
    leave_a_set(remove_with_extract);
    leave_a_set(remove_with_destroy);
}

/* Who is called at a set for one message may find another there first. */
static void test_a_message_of_two_sets_is_not_left_by_who_takes_another(void)
{
    for (int round = 0; round < 5; round++) {
        mach_port_name_t first = new_receive(), shared = new_receive(), one = new_set(), two = new_set();
        struct receiver at_one = {.option = 0}, at_two = {.option = 0};
        OK(mach_port_insert_member(SELF, first, one));
        OK(mach_port_insert_member(SELF, shared, two));
        OK(mach_port_insert_member(SELF, shared, one));
        start(&at_one, one);
        start(&at_two, two);
        send_one(shared);
        send_one(first);
        CHECK_EQ(end(&at_one), MACH_MSG_SUCCESS);
        /* For the other, if the first took it; as many checks either way. */
        OK(messages_at(shared) == 0 ? try_to_send(shared) : MACH_MSG_SUCCESS);
        CHECK_EQ(end(&at_two), MACH_MSG_SUCCESS);
        destroy_receive(first);
        destroy_receive(shared);
        OK(mach_port_deallocate(SELF, one));
        OK(mach_port_deallocate(SELF, two));
    }
}

int main(void)
{
    RUN(test_a_port_brings_all_its_messages_into_a_set);
    RUN(test_a_message_that_is_too_large_for_one_wakes_the_next);
    RUN(test_a_message_that_leaves_a_set_wakes_those_of_another);
    RUN(test_a_message_of_two_sets_is_not_left_by_who_takes_another);
    return check_result();
}
