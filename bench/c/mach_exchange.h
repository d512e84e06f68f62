/* Messages through mach_msg, as a program writes them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BENCH_MACH_EXCHANGE_H
#define BENCH_MACH_EXCHANGE_H
#include "must.h"
#include "subject.h"
#include <mach/embedded.h>
#include <mach/mach.h>

struct plain {
    mach_msg_header_t header;
    char bytes[MESSAGE_SIZE];
    mach_msg_trailer_t trailer; /* received */
};

struct carrying {
    mach_msg_header_t header;
    mach_msg_body_t body;
    mach_msg_port_descriptor_t right;
    char bytes[MESSAGE_SIZE];
    mach_msg_trailer_t trailer;
};

/* A port with a send right under the same name, and room for as many messages as may be. */
static inline mach_port_name_t new_pair(void)
{
    mach_port_name_t name;
    mach_port_limits_t limits = {MACH_PORT_QLIMIT_MAX};
    must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &name) == KERN_SUCCESS);
    must(mach_port_insert_right(mach_task_self(), name, name, MACH_MSG_TYPE_MAKE_SEND) == KERN_SUCCESS);
    must(mach_port_set_attributes(mach_task_self(), name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits,
                                  MACH_PORT_LIMITS_INFO_COUNT) == KERN_SUCCESS);
    return name;
}

/* A send right to a port of another task. */
static inline mach_port_name_t send_right_of_another_task(void)
{
    uint64_t other, own;
    mach_port_name_t receive, given;
    must(mach_embedded_task_create(&other) == KERN_SUCCESS && mach_embedded_task_enter(other, &own) == KERN_SUCCESS);
    must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &receive) == KERN_SUCCESS);
    must(mach_embedded_right_give(receive, MACH_MSG_TYPE_MAKE_SEND, own, &given) == KERN_SUCCESS);
    must(mach_embedded_task_enter(own, &other) == KERN_SUCCESS);
    return given;
}

/* With a send-once right to answer to, where reply is the name of a receive right. */
static inline void mach_send_to(mach_port_name_t to, mach_msg_type_name_t disposition, mach_port_name_t reply,
                                struct plain *message)
{
    const mach_msg_type_name_t makes = reply == MACH_PORT_NULL ? MACH_MSG_TYPE_PORT_NONE : MACH_MSG_TYPE_MAKE_SEND_ONCE;
    message->header =
        (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(disposition, makes), .msgh_remote_port = to, .msgh_local_port = reply};
    must(mach_msg(&message->header, MACH_SEND_MSG, offsetof(struct plain, trailer), 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE,
                  MACH_PORT_NULL) == MACH_MSG_SUCCESS);
}

static inline void mach_send(mach_port_name_t to, struct plain *message)
{
    mach_send_to(to, MACH_MSG_TYPE_COPY_SEND, MACH_PORT_NULL, message);
}

static inline void mach_receive(mach_port_name_t from, struct plain *message)
{
    must(mach_msg(&message->header, MACH_RCV_MSG, 0, sizeof *message, from, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL) ==
         MACH_MSG_SUCCESS);
}

static inline void mach_send_right(mach_port_name_t to, mach_port_name_t right, mach_msg_type_name_t disposition,
                                   struct carrying *message)
{
    message->header = (mach_msg_header_t){
        .msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
        .msgh_remote_port = to,
    };
    message->body.msgh_descriptor_count = 1;
    message->right =
        (mach_msg_port_descriptor_t){.name = right, .disposition = (uint8_t)disposition, .type = MACH_MSG_PORT_DESCRIPTOR};
    must(mach_msg(&message->header, MACH_SEND_MSG, offsetof(struct carrying, trailer), 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE,
                  MACH_PORT_NULL) == MACH_MSG_SUCCESS);
}

static inline mach_port_name_t mach_receive_right(mach_port_name_t from, struct carrying *message)
{
    must(mach_msg(&message->header, MACH_RCV_MSG, 0, sizeof *message, from, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL) ==
         MACH_MSG_SUCCESS);
    return message->right.name;
}

#endif
