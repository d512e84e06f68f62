/* After fork the child has a task of its own, with nothing in it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <sched.h>
#include <servers/bootstrap.h>
#include <stdatomic.h>
#include <stdbool.h>
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

/* What takes one lock or another. After the first times it asks the host for no memory, whose locks are not ours to free. */
static mach_port_name_t port_to_use;

static void use_the_hosts_port(void)
{
    OK(mach_port_deallocate(SELF, mach_host_self()));
}

static void use_a_port(void)
{
    mach_msg_empty_rcv_t message = {.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0)}};
    message.header.msgh_remote_port = port_to_use;
    OK(mach_msg(&message.header, MACH_SEND_MSG | MACH_RCV_MSG, sizeof message.header, sizeof message, port_to_use, 0,
                MACH_PORT_NULL));
}

static void use_the_space(void)
{
    OK(mach_port_deallocate(SELF, new_send_once(port_to_use)));
    mach_msg_empty_rcv_t message; /* that it died */
    OK(mach_msg(&message.header, MACH_RCV_MSG, 0, sizeof message, port_to_use, 0, MACH_PORT_NULL));
}

/* So many that it takes a while to look through them, or none any more. */
static mach_port_name_t offered;

static void set_services(mach_port_name_t port)
{
    offered = port == MACH_PORT_NULL ? offered : port;
    for (char which = 'A'; which <= 'z'; which++) {
        name_t name = "org.example.of-many.";
        name[strlen(name)] = which;
        OK(bootstrap_register(bootstrap_port, name, port));
    }
}

static void use_services(void)
{
    mach_port_t found;
    CHECK_EQ(bootstrap_look_up(bootstrap_port, "org.example.of-many.none", &found), BOOTSTRAP_UNKNOWN_SERVICE);
}

static void use_tasks(void)
{
    uint64_t self;
    OK(mach_embedded_task_current(&self));
    enter(self);
}

static void (*const uses[])(void) = {use_the_hosts_port, use_a_port, use_the_space, use_services, use_tasks};
enum { USES = sizeof uses / sizeof *uses, USED = 50, FORKS = 100 };
static atomic_int used[USES];
static atomic_bool done;

static void *use_all_the_time(void *which)
{
    const size_t use = (size_t)(uintptr_t)which;
    while (!atomic_load(&done)) {
        uses[use]();
        atomic_fetch_add(&used[use], 1);
    }
    return NULL;
}

/* Whatever lock a thread of the parent's holds is none of the child's. A child that waits for one is ended by its alarm. */
static void test_other_threads_are_in_calls_meanwhile(void)
{
    pthread_t threads[USES];
    port_to_use = new_receive();
    set_services(new_pair(1));
    for (size_t i = 0; i < USES; i++) {
        for (int times = 0; times < USED; times++)
            uses[i]();
        CHECK_EQ(pthread_create(&threads[i], NULL, use_all_the_time, (void *)(uintptr_t)i), 0);
    }
    for (size_t i = 0; i < USES; i++) {
        while (atomic_load(&used[i]) < USED)
            sched_yield();
    }
    for (int i = 0; i < FORKS; i++) {
        int status = -1;
        const pid_t pid = fork();
        if (pid == 0) {
            (void)alarm(60);
            port_to_use = new_receive();
            for (size_t use = 0; use < USES; use++)
                uses[use]();
            destroy_receive(port_to_use);
            _exit(check_failures != 0);
        }
        CHECK_EQ(waitpid(pid, &status, 0), pid);
        if (!CHECK_EQ(status, 0))
            break;
    }
    atomic_store(&done, true);
    for (size_t i = 0; i < USES; i++)
        pthread_join(threads[i], NULL);
    destroy_receive(port_to_use);
    set_services(MACH_PORT_NULL);
    OK(mach_port_destroy(SELF, offered));
}

static pthread_barrier_t beside;

/* Has a reply port while another thread forks. */
static void *stand_by(void *none)
{
    CHECK(mig_get_reply_port() != MACH_PORT_NULL);
    pthread_barrier_wait(&beside);
    pthread_barrier_wait(&beside);
    return none;
}

static void test_the_child_has_a_reply_port_of_its_own(void)
{
    const mach_port_name_t first = new_receive(), reply = mig_get_reply_port();
    pthread_t other;
    int status = -1;
    CHECK_EQ(pthread_barrier_init(&beside, NULL, 2), 0);
    CHECK_EQ(pthread_create(&other, NULL, stand_by, NULL), 0);
    pthread_barrier_wait(&beside);
    pid_t pid = fork();
    if (pid == 0) {
        mig_dealloc_reply_port(SELF); /* there is none yet: nothing goes */
        CHECK_EQ(type_of(SELF), MACH_PORT_TYPE_SEND);
        CHECK_EQ(type_of(reply), 0);
        mach_port_t own = mig_get_reply_port();
        CHECK_EQ(type_of(own), MACH_PORT_TYPE_RECEIVE);
        CHECK(own != reply && mig_get_reply_port() == own);
        mig_dealloc_reply_port(own);
        struct names all = all_names();
        CHECK_EQ(all.count, 1);
        free_names(all);
        exit(check_result());
    }
    CHECK_EQ(waitpid(pid, &status, 0), pid);
    CHECK_EQ(status, 0);
    CHECK_EQ(mig_get_reply_port(), reply);
    CHECK_EQ(type_of(reply), MACH_PORT_TYPE_RECEIVE);
    pthread_barrier_wait(&beside);
    CHECK_EQ(pthread_join(other, NULL), 0);
    CHECK_EQ(pthread_barrier_destroy(&beside), 0);
    mig_dealloc_reply_port(reply);
    destroy_receive(first);
}

int main(void)
{
    RUN(test_what_the_parent_had_is_no_leak);
    RUN(test_the_child_begins_anew);
    RUN(test_a_thread_in_another_task_forks);
    RUN(test_the_child_has_services_of_its_own);
    RUN(test_other_threads_are_in_calls_meanwhile);
    RUN(test_the_child_has_a_reply_port_of_its_own);
    return check_result();
}
