/* What Darwin's server loop does with requests and replies, and what is whose afterwards.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>

enum { REQUEST_ID = 500, REPLY_ID = 600, MAX_SIZE = 64 };

/* A request or a reply with one right in it. */
struct carrier {
    mach_msg_base_t base;
    mach_msg_port_descriptor_t right;
};

static struct carrier carrier_to(mach_port_name_t to, mach_msg_type_name_t how, mach_port_name_t right, mach_msg_type_name_t as)
{
    return (struct carrier){
        .base.header = {.msgh_bits = MACH_MSGH_BITS(how, 0) | MACH_MSGH_BITS_COMPLEX,
                        .msgh_size = sizeof(struct carrier),
                        .msgh_remote_port = to},
        .base.body.msgh_descriptor_count = 1,
        .right = {.name = right, .disposition = as & 0xff, .type = MACH_MSG_PORT_DESCRIPTOR},
    };
}

/* Asks for a reply by a right of a kind. */
static void ask(mach_port_name_t server, mach_port_name_t reply_port, mach_msg_type_name_t how)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND_ONCE, how),
                                .msgh_size = sizeof header,
                                .msgh_remote_port = server,
                                .msgh_local_port = reply_port,
                                .msgh_id = REQUEST_ID};
    OK(mach_msg_send(&header));
}

static mach_msg_return_t serve(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_port_name_t port,
                               mach_msg_options_t options)
{
    return mach_msg_server_once(demux, MAX_SIZE, port, options);
}

/* What a generated stub answers when it fails, or has no reply. */
static void answer(const mach_msg_header_t *request, mach_msg_header_t *reply, kern_return_t code)
{
    mig_reply_error_t *error = (mig_reply_error_t *)reply;
    error->Head = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_REMOTE(request->msgh_bits), 0),
                                      .msgh_size = sizeof *error,
                                      .msgh_remote_port = request->msgh_remote_port,
                                      .msgh_id = REPLY_ID};
    error->NDR = NDR_record;
    error->RetCode = code;
}

static boolean_t succeed(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    CHECK_EQ(request->msgh_id, REQUEST_ID);
    answer(request, reply, KERN_SUCCESS);
    return TRUE;
}

static boolean_t fail(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    answer(request, reply, MIG_BAD_ID);
    return FALSE;
}

static boolean_t answer_later(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    answer(request, reply, MIG_NO_REPLY);
    return TRUE;
}

static boolean_t write_nothing(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    (void)request;
    CHECK_EQ(reply->msgh_remote_port, MACH_PORT_NULL);
    return FALSE;
}

struct error_reply {
    mig_reply_error_t reply;
    mach_msg_trailer_t trailer;
};

static mach_msg_return_t poll_reply(mach_port_name_t port, struct error_reply *reply)
{
    return mach_msg(&reply->reply.Head, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof *reply, port, 0, MACH_PORT_NULL);
}

static void test_a_request_is_answered(void)
{
    mach_port_name_t server = new_receive(), client = new_receive();
    struct error_reply reply;
    ask(server, client, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    OK(serve(succeed, server, MACH_MSG_OPTION_NONE));
    OK(poll_reply(client, &reply));
    CHECK_EQ(reply.reply.Head.msgh_id, REPLY_ID);
    CHECK_EQ(reply.reply.RetCode, KERN_SUCCESS);
    CHECK_EQ(serve(succeed, server, MACH_RCV_TIMEOUT), MACH_RCV_TIMED_OUT);
    destroy_receive(server);
    CHECK_EQ(serve(succeed, server, MACH_MSG_OPTION_NONE), MACH_RCV_INVALID_NAME);
    destroy_receive(client);
}

static void test_who_writes_no_reply_has_none_sent(void)
{
    mach_port_name_t server = new_receive();
    for (int i = 0; i < 3; i++) {
        ask(server, MACH_PORT_NULL, 0);
        OK(serve(write_nothing, server, MACH_MSG_OPTION_NONE));
    }
    destroy_receive(server);
}

/* The right to reply stays with whoever will use it. */
static void test_no_reply_means_that_it_comes_later(void)
{
    mach_port_name_t server = new_receive(), client = new_receive();
    struct error_reply reply;
    ask(server, client, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    OK(serve(answer_later, server, MACH_MSG_OPTION_NONE));
    CHECK_EQ(poll_reply(client, &reply), MACH_RCV_TIMED_OUT);
    CHECK_EQ(status_of(client).mps_sorights, 1);
    struct names all = all_names();
    for (mach_msg_type_number_t i = 0; i < all.count; i++) {
        if (all.types[i] == MACH_PORT_TYPE_SEND_ONCE)
            OK(mach_port_deallocate(SELF, all.names[i]));
    }
    free_names(all);
    CHECK_EQ(status_of(client).mps_sorights, 1); /* used for the notification that the right died */
    CHECK_EQ(messages_at(client), 1);
    destroy_receive(server);
    destroy_receive(client);
}

/* A stub that fails has not taken what the request brought; its reply says so. */
static void test_the_rights_of_a_refused_request_go(void)
{
    mach_port_name_t server = new_receive(), client = new_receive(), right = new_receive();
    struct error_reply reply;
    struct carrier request = carrier_to(server, MACH_MSG_TYPE_MAKE_SEND, right, MACH_MSG_TYPE_MOVE_RECEIVE);
    request.base.header.msgh_bits |= MACH_MSGH_BITS(0, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    request.base.header.msgh_local_port = client;
    OK(mach_msg_send(&request.base.header));
    OK(serve(fail, server, MACH_MSG_OPTION_NONE));
    OK(poll_reply(client, &reply));
    CHECK_EQ(reply.reply.RetCode, MIG_BAD_ID);
    destroy_receive(server);
    destroy_receive(client);
}

static mach_port_name_t carried, own;
static mach_msg_type_name_t own_as;

/* A reply with a right in it, and one by which it may be answered. */
static boolean_t give_right(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    struct carrier answer =
        carrier_to(request->msgh_remote_port, MACH_MSGH_BITS_REMOTE(request->msgh_bits), carried, MACH_MSG_TYPE_MOVE_SEND);
    answer.base.header.msgh_bits |= MACH_MSGH_BITS(0, own_as);
    answer.base.header.msgh_local_port = own;
    *(struct carrier *)reply = answer;
    return TRUE;
}

static boolean_t give_right_to_nobody(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    (void)give_right(request, reply);
    reply->msgh_remote_port = MACH_PORT_NULL;
    return TRUE;
}

/* The reply right comes, and takes the last name; the right in the body is destroyed for want of another. */
static void test_what_comes_of_a_request_without_room_goes(void)
{
    mach_port_name_t server = new_receive(), client = new_receive();
    struct carrier request = carrier_to(server, MACH_MSG_TYPE_MAKE_SEND, client, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    request.base.header.msgh_bits |= MACH_MSGH_BITS(0, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    request.base.header.msgh_local_port = client;
    OK(mach_msg_send(&request.base.header));
    struct names all = all_names();
    OK(mach_embedded_limit_names(all.count + 1));
    free_names(all);
    CHECK_EQ(serve(fail, server, MACH_MSG_OPTION_NONE), MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
    OK(mach_embedded_limit_names(0));
    CHECK_EQ(messages_at(client), 2); /* both send-once rights died unused */
    destroy_receive(server);
    destroy_receive(client);
}

/* A right in it is not there: the send took the others, and the server ends with its status, the loop too. */
static void test_a_reply_that_cannot_be_sent_ends_the_server(void)
{
    typedef mach_msg_return_t server_function(boolean_t(*)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t,
                                              mach_port_t, mach_msg_options_t);
    server_function *const servers[] = {mach_msg_server_once, mach_msg_server};
    for (int i = 0; i < 2; i++) {
        mach_port_name_t server = new_receive(), client = new_receive();
        carried = server; /* which has no send right */
        own = MACH_PORT_NULL;
        own_as = MACH_MSG_TYPE_PORT_NONE;
        ask(server, client, MACH_MSG_TYPE_MAKE_SEND_ONCE);
        CHECK_EQ(servers[i](give_right, MAX_SIZE, server, MACH_MSG_OPTION_NONE), MACH_SEND_INVALID_RIGHT);
        CHECK_EQ(messages_at(client), 1); /* the right to reply died unused */
        destroy_receive(server);
        destroy_receive(client);
    }
}

/* The client died: everything that the reply would have taken along goes, the right in its local port too. */
static void test_a_reply_to_a_dead_port_goes(void)
{
    mach_port_name_t server = new_receive(), client = new_receive();
    carried = new_pair(1);
    own = new_pair(1);
    own_as = MACH_MSG_TYPE_MOVE_SEND;
    ask(server, client, MACH_MSG_TYPE_MAKE_SEND);
    destroy_receive(client);
    OK(serve(give_right, server, MACH_MSG_OPTION_NONE));
    CHECK_EQ(type_of(carried), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(type_of(own), MACH_PORT_TYPE_RECEIVE);
    destroy_receive(carried);
    destroy_receive(own);
    destroy_receive(server);
}

/* So does a send-once right there. */
static void test_the_send_once_right_by_which_it_would_be_answered_goes(void)
{
    mach_port_name_t server = new_receive(), client = new_receive(), answers = new_receive();
    carried = new_pair(1);
    own = new_send_once(answers);
    own_as = MACH_MSG_TYPE_MOVE_SEND_ONCE;
    ask(server, client, MACH_MSG_TYPE_MAKE_SEND);
    destroy_receive(client);
    OK(serve(give_right, server, MACH_MSG_OPTION_NONE));
    CHECK_EQ(type_of(own), 0);
    CHECK_EQ(messages_at(answers), 1); /* it died unused */
    destroy_receive(answers);
    destroy_receive(carried);
    destroy_receive(server);
}

/* The client does not receive, and the server does not wait for it: what comes back goes. */
static void test_a_reply_that_has_no_room_goes(void)
{
    const mach_msg_type_name_t ways[] = {MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        mach_port_name_t server = new_receive(), client = new_receive();
        mach_port_limits_t none = {0};
        carried = new_pair(1);
        own = ways[i] == MACH_MSG_TYPE_MOVE_SEND ? new_pair(1) : new_receive();
        own_as = ways[i];
        OK(mach_port_set_attributes(SELF, client, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&none, MACH_PORT_LIMITS_INFO_COUNT));
        ask(server, client, MACH_MSG_TYPE_MAKE_SEND);
        OK(serve(give_right, server, MACH_MSG_OPTION_NONE));
        CHECK_EQ(messages_at(client), 0);
        CHECK_EQ(type_of(client), MACH_PORT_TYPE_RECEIVE);
        CHECK_EQ(type_of(carried), MACH_PORT_TYPE_RECEIVE);
        CHECK_EQ(type_of(own), MACH_PORT_TYPE_RECEIVE);
        destroy_receive(carried);
        destroy_receive(own);
        destroy_receive(client);
        destroy_receive(server);
    }
}

/* It may be on its way by another message. */
static void test_the_rights_of_a_reply_to_nobody_stay(void)
{
    mach_port_name_t server = new_receive();
    carried = new_pair(1);
    own = MACH_PORT_NULL;
    own_as = MACH_MSG_TYPE_PORT_NONE;
    ask(server, MACH_PORT_NULL, 0);
    OK(serve(give_right_to_nobody, server, MACH_MSG_OPTION_NONE));
    CHECK_EQ(urefs_of(carried, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_port_deallocate(SELF, carried));
    destroy_receive(carried);
    destroy_receive(server);
}

static struct {
    mach_msg_header_t header;
    char bytes[3 * MAX_SIZE];
} large;

static void ask_much(mach_port_name_t server)
{
    large.header = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0),
                                       .msgh_size = sizeof large,
                                       .msgh_remote_port = server,
                                       .msgh_id = REQUEST_ID};
    large.bytes[sizeof large.bytes - 1] = 'z';
    OK(mach_msg_send(&large.header));
}

static boolean_t see_much(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    CHECK_EQ(request->msgh_size, sizeof large);
    CHECK_EQ(((const char *)request)[sizeof large - 1], 'z');
    CHECK_EQ(((const mach_msg_seqno_trailer_t *)((const char *)request + sizeof large))->msgh_trailer_size, 12);
    return write_nothing(request, reply);
}

static void test_a_large_request_waits_for_a_larger_buffer_or_goes(void)
{
    const mach_msg_options_t options = MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO) | MACH_RCV_TIMEOUT;
    mach_port_name_t server = new_receive();
    ask_much(server);
    ask(server, MACH_PORT_NULL, 0);
    CHECK_EQ(serve(see_much, server, options), MACH_RCV_TOO_LARGE);
    CHECK_EQ(messages_at(server), 1);
    OK(serve(write_nothing, server, options));
    ask_much(server);
    OK(serve(see_much, server, options | MACH_RCV_LARGE));
    CHECK_EQ(messages_at(server), 0);
    destroy_receive(server);
}

/* A reply may be larger than a request can be: a page is there. */
static boolean_t answer_much(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    memset(reply, 'x', 1024);
    *reply = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_REMOTE(request->msgh_bits), 0),
                                 .msgh_size = 1024,
                                 .msgh_remote_port = request->msgh_remote_port,
                                 .msgh_id = REPLY_ID};
    ((mig_reply_error_t *)reply)->RetCode = KERN_SUCCESS;
    return TRUE;
}

/* The port dies while the loop waits, or before it waits again. */
static void *serve_until_it_dies(void *server)
{
    mach_msg_return_t end = mach_msg_server(answer_much, MAX_SIZE, *(mach_port_name_t *)server, MACH_MSG_OPTION_NONE);
    CHECK(end == MACH_RCV_PORT_CHANGED || end == MACH_RCV_INVALID_NAME);
    return NULL;
}

static void test_a_server_serves_until_its_port_dies(void)
{
    mach_port_name_t server = new_receive(), client = new_receive();
    pthread_t thread;
    struct {
        mach_msg_header_t header;
        char bytes[1100];
    } reply;
    CHECK_EQ(pthread_create(&thread, NULL, serve_until_it_dies, &server), 0);
    for (int i = 0; i < 3; i++) {
        ask(server, client, i == 1 ? MACH_MSG_TYPE_MAKE_SEND : MACH_MSG_TYPE_MAKE_SEND_ONCE);
        OK(mach_msg(&reply.header, MACH_RCV_MSG, 0, sizeof reply, client, 0, MACH_PORT_NULL));
        CHECK_EQ(reply.header.msgh_size, 1024);
    }
    ask(server, MACH_PORT_DEAD, MACH_MSG_TYPE_MOVE_SEND_ONCE); /* the reply goes, and the loop on */
    ask(server, client, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    OK(mach_msg(&reply.header, MACH_RCV_MSG, 0, sizeof reply, client, 0, MACH_PORT_NULL));
    destroy_receive(server);
    pthread_join(thread, NULL);
    destroy_receive(client);
}

int main(void)
{
    RUN(test_a_request_is_answered);
    RUN(test_who_writes_no_reply_has_none_sent);
    RUN(test_no_reply_means_that_it_comes_later);
    RUN(test_the_rights_of_a_refused_request_go);
    RUN(test_what_comes_of_a_request_without_room_goes);
    RUN(test_a_reply_that_cannot_be_sent_ends_the_server);
    RUN(test_a_reply_to_a_dead_port_goes);
    RUN(test_the_send_once_right_by_which_it_would_be_answered_goes);
    RUN(test_a_reply_that_has_no_room_goes);
    RUN(test_the_rights_of_a_reply_to_nobody_stay);
    RUN(test_a_large_request_waits_for_a_larger_buffer_or_goes);
    RUN(test_a_server_serves_until_its_port_dies);
    return check_result();
}
