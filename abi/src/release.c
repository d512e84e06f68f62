/* The releases that are one unit less under a name. The kind is looked at first: the Mach's own call would as gladly
   release another one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

static machport_status_t deallocate(machport_name_t name, machport_kind_t kind)
{
    MACHPORT_RETURN_IF(machport_is_forked() || machport_is_value(name), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(machport_releasable(name, kind));
    return machport_op_deallocate(name);
}

machport_status_t machport_send_right_release(machport_send_t send)
{
    return deallocate(send, MACHPORT_KIND_SEND);
}

machport_status_t machport_send_once_right_release(machport_send_once_t send_once)
{
    return deallocate(send_once, MACHPORT_KIND_SEND_ONCE);
}

machport_status_t machport_dead_name_release(machport_dead_name_t dead_name)
{
    return deallocate(dead_name, MACHPORT_KIND_DEAD_NAME);
}

machport_status_t machport_release(machport_kind_t kind, machport_any_t name, machport_guard_t guard)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_KERN_SUCCESS);
    switch (kind) {
    case MACHPORT_KIND_SEND:
    case MACHPORT_KIND_SEND_ONCE:
    case MACHPORT_KIND_DEAD_NAME: return deallocate(name, kind);
    case MACHPORT_KIND_RECEIVE: return machport_receive_right_release(name, guard);
    case MACHPORT_KIND_PORT_SET: return machport_port_set_release(name);
    default: return MACHPORT_KERN_INVALID_VALUE;
    }
}
