/* What abi/src/darwin promises beside what the ABI shows: immovable guards, memory, and a task that has ended.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include <mach/embedded.h>
#include <mach/mach.h>
#include <machport.h>

static int is_immovable(machport_receive_t receive)
{
    mach_port_status_t port = {0};
    mach_msg_type_number_t words = MACH_PORT_RECEIVE_STATUS_COUNT;
    CHECK_EQ(mach_port_get_attributes(mach_task_self(), receive, MACH_PORT_RECEIVE_STATUS, (mach_port_info_t)&port, &words),
             KERN_SUCCESS);
    return (port.mps_flags & MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE) != 0;
}

/* Only a message could show it. */
static void an_immovable_guard_is_one(void)
{
    machport_receive_t receive;
    CHECK_EQ(machport_receive_right_new(MACHPORT_GUARD | MACHPORT_GUARD_IMMOVABLE, 1, &receive), MACHPORT_KERN_SUCCESS);
    CHECK(is_immovable(receive));
    CHECK_EQ(machport_receive_right_release(receive, 1), MACHPORT_KERN_SUCCESS);

    CHECK_EQ(machport_receive_right_new(0, 0, &receive), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_guard_set(receive, 1, MACHPORT_GUARD_STRICT), MACHPORT_KERN_SUCCESS);
    CHECK(!is_immovable(receive));
    CHECK_EQ(machport_guard_clear(receive, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_guard_set(receive, 1, MACHPORT_GUARD_IMMOVABLE), MACHPORT_KERN_SUCCESS);
    CHECK(is_immovable(receive));
    CHECK_EQ(machport_receive_right_release(receive, 1), MACHPORT_KERN_SUCCESS);
}

/* The size of the process, in pages. */
static long pages(void)
{
    long size = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%ld", &size) == 1);
    if (file != NULL)
        fclose(file);
    return size;
}

/* The Mach gives names in memory that the task must give back. */
static void names_and_members_cost_no_memory(void)
{
    enum { MANY = 2000 };
    machport_port_set_t set;
    machport_receive_t receive;
    machport_name_t names[64];
    uint32_t types[64];
    size_t count;
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_new(0, 0, &receive), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_insert(set, receive), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_members(set, names, 64, &count), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_space_names(names, types, 64, &count), MACHPORT_KERN_SUCCESS);
    const long before = pages();
    for (unsigned i = 0; i < MANY; i++)
        CHECK_EQ(machport_port_set_members(set, names, 64, &count), MACHPORT_KERN_SUCCESS);
    CHECK(pages() - before < MANY / 2);
    for (unsigned i = 0; i < MANY; i++)
        CHECK_EQ(machport_space_names(names, types, 64, &count), MACHPORT_KERN_SUCCESS);
    CHECK(pages() - before < MANY / 2);
    CHECK_EQ(machport_receive_right_release(receive, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
}

static void a_task_that_ended_gets_no_port(void)
{
    uint64_t task, home;
    machport_send_t port;
    CHECK_EQ(mach_embedded_task_create(&task), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(mach_embedded_task_enter(task, &home), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(mach_embedded_task_destroy(task), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_host_self(&port), MACHPORT_KERN_INVALID_TASK);
    CHECK_EQ(port, MACHPORT_NULL);
    CHECK_EQ(machport_thread_self(&port), MACHPORT_KERN_INVALID_TASK);
    CHECK_EQ(port, MACHPORT_NULL);
    CHECK_EQ(machport_special_port(MACHPORT_SPECIAL_TASK, &port), MACHPORT_KERN_INVALID_TASK);
    CHECK_EQ(port, MACHPORT_NULL);
    CHECK_EQ(mach_embedded_task_enter(home, &task), MACHPORT_KERN_SUCCESS);
}

int main(void)
{
    an_immovable_guard_is_one();
    names_and_members_cost_no_memory();
    a_task_that_ended_gets_no_port();
    return check_result();
}
