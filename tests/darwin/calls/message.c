/* mach_msg, with what a sent message holds.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"
#include <string.h>

static const struct log_word options[] = {{MACH_SEND_MSG, "SEND_MSG"},
                                          {MACH_RCV_MSG, "RCV_MSG"},
                                          {MACH_RCV_LARGE, "RCV_LARGE"},
                                          {MACH_SEND_TIMEOUT, "SEND_TIMEOUT"},
                                          {MACH_SEND_INTERRUPT, "SEND_INTERRUPT"},
                                          {MACH_RCV_TIMEOUT, "RCV_TIMEOUT"},
                                          {MACH_RCV_INTERRUPT, "RCV_INTERRUPT"},
                                          {MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_AUDIT), "TRAILER_AUDIT"},
                                          {0, NULL}};

static void log_right(mach_port_name_t name, uint32_t how)
{
    log_name(name);
    log_one_of(log_dispositions, how);
}

static void log_descriptors(const mach_msg_base_t *message)
{
    const mach_msg_port_descriptor_t *descriptors = (const mach_msg_port_descriptor_t *)(message + 1);
    for (mach_msg_size_t i = 0; i < message->body.msgh_descriptor_count; i++) {
        log_text("right");
        if (descriptors[i].type == MACH_MSG_PORT_DESCRIPTOR)
            log_right(descriptors[i].name, descriptors[i].disposition);
        else
            log_text("elsewhere");
    }
}

mach_msg_return_t mach_msg(mach_msg_header_t *message, mach_msg_option_t option, mach_msg_size_t send_size,
                           mach_msg_size_t receive_size, mach_port_name_t from, mach_msg_timeout_t timeout,
                           mach_port_name_t notify)
{
    log_begin("mach_msg");
    log_bits(options, (uint64_t)option);
    if (option & MACH_SEND_MSG) {
        log_number(send_size);
        log_text("to");
        log_right(message->msgh_remote_port, MACH_MSGH_BITS_REMOTE(message->msgh_bits));
        log_text("reply");
        log_right(message->msgh_local_port, MACH_MSGH_BITS_LOCAL(message->msgh_bits));
        log_text("id");
        log_number((uint64_t)message->msgh_id);
        if (message->msgh_bits & MACH_MSGH_BITS_COMPLEX)
            log_descriptors((const mach_msg_base_t *)message);
    }
    if (option & MACH_RCV_MSG) {
        log_number(receive_size);
        log_text("from");
        log_name(from);
    }
    log_text("timeout");
    log_number(timeout);
    if (notify != MACH_PORT_NULL)
        log_name(notify);
    const mach_msg_return_t status = NEXT(mach_msg)(message, option, send_size, receive_size, from, timeout, notify);
    log_end();
    return status;
}
