/* mach_msg and mach_msg_overwrite: what their options say is done.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "plain.h"
#include "receive.h"
#include "usual.h"
#include <stddef.h>

static inline mach_msg_return_t send(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t size,
                                     mach_msg_timeout_t timeout)
{
    return plain_is(msg, size) ? plain_send(msg, option, size, timeout) : usual_send(msg, option, size, timeout);
}

static __attribute__((noinline)) mach_msg_return_t send_and_receive(mach_msg_header_t *msg, mach_msg_option_t option,
                                                                    mach_msg_size_t send_size, mach_msg_size_t rcv_size,
                                                                    mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                                                    mach_msg_header_t *rcv_msg)
{
    mach_msg_return_t status = send(msg, option, send_size, timeout);
    return status == MACH_MSG_SUCCESS ? receive_first(rcv_msg, option, rcv_size, rcv_name, timeout) : status;
}

/* Most calls do one thing. */
static inline mach_msg_return_t exchange(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size,
                                         mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                         mach_msg_header_t *rcv_msg)
{
    switch (option & (MACH_SEND_MSG | MACH_RCV_MSG)) {
    case MACH_SEND_MSG: return send(msg, option, send_size, timeout);
    case MACH_RCV_MSG: return receive_first(rcv_msg, option, rcv_size, rcv_name, timeout);
    case MACH_SEND_MSG | MACH_RCV_MSG: return send_and_receive(msg, option, send_size, rcv_size, rcv_name, timeout, rcv_msg);
    default: return MACH_MSG_SUCCESS;
    }
}

mach_msg_return_t mach_msg_overwrite(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size,
                                     mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                     mach_port_name_t notify, mach_msg_header_t *rcv_msg, mach_msg_size_t rcv_limit)
{
    (void)notify, (void)rcv_limit; /* a priority, and nothing, since kernels read them otherwise */
    return exchange(msg, option, send_size, rcv_size, rcv_name, timeout, rcv_msg != NULL ? rcv_msg : msg);
}

mach_msg_return_t mach_msg(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size,
                           mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify)
{
    (void)notify;
    return exchange(msg, option, send_size, rcv_size, rcv_name, timeout, msg);
}
