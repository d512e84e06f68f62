/* The host's port, a thread's, and those that a task is told of: each call gives a user reference, but for mach_task_self.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>

static mach_port_name_t special(int which)
{
    mach_port_name_t port = MACH_PORT_DEAD;
    OK(task_get_special_port(SELF, which, &port));
    return port;
}

static void release(mach_port_name_t send, mach_port_urefs_t urefs)
{
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), urefs);
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, -(mach_port_delta_t)urefs));
}

static void test_each_call_gives_a_reference(void)
{
    mach_port_name_t host = mach_host_self(), thread = mach_thread_self();
    CHECK_EQ(type_of(host), MACH_PORT_TYPE_SEND);
    CHECK_EQ(type_of(thread), MACH_PORT_TYPE_SEND);
    CHECK_EQ(mach_host_self(), host);
    CHECK_EQ(mach_thread_self(), thread);
    CHECK_EQ(special(TASK_HOST_PORT), host);
    release(host, 3);
    release(thread, 2);
    CHECK(mach_task_self() == SELF && mach_task_self() == SELF);
    CHECK_EQ(urefs_of(SELF, MACH_PORT_RIGHT_SEND), 1);
}

static void test_the_tasks_own_port_too(void)
{
    CHECK_EQ(special(TASK_KERNEL_PORT), SELF);
    CHECK_EQ(urefs_of(SELF, MACH_PORT_RIGHT_SEND), 2);
    OK(mach_port_deallocate(SELF, SELF));
}

static void test_the_name_port_names_and_controls_nothing(void)
{
    mach_port_name_t name = special(TASK_NAME_PORT), other = MACH_PORT_NULL;
    CHECK(name != SELF);
    CHECK_EQ(special(TASK_NAME_PORT), name);
    CHECK_EQ(mach_port_allocate(name, MACH_PORT_RIGHT_RECEIVE, &other), KERN_INVALID_TASK);
    CHECK_EQ(task_get_special_port(name, TASK_HOST_PORT, &other), KERN_INVALID_TASK);
    release(name, 2);
}

static void test_the_bootstrap_port(void)
{
    mach_port_name_t name = new_pair(1);
    mach_port_rights_t srights = 0;
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), bootstrap_port);
    OK(mach_port_deallocate(SELF, bootstrap_port));
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, name));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 1); /* it is copied */
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 2);
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), name);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, MACH_PORT_NULL));
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 1);
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), MACH_PORT_NULL);
    OK(mach_port_destroy(SELF, name));
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, bootstrap_port));
}

static void test_a_bootstrap_port_that_dies(void)
{
    mach_port_name_t name = new_pair(1), dead = new_dead_name(1);
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, name));
    OK(mach_port_destroy(SELF, name));
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), MACH_PORT_DEAD);
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, MACH_PORT_NULL));
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, dead));
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), MACH_PORT_DEAD);
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, MACH_PORT_DEAD));
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), MACH_PORT_DEAD);
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, bootstrap_port));
    OK(mach_port_deallocate(SELF, dead));
}

static void test_of_another_task(void)
{
    mach_port_name_t service = new_pair(1), port = MACH_PORT_NULL;
    uint64_t other = new_task(), self = enter(other);
    mach_port_name_t its_task = give(SELF, MACH_MSG_TYPE_COPY_SEND, self), notify = MACH_PORT_NULL;
    enter(self);
    OK(task_set_special_port(its_task, TASK_BOOTSTRAP_PORT, service));
    CHECK_EQ(special(TASK_BOOTSTRAP_PORT), bootstrap_port); /* this task's stays what it was */
    OK(mach_port_deallocate(SELF, bootstrap_port));
    enter(other);
    port = special(TASK_BOOTSTRAP_PORT);
    CHECK_EQ(type_of(port), MACH_PORT_TYPE_SEND);
    enter(self);
    OK(mach_port_deallocate(SELF, service));
    arm(service, MACH_NOTIFY_NO_SENDERS, 0, notify = new_receive());
    OK(mach_embedded_task_destroy(other)); /* the last who held it, in an entry and as bootstrap port */
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(task_get_special_port(its_task, TASK_BOOTSTRAP_PORT, &port), MACH_SEND_INVALID_DEST);
    CHECK_EQ(task_set_special_port(its_task, TASK_BOOTSTRAP_PORT, MACH_PORT_NULL), MACH_SEND_INVALID_DEST);
    OK(mach_port_deallocate(SELF, its_task));
    destroy_receive(service);
    destroy_receive(notify);
}

static void test_what_is_refused(void)
{
    mach_port_name_t name = new_pair(1), receive = new_receive(), port = 77;
    CHECK_EQ(task_set_special_port(SELF, TASK_KERNEL_PORT, name), KERN_NO_ACCESS);
    CHECK_EQ(task_set_special_port(SELF, TASK_HOST_PORT, name), KERN_NO_ACCESS);
    CHECK_EQ(task_set_special_port(SELF, TASK_NAME_PORT, name), KERN_INVALID_ARGUMENT);
    CHECK_EQ(task_set_special_port(SELF, 0, name), KERN_INVALID_ARGUMENT);
    CHECK_EQ(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, receive), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, NAME_UNKNOWN), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(task_set_special_port(NAME_UNKNOWN, TASK_BOOTSTRAP_PORT, name), MACH_SEND_INVALID_DEST);
    CHECK_EQ(task_set_special_port(name, TASK_BOOTSTRAP_PORT, name), KERN_INVALID_TASK);
    CHECK_EQ(task_get_special_port(SELF, 99, &port), KERN_INVALID_ARGUMENT);
    CHECK_EQ(port, 77);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_port_destroy(SELF, name));
    destroy_receive(receive);
}

static void test_a_full_space(void)
{
    mach_port_name_t port = 77;
    uint64_t other = new_task(), self = enter(other);
    OK(mach_embedded_limit_names(1));
    CHECK_EQ(mach_host_self(), MACH_PORT_NULL);
    CHECK_EQ(mach_thread_self(), MACH_PORT_NULL);
    CHECK_EQ(task_get_special_port(SELF, TASK_HOST_PORT, &port), MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
    CHECK_EQ(port, MACH_PORT_NULL);
    enter(self);
    OK(mach_embedded_task_destroy(other));
}

static void *tell_thread(void *port)
{
    mach_port_name_t name = mach_thread_self();
    CHECK_EQ(mach_thread_self(), name);
    *(mach_port_name_t *)port = name;
    return NULL;
}

static void test_a_thread_that_ends(void)
{
    mach_port_name_t ours = mach_thread_self(), theirs = MACH_PORT_NULL;
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, tell_thread, &theirs), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK(theirs != ours);
    CHECK_EQ(type_of(ours), MACH_PORT_TYPE_SEND);
    CHECK_EQ(type_of(theirs), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(theirs, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_destroy(SELF, theirs));
    release(ours, 1);
}

static void *do_nothing(void *unused)
{
    return unused;
}

static void test_a_thread_that_never_asked(void)
{
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, do_nothing, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

int main(void)
{
    RUN(test_each_call_gives_a_reference);
    RUN(test_the_tasks_own_port_too);
    RUN(test_the_name_port_names_and_controls_nothing);
    RUN(test_the_bootstrap_port);
    RUN(test_a_bootstrap_port_that_dies);
    RUN(test_of_another_task);
    RUN(test_what_is_refused);
    RUN(test_a_full_space);
    RUN(test_a_thread_that_ends);
    RUN(test_a_thread_that_never_asked);
    return check_result();
}
