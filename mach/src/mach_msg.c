/* mach_msg and mach_msg_overwrite: what their options say is done.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "receive.h"
#include "send.h"
#include <mach/mach.h>

static struct patience patience_of(mach_msg_option_t option, mach_msg_option_t timed, mach_msg_option_t interruptible,
                                   mach_msg_timeout_t timeout)
{
    struct patience patience = {.deadline = NO_DEADLINE, .interruptible = (option & interruptible) != 0};
    if ((option & timed) != 0)
        patience.deadline = timeout == 0 ? NO_WAIT : deadline_after(timeout);
    return patience;
}

mach_msg_return_t mach_msg_overwrite(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size,
                                     mach_msg_size_t rcv_size, mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                     mach_port_name_t notify, mach_msg_header_t *rcv_msg, mach_msg_size_t rcv_limit)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    (void)notify, (void)rcv_limit; /* a priority, and nothing, since kernels read them otherwise */
    if ((option & MACH_SEND_MSG) != 0)
        status = send_message(msg, option, send_size, patience_of(option, MACH_SEND_TIMEOUT, MACH_SEND_INTERRUPT, timeout));
    if (status == MACH_MSG_SUCCESS && (option & MACH_RCV_MSG) != 0)
        status = receive_message(rcv_msg != NULL ? rcv_msg : msg, option, rcv_size, rcv_name,
                                 patience_of(option, MACH_RCV_TIMEOUT, MACH_RCV_INTERRUPT, timeout));
    return status;
}

mach_msg_return_t mach_msg(mach_msg_header_t *msg, mach_msg_option_t option, mach_msg_size_t send_size, mach_msg_size_t rcv_size,
                           mach_port_name_t rcv_name, mach_msg_timeout_t timeout, mach_port_name_t notify)
{
    return mach_msg_overwrite(msg, option, send_size, rcv_size, rcv_name, timeout, notify, NULL, 0);
}
