/* The embedded Mach's name space.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "must.h"
#include "subject.h"
#include <mach/mach.h>
#include <machport/machport.h>

static uint32_t *names, live;
static mach_port_name_t hot;  /* one name, a receive and a send right */
static mach_port_type_t seen; /* what the queries answered, so that none is optimised away */

static void fill(uint32_t count)
{
    live = count;
    must((names = malloc(live * sizeof *names)) != NULL);
    for (uint32_t i = 0; i < live; i++)
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &names[i]) == KERN_SUCCESS);
    shuffle(names, live);
    hot = names[0];
    must(mach_port_insert_right(mach_task_self(), hot, hot, MACH_MSG_TYPE_MAKE_SEND) == KERN_SUCCESS);
}

static uint32_t *next(void)
{
    static uint32_t cursor;
    cursor = cursor + 1 < live ? cursor + 1 : 1; /* not the hot one */
    return &names[cursor];
}

static void allocate_and_destroy(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        mach_port_name_t name;
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &name) == KERN_SUCCESS);
        must(mach_port_mod_refs(mach_task_self(), name, MACH_PORT_RIGHT_RECEIVE, -1) == KERN_SUCCESS);
    }
}

static void destroy_and_allocate_any(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *name = next();
        must(mach_port_mod_refs(mach_task_self(), *name, MACH_PORT_RIGHT_RECEIVE, -1) == KERN_SUCCESS);
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, name) == KERN_SUCCESS);
    }
}

static void change_urefs(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        must(mach_port_mod_refs(mach_task_self(), hot, MACH_PORT_RIGHT_SEND, 1) == KERN_SUCCESS);
        must(mach_port_mod_refs(mach_task_self(), hot, MACH_PORT_RIGHT_SEND, -1) == KERN_SUCCESS);
    }
}

static void query_type(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(mach_port_type(mach_task_self(), hot, &seen) == KERN_SUCCESS);
}

static void query_any_type(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(mach_port_type(mach_task_self(), *next(), &seen) == KERN_SUCCESS);
}

/* The least that a call of a shared library takes: it answers a number. */
static void call_nothing(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(machport_abi_version() != 0);
}

static const struct operation operations[] = {
    {"C call", 400000, call_nothing},
    {"allocate+destroy", 20000, allocate_and_destroy},
    {"allocate+destroy any", 20000, destroy_and_allocate_any},
    {"uref +1 -1", 40000, change_urefs},
    {"type", 100000, query_type},
    {"type any", 40000, query_any_type},
};

const struct subject libmach = {"libmach", fill, operations, sizeof operations / sizeof *operations};
