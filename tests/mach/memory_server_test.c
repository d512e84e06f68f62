/* Memory in messages that Darwin's server loop ends before anybody has seen it: none is left, not even that of a physical copy,
   which mach_msg_destroy leaves to whoever received it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "failing_memory.h"
#include "mach_test.h"

enum { MAX_SIZE = 128, MEMORY = 0x3000 };
static const mach_msg_copy_options_t copies[] = {MACH_MSG_PHYSICAL_COPY, MACH_MSG_VIRTUAL_COPY};
enum { COPIES = sizeof copies / sizeof *copies };

struct message {
    mach_msg_base_t base;
    mach_msg_ool_descriptor_t memory;
    mach_msg_port_descriptor_t right;
};

static char memory[MEMORY];

static struct message message_to(mach_port_name_t to, mach_msg_bits_t how, mach_msg_copy_options_t copy, mach_port_name_t right)
{
    return (struct message){
        .base.header = {.msgh_bits = how | MACH_MSGH_BITS_COMPLEX, .msgh_size = sizeof(struct message), .msgh_remote_port = to},
        .base.body.msgh_descriptor_count = 2,
        .memory = {.address = memory, .size = MEMORY, .copy = copy & 0xff, .type = MACH_MSG_OOL_DESCRIPTOR},
        .right = {.name = right, .disposition = MACH_MSG_TYPE_MAKE_SEND_ONCE, .type = MACH_MSG_PORT_DESCRIPTOR},
    };
}

static boolean_t never(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    (void)request, (void)reply;
    CHECK(0);
    return FALSE;
}

/* The memory of the request came, and its right did not. */
static void test_of_a_request_whose_rights_find_no_room(void)
{
    for (size_t i = 0; i < COPIES; i++) {
        mach_port_name_t server = new_receive(), client = new_receive();
        const size_t mapped = mapped_size;
        struct message request = message_to(server, MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0), copies[i], client);
        OK(mach_msg_send(&request.base.header));
        OK(mach_embedded_limit_names(1));
        CHECK_EQ(mach_msg_server_once(never, MAX_SIZE, server, MACH_MSG_OPTION_NONE), MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
        OK(mach_embedded_limit_names(0));
        CHECK_EQ(mapped_size, mapped);
        destroy_receive(server);
        destroy_receive(client);
    }
}

static mach_msg_copy_options_t reply_copy;
static mach_port_name_t reply_right;

static boolean_t reply_with_memory(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    const mach_msg_bits_t how = MACH_MSGH_BITS(MACH_MSGH_BITS_REMOTE(request->msgh_bits), 0);
    *(struct message *)reply = message_to(request->msgh_remote_port, how, reply_copy, reply_right);
    return TRUE;
}

static void ask(mach_port_name_t server, mach_port_name_t client)
{
    mach_msg_header_t request = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND),
                                 .msgh_size = sizeof request,
                                 .msgh_remote_port = server,
                                 .msgh_local_port = client};
    OK(mach_msg_send(&request));
}

/* It comes back in memory of its own. */
static void test_of_a_reply_that_has_no_room(void)
{
    for (size_t i = 0; i < COPIES; i++) {
        mach_port_name_t server = new_receive(), client = new_receive();
        mach_port_limits_t none = {0};
        reply_copy = copies[i];
        reply_right = server;
        OK(mach_port_set_attributes(SELF, client, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&none, MACH_PORT_LIMITS_INFO_COUNT));
        ask(server, client);
        const size_t mapped = mapped_size;
        OK(mach_msg_server_once(reply_with_memory, MAX_SIZE, server, MACH_MSG_OPTION_NONE));
        CHECK_EQ(mapped_size, mapped);
        destroy_receive(client);
        destroy_receive(server);
    }
}

/* It was not taken: the memory is still that of whoever wrote the reply. */
static void test_of_a_reply_to_a_dead_port_stays(void)
{
    for (size_t i = 0; i < COPIES; i++) {
        mach_port_name_t server = new_receive(), client = new_receive();
        reply_copy = copies[i];
        reply_right = server;
        ask(server, client);
        destroy_receive(client);
        const size_t mapped = mapped_size;
        memory[MEMORY - 1] = 'z';
        OK(mach_msg_server_once(reply_with_memory, MAX_SIZE, server, MACH_MSG_OPTION_NONE));
        CHECK_EQ(memory[MEMORY - 1], 'z');
        CHECK_EQ(mapped_size, mapped);
        destroy_receive(server);
    }
}

int main(void)
{
    RUN(test_of_a_request_whose_rights_find_no_room);
    RUN(test_of_a_reply_that_has_no_room);
    RUN(test_of_a_reply_to_a_dead_port_stays);
    return check_result();
}
