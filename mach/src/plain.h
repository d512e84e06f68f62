/* Plain messages: they carry no right but that to their destination, which is copied. Most are.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_PLAIN_H
#define EMBEDDED_PLAIN_H
#include "message.h"

static inline bool plain_is(const mach_msg_header_t *buffer, mach_msg_size_t size)
{
    return size >= sizeof *buffer && size <= MESSAGE_MOST && size % sizeof(natural_t) == 0 && buffer != NULL &&
           (buffer->msgh_bits & MACH_MSGH_BITS_USER) == MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_NONE) &&
           buffer->msgh_local_port == MACH_PORT_NULL;
}

/* Sends one that finds room; where something else has to be looked at, this is send_message. */
mach_msg_return_t plain_send(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                             mach_msg_timeout_t timeout);

#endif
