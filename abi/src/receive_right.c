/* Receive rights, and the pair of a receive right with a send right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_guard_flags(uint32_t flags, machport_guard_t guard)
{
    const uint32_t known = MACHPORT_GUARD | MACHPORT_GUARD_STRICT | MACHPORT_GUARD_IMMOVABLE;
    const int unguarded = !(flags & MACHPORT_GUARD);
    return flags & ~known || (unguarded && (flags || guard)) ? MACHPORT_KERN_INVALID_ARGUMENT : MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_receive_right_new(uint32_t flags, machport_guard_t guard, machport_receive_t *receive)
{
    MACHPORT_RETURN_IF(!receive, MACHPORT_E_POINTER);
    *receive = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_guard_flags(flags, guard));
    return machport_op_receive_new(flags, guard, 0, receive);
}

machport_status_t machport_pair_new(uint32_t flags, machport_guard_t guard, machport_receive_t *receive, machport_send_t *send)
{
    if (receive)
        *receive = MACHPORT_NULL;
    if (send)
        *send = MACHPORT_NULL;
    MACHPORT_RETURN_IF(!receive || !send || receive == send, MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_guard_flags(flags, guard));
    MACHPORT_RETURN_NOT_OK(machport_op_receive_new(flags, guard, 1, receive));
    *send = *receive;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_receive_right_release(machport_receive_t receive, machport_guard_t guard)
{
    MACHPORT_RETURN_IF(machport_is_forked() || machport_is_value(receive), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(machport_releasable(receive, MACHPORT_KIND_RECEIVE));
    return machport_op_receive_destroy(receive, 0, guard);
}

machport_status_t machport_pair_release(machport_receive_t receive, machport_send_t send, machport_guard_t guard)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_KERN_SUCCESS);
    if (machport_is_value(receive))
        return machport_send_right_release(send);
    if (machport_is_value(send))
        return machport_receive_right_release(receive, guard);
    MACHPORT_RETURN_NOT_OK(machport_releasable(receive, MACHPORT_KIND_RECEIVE));
    MACHPORT_RETURN_NOT_OK(machport_releasable(send, MACHPORT_KIND_SEND));
    MACHPORT_RETURN_IF(receive != send, MACHPORT_KERN_INVALID_ARGUMENT);
    return machport_op_receive_destroy(receive, 1, guard);
}
