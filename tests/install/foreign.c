/* A library that was built with an installed prefix, and knows nothing of the Python package.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <machport/machport.h>

static machport_receive_t receive;

/* A send right, owned by whoever gets it. */
machport_send_t foreign_give(void);
machport_send_t foreign_give(void)
{
    machport_send_t send = MACHPORT_NULL;
    (void)machport_pair_new(0, 0, &receive, &send);
    return send;
}

/* How many user references a send right has, as the Mach beneath tells. */
uint32_t foreign_urefs(machport_send_t send);
uint32_t foreign_urefs(machport_send_t send)
{
    mach_port_urefs_t urefs = 0;
    return mach_port_get_refs(mach_task_self(), send, MACH_PORT_RIGHT_SEND, &urefs) == KERN_SUCCESS ? urefs : 0;
}

void foreign_end(void);
void foreign_end(void)
{
    (void)machport_receive_right_release(receive, 0);
}
