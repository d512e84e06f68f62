/* All of the Mach that is here.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_H
#define MACH_MACH_H
#include <mach/mach_error.h>
#include <mach/mach_init.h>
#include <mach/mach_port.h>
#include <mach/mach_types.h>
#include <mach/mig.h>
#include <mach/mig_errors.h>
#include <mach/ndr.h>
#include <mach/message.h>
#include <mach/notify.h>
#include <mach/std_types.h>
#include <mach/task.h>
#include <mach/vm_map.h>

MACH_DECLS_BEGIN
/* Releases the rights and the memory that a message names: of one that was received, or came back. */
void mach_msg_destroy(mach_msg_header_t *msg);
/* mach_msg with what the header says: its size, and for a receive its local port. */
mach_msg_return_t mach_msg_receive(mach_msg_header_t *msg);
mach_msg_return_t mach_msg_send(mach_msg_header_t *msg);
/* Receives a request, has it answered, and sends the reply: once, or until receiving fails. */
mach_msg_return_t mach_msg_server_once(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                       mach_port_t rcv_name, mach_msg_options_t options);
mach_msg_return_t mach_msg_server(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                  mach_port_t rcv_name, mach_msg_options_t options);
/* Begins a reply, all of a mig_reply_error_t but its code. It goes to the request's local port: that of a request as it was
   sent. */
void mig_reply_setup(mach_msg_header_t *request, mach_msg_header_t *reply);
MACH_DECLS_END

#endif
