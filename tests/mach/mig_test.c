/* Stubs as MIG writes them, from counter_stubs.h, call and serve; and whose their reply ports are.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "counter_stubs.h"
#include "mach_test.h"
#include <pthread.h>

enum { MAX_SIZE = 128, REFUSED = -1 };

/* The server: a thread that answers until its port dies. */
static mach_port_name_t port;
static pthread_t thread;
static int sum;
static char labels[64];
static mach_port_name_t lost; /* what a call of the server's destroys */

kern_return_t do_counter_add(mach_port_t server, int amount, int *total)
{
    CHECK_EQ(server, port);
    if (amount == REFUSED)
        return KERN_INVALID_VALUE;
    if (lost != MACH_PORT_NULL)
        destroy_receive(lost);
    lost = MACH_PORT_NULL;
    *total = sum += amount;
    return KERN_SUCCESS;
}

/* Keeps nothing of what it is lent: where it fails, what came with the request is not its to release. */
kern_return_t do_counter_lend(mach_port_t server, mach_port_t lent, const char *label)
{
    CHECK_EQ(server, port);
    if (*label == '\0')
        return KERN_INVALID_ARGUMENT;
    strcpy(labels, label);
    if ((type_of(lent) & MACH_PORT_TYPE_SEND) != 0)
        OK(mach_port_deallocate(SELF, lent));
    else
        destroy_receive(lent);
    return KERN_SUCCESS;
}

static void *serve(void *none)
{
    mach_msg_return_t end = mach_msg_server(counter_server, MAX_SIZE, port, MACH_MSG_OPTION_NONE);
    CHECK(end == MACH_RCV_PORT_CHANGED || end == MACH_RCV_INVALID_NAME);
    return none;
}

static void begin_server(void)
{
    port = new_pair(1);
    sum = 0;
    CHECK_EQ(pthread_create(&thread, NULL, serve, NULL), 0);
}

static void end_server(void)
{
    destroy_receive(port);
    pthread_join(thread, NULL);
    OK(mach_port_deallocate(SELF, port));
}

/* As found: a test that called leaves no port. */
static void give_up_reply_port(void)
{
    mig_dealloc_reply_port(mig_get_reply_port());
}

static void test_calls_are_answered_at_one_port(void)
{
    mach_port_t reply = mig_get_reply_port();
    int total = 0;
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_RECEIVE);
    begin_server();
    for (int i = 1; i <= 100; i++) {
        OK(counter_add(port, i, &total));
        CHECK_EQ(total, i * (i + 1) / 2);
        CHECK_EQ(mig_get_reply_port(), reply);
        mig_put_reply_port(reply);
    }
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(messages_at(reply), 0);
    CHECK_EQ(status_of(reply).mps_sorights, 0);
    end_server();
    mig_dealloc_reply_port(reply);
    CHECK_EQ(type_of(reply), 0);
}

static void test_a_request_brings_a_right_and_a_string(void)
{
    const mach_port_name_t lent = new_receive();
    begin_server();
    OK(counter_lend(port, lent, MACH_MSG_TYPE_MAKE_SEND, "as long as it may be: 31 in all"));
    CHECK_EQ(strcmp(labels, "as long as it may be: 31 in all"), 0);
    OK(counter_lend(port, lent, MACH_MSG_TYPE_MAKE_SEND, "what is longer than that ends where the room does"));
    CHECK_EQ(strcmp(labels, "what is longer than that ends w"), 0);
    end_server();
    CHECK_EQ(type_of(lent), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(status_of(lent).mps_mscount, 2);
    destroy_receive(lent);
    give_up_reply_port();
}

static void test_a_refusal_comes_back_and_the_rights_of_the_request_go(void)
{
    const mach_port_name_t lent = new_receive();
    int total = 7;
    begin_server();
    CHECK_EQ(counter_add(port, REFUSED, &total), KERN_INVALID_VALUE);
    CHECK_EQ(total, 7);
    CHECK_EQ(counter_lend(port, lent, MACH_MSG_TYPE_MAKE_SEND, ""), KERN_INVALID_ARGUMENT);
    CHECK_EQ(type_of(lent), MACH_PORT_TYPE_RECEIVE);
    OK(counter_add(port, 1, &total));
    CHECK_EQ(total, 1);
    end_server();
    destroy_receive(lent);
    give_up_reply_port();
}

struct error_reply {
    mig_reply_error_t reply;
    mach_msg_trailer_t trailer;
};

/* What the server answers to a request that no stub wrote. */
static kern_return_t answer_to(mach_msg_id_t id)
{
    struct error_reply message = {
        .reply.Head = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                       .msgh_size = sizeof(mach_msg_header_t),
                       .msgh_remote_port = port,
                       .msgh_local_port = mig_get_reply_port(),
                       .msgh_id = id}};
    OK(mach_msg(&message.reply.Head, MACH_SEND_MSG | MACH_RCV_MSG, sizeof(mach_msg_header_t), sizeof message,
                mig_get_reply_port(), 0, MACH_PORT_NULL));
    CHECK_EQ(message.reply.Head.msgh_id, id + 100);
    CHECK_EQ(message.reply.Head.msgh_size, sizeof message.reply);
    return message.reply.RetCode;
}

static void test_a_request_that_is_none_is_refused(void)
{
    begin_server();
    CHECK_EQ(answer_to(4399), MIG_BAD_ID);
    CHECK_EQ(answer_to(4401), MIG_BAD_ID);
    CHECK_EQ(answer_to(4403), MIG_BAD_ID);
    CHECK_EQ(answer_to(4400), MIG_BAD_ARGUMENTS);
    CHECK_EQ(answer_to(4402), MIG_BAD_ARGUMENTS);
    end_server();
    give_up_reply_port();
}

static boolean_t let_the_reply_right_die(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    OK(mach_port_deallocate(SELF, request->msgh_remote_port));
    (void)reply;
    return TRUE;
}

static void *serve_without_an_answer(void *none)
{
    OK(mach_msg_server_once(let_the_reply_right_die, MAX_SIZE, port, MACH_MSG_OPTION_NONE));
    return none;
}

static void test_a_server_that_dies_is_told(void)
{
    int total = 0;
    mach_port_t reply = mig_get_reply_port();
    port = new_pair(1);
    CHECK_EQ(pthread_create(&thread, NULL, serve_without_an_answer, NULL), 0);
    CHECK_EQ(counter_add(port, 1, &total), MIG_SERVER_DIED);
    end_server();
    port = new_dead_name(1);
    CHECK_EQ(counter_add(port, 1, &total), MACH_SEND_INVALID_DEST);
    OK(mach_port_deallocate(SELF, port));
    CHECK_EQ(mig_get_reply_port(), reply); /* it is good for the next call */
    mig_dealloc_reply_port(reply);
}

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

static void *call_often(void *none)
{
    int total = 0;
    for (int i = 0; i < 500; i++)
        OK(counter_add(port, 1, &total));
    return none;
}

static void test_threads_call_side_by_side(void)
{
    pthread_t callers[4];
    begin_server();
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&callers[i], NULL, call_often, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(callers[i], NULL);
    end_server();
    CHECK_EQ(sum, 2000);
}

static void test_strings_are_copied_as_far_as_there_is_room(void)
{
    typedef int copy_function(char *, const char *, int);
    copy_function *const copies[] = {mig_strncpy, mig_strncpy_zerofill};
    for (int i = 0; i < 2; i++) {
        char room[8];
        memset(room, 'x', sizeof room);
        CHECK_EQ(copies[i](room, "abc", 0), 0);
        CHECK_EQ(memcmp(room, "xxxxxxxx", 8), 0);
        CHECK_EQ(copies[i](room, "abc", 6), 4);
        CHECK_EQ(memcmp(room, i == 0 ? "abc\0xxxx" : "abc\0\0\0xx", 8), 0);
        CHECK_EQ(copies[i](room, "abcdefgh", 6), 6);
        CHECK_EQ(memcmp(room, "abcde\0xx", 8), 0);
        CHECK_EQ(copies[i](room, "vwxyz", 6), 6);
        CHECK_EQ(memcmp(room, "vwxyz\0xx", 8), 0);
        CHECK_EQ(copies[i](room, "", 6), 1);
        CHECK_EQ(room[0], '\0');
        CHECK_EQ(copies[i](room, "abc", 1), 1);
        CHECK_EQ(room[0], '\0');
    }
}

static void test_memory_comes_and_goes(void)
{
    vm_address_t address = 0;
    mig_allocate(&address, 3 * vm_page_size);
    CHECK(address != 0 && address % vm_page_size == 0);
    memset((void *)address, 'x', 3 * vm_page_size);
    mig_deallocate(address, 3 * vm_page_size);
    mig_allocate(&address, UINTPTR_MAX - 2 * vm_page_size);
    CHECK_EQ(address, 0);
}

static void test_a_reply_is_begun(void)
{
    mach_msg_header_t request = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                                 .msgh_remote_port = 0x203,
                                 .msgh_local_port = 0x303,
                                 .msgh_id = 4400};
    mig_reply_error_t reply;
    memset(&reply, 0xff, sizeof reply);
    mig_reply_setup(&request, &reply.Head);
    CHECK_EQ(reply.Head.msgh_bits, MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND_ONCE, 0));
    CHECK_EQ(reply.Head.msgh_size, sizeof reply);
    CHECK(reply.Head.msgh_remote_port == 0x303 && reply.Head.msgh_local_port == MACH_PORT_NULL);
    CHECK_EQ(reply.Head.msgh_id, 4500);
    CHECK_EQ(memcmp(&reply.NDR, &NDR_record, sizeof reply.NDR), 0);
    CHECK_EQ(reply.RetCode, -1); /* left to the caller */
}

int main(void)
{
    RUN(test_calls_are_answered_at_one_port);
    RUN(test_a_request_brings_a_right_and_a_string);
    RUN(test_a_refusal_comes_back_and_the_rights_of_the_request_go);
    RUN(test_a_request_that_is_none_is_refused);
    RUN(test_a_server_that_dies_is_told);
    RUN(test_a_reply_port_that_is_lost_is_replaced);
    RUN(test_a_port_that_is_given_up_is_replaced);
    RUN(test_the_send_right_of_a_port_that_is_given_up_stays);
    RUN(test_without_room_there_is_no_port_until_there_is);
    RUN(test_each_task_has_a_port_of_its_own);
    RUN(test_a_task_takes_its_port_with_it);
    RUN(test_a_thread_has_ports_of_its_own_and_takes_them_with_it);
    RUN(test_a_fresh_start_is_one_for_reply_ports);
    RUN(test_threads_call_side_by_side);
    RUN(test_strings_are_copied_as_far_as_there_is_room);
    RUN(test_memory_comes_and_goes);
    RUN(test_a_reply_is_begun);
    return check_result();
}
