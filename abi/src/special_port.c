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

machport_status_t machport_host_self(machport_send_t *host)
{
    MACHPORT_RETURN_IF(!host, MACHPORT_E_POINTER);
    *host = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return machport_op_host_self(host);
}

machport_status_t machport_thread_self(machport_send_t *thread)
{
    MACHPORT_RETURN_IF(!thread, MACHPORT_E_POINTER);
    *thread = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return machport_op_thread_self(thread);
}

machport_status_t machport_special_port(uint32_t which, machport_send_t *port)
{
    MACHPORT_RETURN_IF(!port, MACHPORT_E_POINTER);
    *port = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    /* Darwin knows more, under numbers that nobody promises. */
    MACHPORT_RETURN_IF(which > MACHPORT_SPECIAL_BOOTSTRAP, MACHPORT_KERN_INVALID_ARGUMENT);
    return machport_op_special_port(which, port);
}
