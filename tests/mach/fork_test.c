/* After fork the child has a task of its own, with nothing in it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <servers/bootstrap.h>
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
        exit(result | check_result());     /* not _exit: LeakSanitizer looks at what the parent had, too */
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

/* In a thread, whose stack is gone when LeakSanitizer looks for what might point at the task's space. */
static void *end_a_task(void *none)
{
    OK(mach_embedded_task_destroy(new_task()));
    return none;
}

static void test_what_the_parent_had_is_no_leak(void)
{
    mach_port_name_t set = new_set(), member = new_pair(1), notify = new_receive(), thread = mach_thread_self();
    OK(mach_port_insert_member(SELF, member, set));
    arm(member, MACH_NOTIFY_DEAD_NAME, 0, notify);
    pthread_t ender;
    CHECK_EQ(pthread_create(&ender, NULL, end_a_task, NULL), 0);
    CHECK_EQ(pthread_join(ender, NULL), 0);
    fork_and_wait(MACH_PORT_NULL);
    const mach_port_name_t names[] = {set, member, notify, thread};
    for (int i = 0; i < 4; i++)
        OK(mach_port_destroy(SELF, names[i]));
}

static void test_the_child_has_services_of_its_own(void)
{
    const char *const name = "org.example.service";
    mach_port_name_t service, found;
    int status = -1;
    OK(bootstrap_check_in(bootstrap_port, name, &service));
    pid_t pid = fork();
    if (pid == 0) {
        CHECK_EQ(urefs_of(bootstrap_port, MACH_PORT_RIGHT_SEND), 1);
        CHECK_EQ(bootstrap_look_up(bootstrap_port, name, &found), BOOTSTRAP_UNKNOWN_SERVICE);
        OK(bootstrap_check_in(bootstrap_port, name, &service));
        OK(bootstrap_look_up(bootstrap_port, name, &found));
        CHECK_EQ(found, service);
        exit(check_result());
    }
    CHECK_EQ(waitpid(pid, &status, 0), pid);
    CHECK_EQ(status, 0);
    OK(bootstrap_look_up(bootstrap_port, name, &found));
    OK(mach_port_destroy(SELF, service));
}

int main(void)
{
    RUN(test_what_the_parent_had_is_no_leak);
    RUN(test_the_child_begins_anew);
    RUN(test_a_thread_in_another_task_forks);
    RUN(test_the_child_has_services_of_its_own);
    return check_result();
}
