/* Sending a message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_SEND_H
#define EMBEDDED_SEND_H
#include <mach/mach.h>

/* Of a message that was taken and could not be sent the buffer tells what came back. */
mach_msg_return_t send_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                               mach_msg_timeout_t timeout);

#endif
