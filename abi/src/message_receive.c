/* Messages are received, and waited for.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"
#include "sized.h"

/* What 1.0 had: a caller with less does not know what it asks for. */
#define FIRST_SIZE (offsetof(machport_received_t, count) + sizeof(uint64_t))

static machport_status_t receivable(machport_name_t from)
{
    uint32_t types;
    MACHPORT_RETURN_NOT_OK(machport_probe(from, &types));
    MACHPORT_RETURN_IF(types & (MACHPORT_TYPE_RECEIVE | MACHPORT_TYPE_PORT_SET), MACHPORT_KERN_SUCCESS);
    return types & MACHPORT_TYPE_DEAD_NAME ? MACHPORT_E_DEAD : MACHPORT_E_WRONG_KIND;
}

static machport_status_t receive(machport_name_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                 size_t rights_capacity, uint32_t flags, uint64_t timeout_ns, machport_received_t *received)
{
    machport_status_t status;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(flags != 0, MACHPORT_KERN_INVALID_ARGUMENT);
    MACHPORT_RETURN_NOT_OK(receivable(from));
    do
        status =
            machport_op_receive(from, bytes, capacity, rights, rights_capacity, machport_timeout_slice(&timeout_ns), received);
    while (status == MACHPORT_MACH_RCV_TIMED_OUT && timeout_ns != 0);
    if (status != MACHPORT_MACH_RCV_INVALID_NAME)
        return status;
    const machport_status_t refusal = receivable(from);
    return refusal == MACHPORT_KERN_SUCCESS ? status : refusal;
}

machport_status_t machport_message_receive(machport_any_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                           size_t rights_capacity, uint32_t flags, uint64_t timeout_ns,
                                           machport_received_t *received)
{
    MACHPORT_RETURN_IF(!received || (capacity && !bytes) || (rights_capacity && !rights), MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(received->struct_size < FIRST_SIZE, MACHPORT_KERN_INVALID_ARGUMENT);
    machport_received_t ours = {0};
    const machport_status_t status = receive(from, bytes, capacity, rights, rights_capacity, flags, timeout_ns, &ours);
    machport_sized_write(received, received->struct_size, &ours, sizeof ours);
    return status;
}

machport_status_t machport_wait_fd(machport_any_t from, int32_t *fd)
{
    MACHPORT_RETURN_IF(!fd, MACHPORT_E_POINTER);
    *fd = -1;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(receivable(from));
    return machport_op_wait_fd(from, fd);
}
