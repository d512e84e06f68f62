/* Send rights, send-once rights and dead names above <mach/mach.h>: made, given by the system, counted. They are given
   back by deallocate: mod_refs(-1) raises a guard exception for a right that has just died.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "darwin/reply.h"
#include <mach/mach.h>

machport_status_t machport_darwin_reply(int32_t status)
{
    switch (status) {
    case MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE: return KERN_NO_SPACE;
    case MACH_RCV_BODY_ERROR | MACH_MSG_IPC_KERNEL: return KERN_RESOURCE_SHORTAGE;
    default: return status;
    }
}

machport_status_t machport_op_make_send(machport_name_t receive)
{
    return mach_port_insert_right(mach_task_self(), receive, receive, MACH_MSG_TYPE_MAKE_SEND);
}

machport_status_t machport_op_make_send_once(machport_name_t receive, machport_name_t *send_once)
{
    mach_port_t made = MACH_PORT_NULL;
    mach_msg_type_name_t type = 0;
    const kern_return_t status = mach_port_extract_right(mach_task_self(), receive, MACH_MSG_TYPE_MAKE_SEND_ONCE, &made, &type);
    *send_once = status == KERN_SUCCESS ? made : MACHPORT_NULL;
    return machport_darwin_reply(status);
}

machport_status_t machport_op_retain(machport_name_t name, machport_kind_t kind)
{
    return mach_port_mod_refs(mach_task_self(), name, kind, 1);
}

machport_status_t machport_op_deallocate(machport_name_t name)
{
    return mach_port_deallocate(mach_task_self(), name);
}

machport_name_t machport_op_task_self(void)
{
    return mach_task_self();
}

/* These calls answer with a name alone. Without one it is the task that is gone, or there was no room. */
static machport_status_t given(mach_port_t port, machport_name_t *name)
{
    mach_port_type_t type;
    *name = MACH_PORT_VALID(port) ? port : MACHPORT_NULL;
    if (MACH_PORT_VALID(port))
        return KERN_SUCCESS;
    const kern_return_t status = mach_port_type(mach_task_self(), mach_task_self(), &type);
    return status == KERN_SUCCESS ? KERN_RESOURCE_SHORTAGE : status;
}

machport_status_t machport_op_host_self(machport_name_t *host)
{
    return given(mach_host_self(), host);
}

machport_status_t machport_op_thread_self(machport_name_t *thread)
{
    return given(mach_thread_self(), thread);
}

/* MACHPORT_SPECIAL_* are Darwin's numbers. */
machport_status_t machport_op_special_port(uint32_t which, machport_name_t *port)
{
    mach_port_t found = MACH_PORT_NULL;
    const kern_return_t status = task_get_special_port(mach_task_self(), (int)which, &found);
    *port = status == KERN_SUCCESS ? found : MACHPORT_NULL;
    return machport_darwin_reply(status);
}
