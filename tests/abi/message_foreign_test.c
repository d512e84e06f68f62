/* Messages that machport does not send itself, and a name space that is full.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space_view.h"
#include <mach/embedded.h>
#include <mach/mach.h>
#include <string.h>

static machport_receive_t port;
static machport_send_t to;

static machport_status_t receive(void *bytes, size_t capacity, machport_right_t *rights, size_t room, machport_received_t *got)
{
    got->struct_size = sizeof *got;
    return machport_message_receive(port, bytes, capacity, rights, room, 0, 0, got);
}

/* Another program's message: memory, an array of rights, and a guarded right, with one plain right among them. */
static void what_cannot_be_expressed_is_released_and_counted(void)
{
    struct {
        mach_msg_header_t header;
        mach_msg_body_t body;
        mach_msg_ool_descriptor_t memory;
        mach_msg_ool_ports_descriptor_t ports;
        mach_msg_port_descriptor_t plain;
        mach_msg_guarded_port_descriptor_t guarded;
        char bytes[4];
    } message;
    const machport_receive_t moved = new_port();
    mach_port_t array[] = {port, MACH_PORT_NULL, port};
    memset(&message, 0, sizeof message);
    message.header.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX;
    message.header.msgh_remote_port = to;
    message.body.msgh_descriptor_count = 4;
    message.memory = (mach_msg_ool_descriptor_t){
        .address = array, .size = sizeof array, .copy = MACH_MSG_VIRTUAL_COPY, .type = MACH_MSG_OOL_DESCRIPTOR};
    message.ports = (mach_msg_ool_ports_descriptor_t){.address = array,
                                                      .count = 3,
                                                      .copy = MACH_MSG_VIRTUAL_COPY,
                                                      .disposition = MACH_MSG_TYPE_MAKE_SEND,
                                                      .type = MACH_MSG_OOL_PORTS_DESCRIPTOR};
    message.plain =
        (mach_msg_port_descriptor_t){.name = to, .disposition = MACH_MSG_TYPE_COPY_SEND, .type = MACH_MSG_PORT_DESCRIPTOR};
    message.guarded = (mach_msg_guarded_port_descriptor_t){.name = moved,
                                                           .flags = MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND,
                                                           .disposition = MACH_MSG_TYPE_MOVE_RECEIVE,
                                                           .type = MACH_MSG_GUARDED_PORT_DESCRIPTOR};
    memcpy(message.bytes, "abc", 4);
    CHECK_EQ(mach_msg(&message.header, MACH_SEND_MSG, sizeof message, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL), MACH_MSG_SUCCESS);
    char bytes[128];
    machport_right_t rights[20];
    machport_received_t got;
    CHECK_EQ(receive(bytes, sizeof bytes, rights, 20, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.dropped, 3);
    CHECK_EQ(got.count, 1);
    CHECK_EQ(rights[0].name, to);
    CHECK_EQ(got.size, 4);
    CHECK_EQ(memcmp(bytes, "abc", 4), 0);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 2);
    CHECK_EQ(machport_rights_release(rights, 1), MACHPORT_KERN_SUCCESS);
}

/* A full space: the message comes, and NULL stands for the right that found no name. */
static void no_room_for_a_name(void)
{
    machport_right_t rights[4] = {{.name = port, .disposition = MACHPORT_MAKE_SEND_ONCE},
                                  {.name = to, .disposition = MACHPORT_COPY_SEND}};
    machport_received_t got;
    char bytes[64];
    CHECK_EQ(machport_message_send(to, 1, "abc", 4, NULL, rights, 2, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(mach_embedded_limit_names(1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(receive(bytes, sizeof bytes, rights, 4, &got), MACHPORT_MACH_RCV_BODY_ERROR);
    CHECK_EQ(mach_embedded_limit_names(0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.count, 2);
    CHECK_EQ(got.size, 4);
    CHECK_EQ(rights[0].name, MACHPORT_NULL);
    CHECK_EQ(rights[1].name, to);
    CHECK_EQ(machport_rights_release(rights, 2), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(receive(NULL, 0, NULL, 0, &got), MACHPORT_KERN_SUCCESS); /* the other died unused */
    CHECK_EQ(got.id, MACHPORT_NOTIFY_SEND_ONCE);
}

int main(void)
{
    const struct space_view before = view_space();
    port = new_port();
    to = new_send(port);
    what_cannot_be_expressed_is_released_and_counted();
    no_room_for_a_name();
    CHECK_EQ(machport_pair_release(port, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("the end", &before);
    return check_result();
}
