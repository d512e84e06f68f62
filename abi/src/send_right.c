/* Send rights: made from a receive right, duplicated, released alive or dead.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_send_right_make(machport_receive_t receive, machport_send_t *send)
{
    MACHPORT_RETURN_IF(!send, MACHPORT_E_POINTER);
    *send = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(receive, MACHPORT_KIND_RECEIVE));
    MACHPORT_RETURN_NOT_OK(machport_op_make_send(receive));
    *send = receive;
    return MACHPORT_KERN_SUCCESS;
}

/* The name is looked at first, since a wrong one would raise a guard exception, and again after a failure, since the
   port may have died in between. */
static machport_status_t retain(machport_name_t name, machport_kind_t kind)
{
    MACHPORT_RETURN_NOT_OK(machport_verdict(name, kind));
    const machport_status_t status = machport_op_retain(name, kind);
    return status == MACHPORT_KERN_SUCCESS ? status : machport_refusal(name, kind, status);
}

machport_status_t machport_send_right_dup(machport_send_t send, machport_send_t *copy)
{
    MACHPORT_RETURN_IF(!copy, MACHPORT_E_POINTER);
    *copy = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(retain(send, MACHPORT_KIND_SEND));
    *copy = send;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_send_right_dup_any(machport_send_t send, machport_any_t *copy, machport_kind_t *kind)
{
    if (copy)
        *copy = MACHPORT_NULL;
    if (kind)
        *kind = MACHPORT_KIND_ANY;
    MACHPORT_RETURN_IF(!copy || !kind || copy == kind, MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    machport_kind_t found = MACHPORT_KIND_SEND;
    machport_status_t status = retain(send, found);
    if (status == MACHPORT_E_DEAD && send != MACHPORT_DEAD) {
        found = MACHPORT_KIND_DEAD_NAME;
        status = retain(send, found);
    }
    MACHPORT_RETURN_NOT_OK(status);
    *copy = send;
    *kind = found;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_dead_name_dup(machport_dead_name_t dead_name, machport_dead_name_t *copy)
{
    MACHPORT_RETURN_IF(!copy, MACHPORT_E_POINTER);
    *copy = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(retain(dead_name, MACHPORT_KIND_DEAD_NAME));
    *copy = dead_name;
    return MACHPORT_KERN_SUCCESS;
}
