/* All of the Mach that is here.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_H
#define MACH_MACH_H
#include <mach/mach_error.h>
#include <mach/mach_init.h>
#include <mach/mach_port.h>
#include <mach/mach_types.h>
#include <mach/mig_errors.h>
#include <mach/message.h>
#include <mach/notify.h>
#include <mach/task.h>
#include <mach/vm_map.h>

MACH_DECLS_BEGIN
/* Releases the rights and the memory that a message names: of one that was received, or came back. */
void mach_msg_destroy(mach_msg_header_t *msg);
MACH_DECLS_END

#endif
