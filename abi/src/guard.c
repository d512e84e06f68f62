/* Guards and contexts of receive rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

/* The name is looked at first, since for a guard call a wrong one would raise a guard exception. */
static machport_status_t receive_right(machport_receive_t receive)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return machport_verdict(receive, MACHPORT_KIND_RECEIVE);
}

machport_status_t machport_guard_set(machport_receive_t receive, machport_guard_t guard, uint32_t flags)
{
    const uint32_t known = MACHPORT_GUARD_STRICT | MACHPORT_GUARD_IMMOVABLE;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(flags & ~known, MACHPORT_KERN_INVALID_ARGUMENT);
    MACHPORT_RETURN_NOT_OK(machport_verdict(receive, MACHPORT_KIND_RECEIVE));
    return machport_op_guard_set(receive, guard, flags);
}

machport_status_t machport_guard_clear(machport_receive_t receive, machport_guard_t guard)
{
    MACHPORT_RETURN_NOT_OK(receive_right(receive));
    return machport_op_guard_clear(receive, guard);
}

machport_status_t machport_context_get(machport_receive_t receive, uint64_t *context)
{
    MACHPORT_RETURN_IF(!context, MACHPORT_E_POINTER);
    *context = 0;
    MACHPORT_RETURN_NOT_OK(receive_right(receive));
    return machport_op_context_get(receive, context);
}

machport_status_t machport_context_set(machport_receive_t receive, uint64_t context)
{
    MACHPORT_RETURN_NOT_OK(receive_right(receive));
    return machport_op_context_set(receive, context);
}
