/* Receiving a message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RECEIVE_H
#define EMBEDDED_RECEIVE_H
#include <mach/mach.h>

struct port;

/* Receives as mach_msg does (receive_first.c): most messages are the first of a port, fit, and nothing is owed for them. Else
   this is receive_message. */
mach_msg_return_t receive_first(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size, mach_port_name_t from,
                                mach_msg_timeout_t timeout);
/* The port of the name, where it was found already, is locked, and unlocked afterwards; else it is NULL. */
mach_msg_return_t receive_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                                  mach_port_name_t from, mach_msg_timeout_t timeout, struct port *port);

#endif
