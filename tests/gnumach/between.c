/* The place between libmachport and the kernel: the linker sends every call of the message trap here (--wrap). A message
   that goes alone is the test's; one that waits for its reply is a call of the kernel.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "between.h"
#include "gnu/traps.h"

struct between between;

int32_t __real_machport_gnu_trap_msg(struct machport_gnu_header *message, uint32_t options, uint32_t send_size,
                                     uint32_t receive_size, machport_name_t receive, uint32_t timeout, machport_name_t notify);
int32_t __wrap_machport_gnu_trap_msg(struct machport_gnu_header *message, uint32_t options, uint32_t send_size,
                                     uint32_t receive_size, machport_name_t receive, uint32_t timeout, machport_name_t notify);

int32_t __wrap_machport_gnu_trap_msg(struct machport_gnu_header *message, uint32_t options, uint32_t send_size,
                                     uint32_t receive_size, machport_name_t receive, uint32_t timeout, machport_name_t notify)
{
    const uint32_t call = MACHPORT_GNU_SEND | MACHPORT_GNU_RECEIVE;
    if ((options & call) == MACHPORT_GNU_SEND)
        between_send();
    if ((options & call) != call)
        timeout = between_timeout(timeout);
    return __real_machport_gnu_trap_msg(message, options, send_size, receive_size, receive, timeout, notify);
}
