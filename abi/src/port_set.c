/* Port sets and their members.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_port_set_new(machport_port_set_t *set)
{
    MACHPORT_RETURN_IF(!set, MACHPORT_E_POINTER);
    *set = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return machport_op_set_new(set);
}

machport_status_t machport_port_set_release(machport_port_set_t set)
{
    MACHPORT_RETURN_IF(machport_is_forked() || machport_is_value(set), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(machport_releasable(set, MACHPORT_KIND_PORT_SET));
    return machport_op_set_destroy(set);
}

static machport_status_t set_and_receive(machport_port_set_t set, machport_receive_t receive)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(set, MACHPORT_KIND_PORT_SET));
    return machport_verdict(receive, MACHPORT_KIND_RECEIVE);
}

machport_status_t machport_port_set_insert(machport_port_set_t set, machport_receive_t receive)
{
    MACHPORT_RETURN_NOT_OK(set_and_receive(set, receive));
    return machport_op_set_insert(set, receive);
}

machport_status_t machport_port_set_extract(machport_port_set_t set, machport_receive_t receive)
{
    MACHPORT_RETURN_NOT_OK(set_and_receive(set, receive));
    return machport_op_set_extract(set, receive);
}

machport_status_t machport_port_set_members(machport_port_set_t set, machport_name_t *names, size_t capacity, size_t *count)
{
    MACHPORT_RETURN_IF(!count, MACHPORT_E_POINTER);
    *count = 0;
    MACHPORT_RETURN_IF(capacity && !names, MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(set, MACHPORT_KIND_PORT_SET));
    MACHPORT_RETURN_NOT_OK(machport_op_set_members(set, names, capacity, count));
    return capacity && *count > capacity ? MACHPORT_KERN_NO_SPACE : MACHPORT_KERN_SUCCESS;
}
