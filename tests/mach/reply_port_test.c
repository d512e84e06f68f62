/* Whose the ports are at which MIG's stubs wait for replies, and what becomes of them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "counter_server.h"

/* What became of a port elsewhere makes one call fail. */
static void test_a_reply_port_that_is_lost_is_replaced(void)
{
    const mach_port_name_t lent = new_receive();
    mach_port_t first = mig_get_reply_port();
    int total = 0;
    begin_server();
    destroy_receive(first);
    CHECK_EQ(counter_add(port, 1, &total), MACH_SEND_INVALID_REPLY);
    OK(counter_add(port, 1, &total));
    CHECK_EQ(total, 1);

    /* The request takes it away, so that the receive does not find it. */
    first = mig_get_reply_port();
    CHECK_EQ(counter_lend(port, first, MACH_MSG_TYPE_MOVE_RECEIVE, "mine"), MACH_RCV_INVALID_NAME);
    CHECK(mig_get_reply_port() != first);
    OK(counter_lend(port, lent, MACH_MSG_TYPE_MAKE_SEND, "yours"));
    CHECK_EQ(strcmp(labels, "yours"), 0);

    /* Another thread takes it away before or while this one waits. */
    lost = first = mig_get_reply_port();
    kern_return_t status = counter_add(port, 1, &total);
    CHECK(status == MACH_RCV_PORT_CHANGED || status == MACH_RCV_INVALID_NAME);
    CHECK(mig_get_reply_port() != first);
    OK(counter_add(port, 1, &total));
    CHECK_EQ(total, 3);
    end_server();
    destroy_receive(lent);
    give_up_reply_port();
}

static void test_a_port_that_is_given_up_is_replaced(void)
{
    const mach_port_name_t pair = new_pair(3);
    mig_dealloc_reply_port(pair); /* the thread has none: nothing happens */
    CHECK_EQ(urefs_of(pair, MACH_PORT_RIGHT_SEND), 3);
    mach_port_t reply = mig_get_reply_port();
    mig_dealloc_reply_port(reply);
    CHECK_EQ(type_of(reply), 0);
    reply = mig_get_reply_port();
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_RECEIVE);
    mig_dealloc_reply_port(pair); /* a user reference of another name goes with it */
    CHECK_EQ(type_of(reply), 0);
    CHECK_EQ(urefs_of(pair, MACH_PORT_RIGHT_SEND), 2);
    reply = mig_get_reply_port();
    mig_dealloc_reply_port(MACH_PORT_NULL);
    CHECK_EQ(type_of(reply), 0);
    OK(mach_port_mod_refs(SELF, pair, MACH_PORT_RIGHT_SEND, -2));
    destroy_receive(pair);
}

/* A right beside it is not the library's. */
static void test_the_send_right_of_a_port_that_is_given_up_stays(void)
{
    mach_port_t reply = mig_get_reply_port();
    OK(mach_port_insert_right(SELF, reply, reply, MACH_MSG_TYPE_MAKE_SEND));
    mig_dealloc_reply_port(reply);
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, reply));
}

static void test_without_room_there_is_no_port_until_there_is(void)
{
    int total = 0;
    begin_server();
    struct names all = all_names();
    OK(mach_embedded_limit_names(all.count));
    free_names(all);
    CHECK_EQ(mig_get_reply_port(), MACH_PORT_NULL);
    CHECK_EQ(counter_add(port, 1, &total), MACH_RCV_INVALID_NAME); /* it went, and nobody could answer */
    OK(mach_embedded_limit_names(0));
    OK(counter_add(port, 1, &total));
    CHECK_EQ(total, 2);
    end_server();
    give_up_reply_port();
}

static void test_each_task_has_a_port_of_its_own(void)
{
    mach_port_t first = mig_get_reply_port();
    int total = 0;
    begin_server();
    uint64_t other = new_task();
    mach_port_name_t server = give(port, MACH_MSG_TYPE_MAKE_SEND, other), between[3];
    uint64_t self = enter(other);
    for (int i = 0; i < 3; i++)
        between[i] = new_receive(); /* so that the names of the two tasks differ */
    mach_port_t second = mig_get_reply_port();
    CHECK(second != first);
    CHECK_EQ(type_of(second), MACH_PORT_TYPE_RECEIVE);
    OK(counter_add(server, 2, &total));

    /* It waits for the thread's return, with what came to it. */
    mach_port_name_t once = new_send_once(second);
    enter(self);
    CHECK_EQ(mig_get_reply_port(), first);
    CHECK_EQ(type_of(first), MACH_PORT_TYPE_RECEIVE);
    OK(counter_add(port, 3, &total));
    CHECK_EQ(total, 5);
    enter(other);
    CHECK_EQ(mig_get_reply_port(), second);
    OK(mach_port_deallocate(SELF, once));
    CHECK_EQ(messages_at(second), 1);
    mig_dealloc_reply_port(second);
    CHECK_EQ(type_of(second), 0);
    for (int i = 0; i < 3; i++)
        destroy_receive(between[i]);
    enter(self);
    CHECK_EQ(mig_get_reply_port(), first);
    OK(mach_embedded_task_destroy(other));
    end_server();
    mig_dealloc_reply_port(first);
}

static void test_a_task_takes_its_port_with_it(void)
{
    mach_port_t first = mig_get_reply_port();
    uint64_t self = 0;
    for (int i = 0; i < 20; i++) {
        uint64_t other = new_task();
        self = enter(other);
        CHECK_EQ(type_of(mig_get_reply_port()), MACH_PORT_TYPE_RECEIVE);
        OK(mach_embedded_task_destroy(other)); /* the thread still acts as it */
        mig_dealloc_reply_port(mig_get_reply_port());
        CHECK_EQ(mig_get_reply_port(), MACH_PORT_NULL);
        enter(self);
        CHECK_EQ(mig_get_reply_port(), first);
    }
    mig_dealloc_reply_port(first);
}

struct caller {
    uint64_t self, other, ended;
    mach_port_name_t server; /* in the other task */
    mach_port_t reply;
};

/* Leaves a port in each of three tasks, one of which ends before it does. */
static void *call_from_three_tasks(void *argument)
{
    struct caller *caller = argument;
    int total = 0;
    caller->reply = mig_get_reply_port();
    OK(counter_add(port, 1, &total));
    enter(caller->ended);
    CHECK(mig_get_reply_port() != MACH_PORT_NULL);
    enter(caller->other);
    OK(counter_add(caller->server, 1, &total));
    OK(mach_embedded_task_destroy(caller->ended));
    return NULL;
}

static mach_msg_type_number_t count_names(uint64_t task)
{
    uint64_t self = enter(task);
    struct names all = all_names();
    free_names(all);
    enter(self);
    return all.count;
}

static void test_a_thread_has_ports_of_its_own_and_takes_them_with_it(void)
{
    mach_port_t own = mig_get_reply_port();
    struct caller caller = {.other = new_task(), .ended = new_task()};
    pthread_t callers[4];
    OK(mach_embedded_task_current(&caller.self));
    begin_server();
    caller.server = give(port, MACH_MSG_TYPE_MAKE_SEND, caller.other);
    mach_msg_type_number_t here = count_names(caller.self), there = count_names(caller.other);
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(pthread_create(&callers[i], NULL, call_from_three_tasks, &caller), 0);
        pthread_join(callers[i], NULL);
        CHECK(caller.reply != own && caller.reply != MACH_PORT_NULL);
        CHECK_EQ(type_of(caller.reply), 0);
        CHECK_EQ(count_names(caller.self), here);
        CHECK_EQ(count_names(caller.other), there);
        caller.ended = new_task();
    }
    CHECK_EQ(mig_get_reply_port(), own);
    CHECK_EQ(sum, 8);
    end_server();
    OK(mach_embedded_task_destroy(caller.other));
    OK(mach_embedded_task_destroy(caller.ended));
    mig_dealloc_reply_port(own);
}

static void test_a_fresh_start_is_one_for_reply_ports(void)
{
    mach_port_t reply = mig_get_reply_port();
    OK(mach_embedded_reset());
    CHECK_EQ(type_of(reply), 0);
    reply = mig_get_reply_port();
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_RECEIVE);
    mig_dealloc_reply_port(reply);
}

int main(void)
{
    RUN(test_a_reply_port_that_is_lost_is_replaced);
    RUN(test_a_port_that_is_given_up_is_replaced);
    RUN(test_the_send_right_of_a_port_that_is_given_up_stays);
    RUN(test_without_room_there_is_no_port_until_there_is);
    RUN(test_each_task_has_a_port_of_its_own);
    RUN(test_a_task_takes_its_port_with_it);
    RUN(test_a_thread_has_ports_of_its_own_and_takes_them_with_it);
    RUN(test_a_fresh_start_is_one_for_reply_ports);
    return check_result();
}
