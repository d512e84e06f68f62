/* Tasks: several in one process, gifts between them, and their end (mach-semantics 13, mach/embedded.h).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <time.h>

static void test_each_task_has_a_space_of_its_own(void)
{
    uint64_t a = new_task(), b = new_task(), self = enter(a), current = 0;
    CHECK(a != b && a != self);
    mach_port_name_t name = new_receive();
    CHECK_EQ(enter(b), a);
    CHECK_EQ(type_of(name), 0);
    OK(mach_embedded_task_current(&current));
    CHECK_EQ(current, b);
    CHECK_EQ(enter(self), b);
    OK(mach_embedded_task_destroy(a));
    OK(mach_embedded_task_destroy(b));
    CHECK_EQ(mach_embedded_task_destroy(a), KERN_INVALID_TASK);
    CHECK_EQ(mach_embedded_task_destroy(self), KERN_INVALID_ARGUMENT);
    CHECK(new_task() > b);
    OK(mach_embedded_task_destroy(b + 1));
}

static void test_enter_refuses(void)
{
    uint64_t previous = 0, self = 0;
    OK(mach_embedded_task_current(&self));
    CHECK_EQ(mach_embedded_task_enter(0, &previous), KERN_INVALID_TASK);
    CHECK_EQ(mach_embedded_task_enter(UINT64_MAX, &previous), KERN_INVALID_TASK);
    CHECK_EQ(previous, self);
    CHECK_EQ(mach_embedded_task_enter(self, NULL), MACHPORT_E_POINTER);
    CHECK_EQ(mach_embedded_task_create(NULL), MACHPORT_E_POINTER);
    CHECK_EQ(mach_embedded_task_current(NULL), MACHPORT_E_POINTER);
    CHECK_EQ(mach_embedded_guard_exceptions(NULL), MACHPORT_E_POINTER);
    OK(mach_embedded_task_current(&previous));
    CHECK_EQ(previous, self);
}

static void test_gifts(void)
{
    uint64_t other = new_task(), self;
    machport_name_t given = 77;
    mach_port_name_t name = new_receive(), dead = new_dead_name(1);
    CHECK_EQ(mach_embedded_right_give(name, MACH_MSG_TYPE_MAKE_SEND, other, NULL), MACHPORT_E_POINTER);
    CHECK_EQ(mach_embedded_right_give(name, MACH_MSG_TYPE_MAKE_SEND, 0, &given), KERN_INVALID_TASK);
    CHECK_EQ(given, MACH_PORT_NULL);
    CHECK_EQ(mach_embedded_right_give(name, MACH_MSG_TYPE_MOVE_RECEIVE, other, &given), KERN_INVALID_VALUE);
    CHECK_EQ(mach_embedded_right_give(name, MACH_MSG_TYPE_COPY_SEND, other, &given), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_embedded_right_give(dead, MACH_MSG_TYPE_COPY_SEND, other, &given), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_embedded_right_give(NAME_UNKNOWN, MACH_MSG_TYPE_COPY_SEND, other, &given), KERN_INVALID_NAME);
    mach_port_name_t send = give(name, MACH_MSG_TYPE_MAKE_SEND, other), once = give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    CHECK_EQ(give(name, MACH_MSG_TYPE_MAKE_SEND, other), send);
    mach_port_rights_t srights = 0;
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 1); /* the second joined the first */
    CHECK_EQ(status_of(name).mps_mscount, 2);
    self = enter(other);
    CHECK_EQ(type_of(send), MACH_PORT_TYPE_SEND);
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(type_of(once), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(give(send, MACH_MSG_TYPE_COPY_SEND, self), name); /* home again */
    OK(mach_embedded_limit_names(1));
    enter(self);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    CHECK_EQ(mach_embedded_right_give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, other, &given), KERN_NO_SPACE);
    CHECK_EQ(messages_at(name), 1);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, dead));
    OK(mach_embedded_task_destroy(other));
}

static void test_the_end_of_a_task(void)
{
    mach_port_name_t ours = new_receive(), notify = new_receive();
    uint64_t other = new_task(), self = 0;
    give(ours, MACH_MSG_TYPE_MAKE_SEND, other);
    give(ours, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    arm(ours, MACH_NOTIFY_NO_SENDERS, 0, notify);
    self = enter(other);
    mach_port_name_t theirs = give(new_pair(2), MACH_MSG_TYPE_COPY_SEND, self);
    enter(self);
    OK(mach_embedded_task_destroy(other));
    CHECK_EQ(messages_at(notify), 1); /* no senders */
    CHECK_EQ(messages_at(ours), 1);   /* its send-once right died unused */
    CHECK_EQ(type_of(theirs), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, theirs));
    destroy_receive(ours);
    destroy_receive(notify);
}

static void test_a_thread_of_a_task_that_ended(void)
{
    mach_port_name_t name;
    machport_name_t given;
    uint64_t other = new_task(), self = enter(other), previous = 0;
    OK(mach_embedded_task_destroy(other));
    CHECK_EQ(mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &name), KERN_INVALID_TASK);
    CHECK_EQ(mach_port_deallocate(SELF, MACH_PORT_NULL), KERN_INVALID_TASK);
    CHECK_EQ(mach_embedded_right_give(SELF, MACH_MSG_TYPE_COPY_SEND, self, &given), KERN_INVALID_TASK);
    CHECK_EQ(mach_embedded_limit_names(3), KERN_INVALID_TASK);
    uint64_t next = new_task(); /* which may use the same memory */
    CHECK_EQ(mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &name), KERN_INVALID_TASK);
    OK(mach_embedded_task_enter(self, &previous));
    CHECK_EQ(previous, other);
    OK(mach_embedded_task_destroy(next));
}

static void test_reset_ends_every_task(void)
{
    uint64_t before = new_task(), first = 0;
    new_receive();
    enter(before);
    OK(mach_embedded_reset());
    OK(mach_embedded_task_current(&first));
    CHECK(first > before);
    CHECK_EQ(mach_embedded_task_destroy(before), KERN_INVALID_TASK);
    struct names all = all_names();
    CHECK_EQ(all.count, 1);
    free_names(all);
    CHECK_EQ(new_receive(), 0x203);
    OK(mach_embedded_reset());
}

static void test_a_task_is_known_by_its_send_right_alone(void)
{
    mach_port_name_t name;
    mach_port_type_t type = 0;
    uint64_t other = new_task(), self = enter(other);
    mach_port_name_t outside = give(SELF, MACH_MSG_TYPE_COPY_SEND, self);
    OK(mach_port_deallocate(SELF, SELF));
    CHECK_EQ(mach_port_type(SELF, SELF, &type), MACH_SEND_INVALID_DEST);
    CHECK_EQ(mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &name), MACH_SEND_INVALID_DEST);
    CHECK_EQ(mach_port_allocate(MACH_PORT_NULL, MACH_PORT_RIGHT_RECEIVE, &name), MACH_SEND_INVALID_DEST);
    enter(self);
    CHECK_EQ(mach_port_type(outside, 0x203, &type), KERN_INVALID_NAME); /* asked from outside, in its space */
    mach_port_name_t again = give(outside, MACH_MSG_TYPE_COPY_SEND, other);
    enter(other);
    CHECK(again != SELF);
    OK(mach_port_type(again, again, &type));
    CHECK_EQ(type, MACH_PORT_TYPE_SEND);
    OK(mach_port_allocate(again, MACH_PORT_RIGHT_RECEIVE, &name));
    CHECK_EQ(mach_port_type(SELF, name, &type), MACH_SEND_INVALID_DEST);
    enter(self);
    OK(mach_port_type(outside, name, &type));
    CHECK_EQ(type, MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_deallocate(SELF, outside));
    OK(mach_embedded_task_destroy(other));
}

/* In seconds of this thread's own. */
static double now(void)
{
    struct timespec time;
    CHECK_EQ(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time), 0);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Far up in the table, and in that of a 32-bit process, too. */
#define HIGH 0xffffe03u

static void test_a_high_name_costs_nothing_once_it_is_gone(void)
{
    uint64_t self = enter(new_task());
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, HIGH));
    struct names all = all_names();
    CHECK_EQ(all.count, 2);
    CHECK_EQ(all.names[1], HIGH);
    free_names(all);
    destroy_receive(HIGH);
    double began = now();
    for (int i = 0; i < 8000; i++)
        free_names(all_names());
    CHECK(now() - began < 4); /* a walk that far takes longer than half a millisecond */
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, HIGH + 8));
    OK(mach_embedded_task_destroy(enter(self)));
}

int main(void)
{
    RUN(test_each_task_has_a_space_of_its_own);
    RUN(test_enter_refuses);
    RUN(test_gifts);
    RUN(test_the_end_of_a_task);
    RUN(test_a_thread_of_a_task_that_ended);
    RUN(test_a_task_is_known_by_its_send_right_alone);
    RUN(test_a_high_name_costs_nothing_once_it_is_gone);
    RUN(test_reset_ends_every_task);
    return check_result();
}
