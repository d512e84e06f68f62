/* Another task that this process can act as.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "other_task.h"
#include "check.h"
#include <mach/embedded.h>

static uint64_t here, there;

static void enter(uint64_t task)
{
    uint64_t previous;
    CHECK_EQ(mach_embedded_task_enter(task, &previous), MACHPORT_KERN_SUCCESS);
}

void other_task_begin(void)
{
    CHECK_EQ(mach_embedded_task_current(&here), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(mach_embedded_task_create(&there), MACHPORT_KERN_SUCCESS);
}

void other_task_end(void)
{
    CHECK_EQ(mach_embedded_task_destroy(there), MACHPORT_KERN_SUCCESS);
}

machport_receive_t other_task_port_new(void)
{
    machport_receive_t theirs;
    enter(there);
    CHECK_EQ(machport_receive_right_new(0, 0, &theirs), MACHPORT_KERN_SUCCESS);
    enter(here);
    return theirs;
}

void other_task_port_release(machport_receive_t theirs)
{
    enter(there);
    CHECK_EQ(machport_receive_right_release(theirs, 0), MACHPORT_KERN_SUCCESS);
    enter(here);
}

machport_name_t other_task_give(machport_receive_t theirs, uint32_t disposition)
{
    machport_name_t given = MACHPORT_NULL;
    enter(there);
    CHECK_EQ(mach_embedded_right_give(theirs, disposition, here, &given), MACHPORT_KERN_SUCCESS);
    enter(here);
    return given;
}
