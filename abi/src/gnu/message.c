/* Messages on GNU Mach, which are not there yet: typed values instead of descriptors, and no trailers.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"

machport_status_t machport_op_send(struct machport_op_message *message, uint32_t timeout_ms, enum machport_op_end *end)
{
    (void)message, (void)timeout_ms;
    *end = MACHPORT_OP_REFUSED;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_movable(machport_name_t receive)
{
    (void)receive;
    return MACHPORT_KERN_SUCCESS; /* there are no guards */
}

machport_status_t machport_op_receive(machport_name_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                      size_t rights_capacity, uint32_t timeout_ms, machport_received_t *received)
{
    (void)from, (void)bytes, (void)capacity, (void)rights, (void)rights_capacity, (void)timeout_ms;
    *received = (machport_received_t){.struct_size = received->struct_size};
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_wait_fd(machport_name_t from, int32_t *fd)
{
    (void)from;
    *fd = -1;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_notification_number(const void *bytes, size_t size, uint32_t *number)
{
    (void)bytes, (void)size;
    *number = 0;
    return MACHPORT_KERN_INVALID_VALUE;
}
