/* Ports that the system gives: whose right they are, their type says.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_task_self(machport_send_t *task)
{
    MACHPORT_RETURN_IF(!task, MACHPORT_E_POINTER);
    *task = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    *task = machport_op_task_self();
    return MACHPORT_KERN_SUCCESS;
}
