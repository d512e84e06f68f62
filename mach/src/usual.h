/* Usual messages: all that they carry is in port descriptors, and nobody has to be told of a right that leaves its entry.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_USUAL_H
#define EMBEDDED_USUAL_H
#include <mach/mach.h>

/* What turns out to be unusual, or finds no room, goes the way of any message: send_message. */
mach_msg_return_t usual_send(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                             mach_msg_timeout_t timeout);

#endif
