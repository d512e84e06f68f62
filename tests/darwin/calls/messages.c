/* The functions of messages. What only another program would send is sent by Mach's own calls.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"
#include <mach/mach.h>
#include <string.h>
#include <unistd.h>

static machport_receive_t port;
static machport_received_t received;
static char bytes[64];
static machport_right_t rights[8];

static machport_status_t receive(void)
{
    received.struct_size = sizeof received;
    return machport_message_receive(port, bytes, sizeof bytes, rights, 8, 0, 0, &received);
}

/* A call that would wait for ever where a message is missing is not made. */
static int waits(void)
{
    uint32_t count;
    return machport_attr_get(port, MACHPORT_ATTR_MESSAGE_COUNT, &count) == MACHPORT_KERN_SUCCESS && count > 0;
}

static void sends(void)
{
    machport_right_t reply = {.name = new_receive("reply"), .disposition = MACHPORT_MAKE_SEND_ONCE};
    machport_right_t cargo[] = {{.name = new_pair("send"), .disposition = MACHPORT_MOVE_SEND},
                                {.name = new_receive("receive"), .disposition = MACHPORT_MOVE_RECEIVE},
                                {.name = new_dead_name("dead"), .disposition = MACHPORT_MOVE_SEND},
                                {.name = MACHPORT_NULL, .disposition = MACHPORT_COPY_SEND}};
    const machport_receive_t answers = reply.name, alone = cargo[0].name;
    CALL("bytes", machport_message_send(port, 10, "8 bytes.", 8, NULL, NULL, 0, 0, MACHPORT_FOREVER));
    (void)receive();
    CALL("rights and a reply", machport_message_send(port, 11, "4444", 4, &reply, cargo, 4, 0, 0));
    (void)receive();
    called("reply once", received.reply.name);
    CALL("", machport_message_send_once(&received.reply, 12, NULL, 0, NULL, 0, 0));
    (void)machport_rights_release(rights, received.count);
    (void)machport_receive_right_release(answers, 0);
    (void)machport_receive_right_release(alone, 0);
}

static void sends_that_fail(void)
{
    const machport_receive_t other = new_pair("send");
    machport_right_t cargo[] = {{.name = other, .disposition = MACHPORT_MOVE_SEND}};
    (void)machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 0);
    CALL("a queue that is full", machport_message_send(port, 13, NULL, 0, NULL, cargo, 1, 0, 0));
    (void)machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 5);
    cargo[0].disposition = MACHPORT_MOVE_SEND_ONCE;
    CALL("a right that is another", machport_message_send(port, 14, NULL, 0, NULL, cargo, 1, 0, 0));
    (void)machport_receive_right_new(MACHPORT_GUARD, 1, &cargo[0].name);
    cargo[0].disposition = MACHPORT_MOVE_RECEIVE;
    const machport_receive_t guarded = called("guarded", cargo[0].name);
    CALL("a guarded right", machport_message_send(port, 15, NULL, 0, NULL, cargo, 1, 0, 0));
    (void)machport_receive_right_release(guarded, 1);
    (void)machport_pair_release(other, other, 0);
}

static void receives(void)
{
    received.struct_size = sizeof received;
    (void)machport_message_send(port, 16, "12345678", 8, NULL, NULL, 0, 0, 0);
    if (waits())
        CALL("too little room", machport_message_receive(port, bytes, 4, NULL, 0, 0, MACHPORT_FOREVER, &received));
    if (waits())
        CALL("", machport_message_receive(port, bytes, sizeof bytes, rights, 8, 0, MACHPORT_FOREVER, &received));
    CALL("an empty queue", machport_message_receive(port, bytes, sizeof bytes, rights, 8, 0, 0, &received));
    CALL("a room for rights alone", machport_message_receive(port, NULL, 0, rights, 8, 0, 0, &received));
}

/* Memory, and an array of rights: neither has a place in machport_received_t. */
static void receives_what_is_dropped(void)
{
    struct {
        mach_msg_base_t base;
        mach_msg_ool_descriptor_t memory;
        mach_msg_ool_ports_descriptor_t array;
    } message;
    const machport_receive_t first = new_pair("send");
    mach_port_name_t array[] = {first, MACH_PORT_NULL};
    memset(&message, 0, sizeof message);
    message.base.header.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX;
    message.base.header.msgh_remote_port = port;
    message.base.body.msgh_descriptor_count = 2;
    message.memory = (mach_msg_ool_descriptor_t){
        .address = bytes, .size = sizeof bytes, .copy = MACH_MSG_VIRTUAL_COPY, .type = MACH_MSG_OOL_DESCRIPTOR};
    message.array = (mach_msg_ool_ports_descriptor_t){.address = array,
                                                      .count = 2,
                                                      .copy = MACH_MSG_VIRTUAL_COPY,
                                                      .disposition = MACH_MSG_TYPE_COPY_SEND,
                                                      .type = MACH_MSG_OOL_PORTS_DESCRIPTOR};
    (void)mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
    CALL("memory and an array", machport_message_receive(port, bytes, sizeof bytes, rights, 8, 0, 0, &received));
    array[0] = new_pair("receive"); /* which comes back under the same name, for there is a send right */
    message.base.body.msgh_descriptor_count = 1;
    memcpy(&message.memory, &message.array, sizeof message.array);
    ((mach_msg_ool_ports_descriptor_t *)(void *)&message.memory)->disposition = MACH_MSG_TYPE_MOVE_RECEIVE;
    (void)mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message - sizeof message.array, 0, MACH_PORT_NULL, 0,
                   MACH_PORT_NULL);
    CALL("an array of receive rights", machport_message_receive(port, bytes, sizeof bytes, rights, 8, 0, 0, &received));
    (void)machport_dead_name_release(array[0]);
    (void)machport_pair_release(first, first, 0);
}

void call_messages(void)
{
    machport_notification_t said = {.struct_size = sizeof said};
    int32_t fd;
    port = new_pair("port");
    sends();
    sends_that_fail();
    receives();
    receives_what_is_dropped();
    (void)machport_send_once_right_release(new_send_once("once", port));
    (void)receive();
    CALL("", machport_notification_decode(&received, bytes, 0, NULL, 0, &said));
    CALL("", machport_wait_fd(port, &fd));
    (void)close(fd);
    (void)machport_pair_release(port, port, 0);
}
