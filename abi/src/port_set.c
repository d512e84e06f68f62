/* Port sets.
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
