/* Sending a message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_SEND_H
#define EMBEDDED_SEND_H
#include "message.h"
#include "task.h"

/* Of a message that was taken and could not be sent the buffer tells what came back. */
mach_msg_return_t send_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                               mach_msg_timeout_t timeout);

/* What is left of a message that was begun elsewhere: to take its destination's right out of its entry, unless the message has
   it, and the rights of its descriptors from one on. The space that the thread acts in is locked. */
struct rest {
    struct acting acting;
    struct entry *to;
    mach_msg_type_name_t disposition;
    uint32_t from;
};
/* Sends it. Unlocks the space. */
SELDOM mach_msg_return_t send_rest(struct message *message, const struct rest *rest, mach_msg_header_t *buffer,
                                   mach_msg_option_t option, mach_msg_timeout_t timeout);

#endif
