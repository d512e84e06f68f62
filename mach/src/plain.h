/* Plain messages: they carry no right but that to their destination, which is copied. Most are.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_PLAIN_H
#define EMBEDDED_PLAIN_H
#include <mach/mach.h>
#include <stdbool.h>

/* Both answer false where the message is not plain, or something else has to be looked at: then nothing is done, and what has to
   be is for whoever sends and receives all kinds of messages. */

/* Sends a plain message that finds room. */
bool send_plain(const mach_msg_header_t *buffer, mach_msg_size_t size);
/* Receives the first message of a port, which fits, by a receive that asks for no more than the least trailer. */
bool receive_plain(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size, mach_port_name_t from);

#endif
