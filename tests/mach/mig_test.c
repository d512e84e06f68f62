/* Stubs as MIG writes them, from counter_stubs.h, call and serve, with what else of Mach's they use.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "counter_server.h"

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
    RUN(test_threads_call_side_by_side);
    RUN(test_strings_are_copied_as_far_as_there_is_room);
    RUN(test_memory_comes_and_goes);
    RUN(test_a_reply_is_begun);
    return check_result();
}
