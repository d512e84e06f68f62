/* What two threads do in one space at the same time, each its own part of it: nothing but the space is common to them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "mach_exchange.h"

static mach_port_name_t name;              /* that both ask about */
static _Thread_local mach_port_name_t own; /* with a send right, whose user references one thread counts */

static void begin(void)
{
    must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &name) == KERN_SUCCESS);
}

static void allocate_and_destroy(void)
{
    for (int i = 0; i < TOGETHER; i++) {
        mach_port_name_t own;
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &own) == KERN_SUCCESS);
        must(mach_port_mod_refs(mach_task_self(), own, MACH_PORT_RIGHT_RECEIVE, -1) == KERN_SUCCESS);
    }
}

static void query_type(void)
{
    mach_port_type_t type;
    for (int i = 0; i < TOGETHER; i++)
        must(mach_port_type(mach_task_self(), name, &type) == KERN_SUCCESS);
}

static void change_urefs(void)
{
    if (own == MACH_PORT_NULL)
        own = new_pair();
    for (int i = 0; i < TOGETHER; i++) {
        must(mach_port_mod_refs(mach_task_self(), own, MACH_PORT_RIGHT_SEND, 1) == KERN_SUCCESS);
        must(mach_port_mod_refs(mach_task_self(), own, MACH_PORT_RIGHT_SEND, -1) == KERN_SUCCESS);
    }
}

const struct shared_space shared_space = {"libmach", begin, allocate_and_destroy, query_type, change_urefs};
