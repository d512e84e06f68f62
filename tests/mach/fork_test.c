/* After fork the child has a task of its own, with nothing in it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <sys/wait.h>
#include <unistd.h>

static int child(uint64_t parent_task, mach_port_name_t name)
{
    uint64_t task = 0;
    OK(mach_embedded_task_current(&task));
    CHECK(task > parent_task);
    CHECK_EQ(type_of(SELF), MACH_PORT_TYPE_SEND);
    CHECK_EQ(type_of(name), 0);
    struct names all = all_names();
    CHECK_EQ(all.count, 1);
    free_names(all);
    CHECK_EQ(mach_embedded_task_destroy(parent_task), KERN_INVALID_TASK);
    CHECK(mach_host_self() == 0x203 && mach_thread_self() == 0x303);
    OK(mach_port_deallocate(SELF, 0x203));
    OK(mach_port_deallocate(SELF, 0x303));
    destroy_receive(new_receive());
    return check_result();
}

static void fork_and_wait(mach_port_name_t name)
{
    uint64_t task = 0;
    int status = -1;
    mach_port_name_t host = mach_host_self(), thread = mach_thread_self();
    OK(mach_embedded_task_current(&task));
    pid_t pid = fork();
    if (pid == 0) {
        int result = child(task, name);
        if (name != MACH_PORT_NULL)
            fork_and_wait(MACH_PORT_NULL); /* a grandchild is as good as a child */
        _exit(result | check_result());
    }
    CHECK_EQ(waitpid(pid, &status, 0), pid);
    CHECK_EQ(status, 0);
    OK(mach_port_deallocate(SELF, host));
    OK(mach_port_deallocate(SELF, thread));
}

static void test_the_child_begins_anew(void)
{
    mach_port_name_t name = new_pair(1);
    fork_and_wait(name);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    OK(mach_port_destroy(SELF, name));
}

static void test_a_thread_in_another_task_forks(void)
{
    uint64_t self = enter(new_task());
    fork_and_wait(new_receive());
    OK(mach_embedded_task_destroy(enter(self)));
}

int main(void)
{
    RUN(test_the_child_begins_anew);
    RUN(test_a_thread_in_another_task_forks);
    return check_result();
}
