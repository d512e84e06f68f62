/* How a library of today gives a right away: with the host's <mach/mach.h>, and the raw type that everybody shares.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "raw_only.h"
#include <mach/mach.h>

int raw_only_give(machport_name_t *name, machport_kind_t *kind)
{
    mach_port_options_t options = {.flags = MPO_INSERT_SEND_RIGHT};
    mach_port_name_t port = MACH_PORT_NULL;
    const kern_return_t status = mach_port_construct(mach_task_self(), &options, 0, &port);
    *name = status == KERN_SUCCESS ? port : MACHPORT_NULL;
    *kind = MACHPORT_KIND_SEND;
    return status;
}

int raw_only_take_back(machport_name_t name)
{
    return mach_port_deallocate(mach_task_self(), name);
}

int raw_only_end(machport_name_t name)
{
    return mach_port_destruct(mach_task_self(), name, 0, 0);
}
