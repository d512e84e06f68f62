/* Plain messages: they carry no right but that to their destination, which is copied. Most are.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_PLAIN_H
#define EMBEDDED_PLAIN_H
#include <mach/mach.h>
#include <stdbool.h>

/* Sends a plain message that finds room. False where it is not plain, finds none, or must not be sent: then nothing is done, and
   what has to be is for whoever sends all kinds of messages. */
bool send_plain(const mach_msg_header_t *buffer, mach_msg_size_t size);

#endif
