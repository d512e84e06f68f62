/* Requests for notifications. The notify right is gone whatever the answer: what this file refuses, it releases itself.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

/* Whether there can be such a request for the name. */
static machport_status_t watchable(machport_name_t name, int32_t id)
{
    uint32_t types;
    switch (id) {
    case MACHPORT_NOTIFY_SEND_POSSIBLE: return machport_verdict(name, MACHPORT_KIND_SEND);
    case MACHPORT_NOTIFY_NO_SENDERS:
    case MACHPORT_NOTIFY_PORT_DESTROYED: return machport_verdict(name, MACHPORT_KIND_RECEIVE);
    case MACHPORT_NOTIFY_DEAD_NAME:
        MACHPORT_RETURN_NOT_OK(machport_verdict(name, MACHPORT_KIND_ANY));
        MACHPORT_RETURN_NOT_OK(machport_probe(name, &types));
        return types & MACHPORT_TYPE_PORT_SET ? MACHPORT_E_WRONG_KIND : MACHPORT_KERN_SUCCESS;
    default: return MACHPORT_KERN_INVALID_VALUE;
    }
}

static machport_status_t request(machport_name_t name, int32_t id, uint32_t sync, machport_send_once_t notify,
                                 machport_send_once_t *previous)
{
    MACHPORT_RETURN_IF(!previous, MACHPORT_E_POINTER);
    *previous = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    machport_status_t status = machport_verdict(notify, MACHPORT_KIND_SEND_ONCE);
    if (status == MACHPORT_KERN_SUCCESS)
        status = watchable(name, id);
    if (status != MACHPORT_KERN_SUCCESS) {
        (void)machport_send_once_right_release(notify);
        return status;
    }
    status = machport_op_request_notification(name, id, sync, notify, previous);
    return status == MACHPORT_KERN_SUCCESS || watchable(name, id) == MACHPORT_KERN_SUCCESS ? status : watchable(name, id);
}

machport_status_t machport_notify_dead_name(machport_any_t name, machport_send_once_t notify, machport_send_once_t *previous)
{
    return request(name, MACHPORT_NOTIFY_DEAD_NAME, 0, notify, previous);
}

machport_status_t machport_notify_send_possible(machport_send_t name, machport_send_once_t notify, machport_send_once_t *previous)
{
    return request(name, MACHPORT_NOTIFY_SEND_POSSIBLE, 1, notify, previous);
}

machport_status_t machport_notify_no_senders(machport_receive_t receive, uint32_t make_send_count, machport_send_once_t notify,
                                             machport_send_once_t *previous)
{
    return request(receive, MACHPORT_NOTIFY_NO_SENDERS, make_send_count, notify, previous);
}

machport_status_t machport_notify_port_destroyed(machport_receive_t receive, machport_send_once_t notify)
{
    machport_send_once_t previous; /* there is none: a second request fails */
    return request(receive, MACHPORT_NOTIFY_PORT_DESTROYED, 0, notify, &previous);
}

machport_status_t machport_notify_cancel(machport_any_t name, int32_t id, machport_send_once_t *previous)
{
    MACHPORT_RETURN_IF(!previous, MACHPORT_E_POINTER);
    *previous = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(id == MACHPORT_NOTIFY_PORT_DESTROYED, MACHPORT_KERN_INVALID_VALUE);
    MACHPORT_RETURN_NOT_OK(watchable(name, id));
    const machport_status_t status = machport_op_request_notification(name, id, 0, MACHPORT_NULL, previous);
    return status == MACHPORT_KERN_SUCCESS || watchable(name, id) == MACHPORT_KERN_SUCCESS ? status : watchable(name, id);
}
