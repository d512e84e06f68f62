/* A task dies and its rights are spread over others: each kind goes as if it were released, and what others hold dies
   (mach-semantics 13).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static uint64_t self, other, third;

static void begin(void)
{
    other = new_task();
    third = new_task();
    OK(mach_embedded_task_current(&self));
}

static void end(void)
{
    enter(self);
    OK(mach_embedded_task_destroy(third));
}

static void dies(void)
{
    enter(self);
    OK(mach_embedded_task_destroy(other));
}

/* A receive right with a no-senders request to notify. */
static mach_port_name_t watched(mach_port_name_t notify)
{
    mach_port_name_t name = new_receive();
    arm(name, MACH_NOTIFY_NO_SENDERS, 1, notify);
    return name;
}

static void test_its_send_rights(void)
{
    begin();
    mach_port_name_t notify = new_receive(), alone = watched(notify), shared = watched(notify);
    give(alone, MACH_MSG_TYPE_MAKE_SEND, other);
    give(alone, MACH_MSG_TYPE_MAKE_SEND, other); /* two references, one right */
    give(shared, MACH_MSG_TYPE_MAKE_SEND, other);
    give(shared, MACH_MSG_TYPE_MAKE_SEND, third);
    dies();
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(status_of(alone).mps_srights, 0);
    CHECK_EQ(status_of(alone).mps_nsrequest, 0);
    CHECK_EQ(status_of(shared).mps_srights, 1);
    CHECK_EQ(status_of(shared).mps_nsrequest, 1);
    end();
    CHECK_EQ(messages_at(notify), 2);
    OK(mach_port_destroy(SELF, alone));
    OK(mach_port_destroy(SELF, shared));
    destroy_receive(notify);
}

static void test_its_send_once_rights(void)
{
    begin();
    mach_port_name_t name = new_receive();
    give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, third);
    dies();
    CHECK_EQ(messages_at(name), 2);
    CHECK_EQ(status_of(name).mps_sorights, 3); /* two came back in the messages */
    end();
    CHECK_EQ(messages_at(name), 3);
    destroy_receive(name);
}

static void test_its_receive_rights(void)
{
    begin();
    mach_port_name_t notify = new_receive(), ours, once;
    enter(other);
    mach_port_name_t name = new_pair(3), set = new_set();
    OK(mach_port_insert_member(SELF, name, set));
    ours = give(name, MACH_MSG_TYPE_COPY_SEND, self);
    once = give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, self);
    mach_port_name_t theirs = give(name, MACH_MSG_TYPE_COPY_SEND, third);
    enter(self);
    arm(ours, MACH_NOTIFY_DEAD_NAME, 0, notify);
    dies();
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(type_of(ours), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(ours, MACH_PORT_RIGHT_DEAD_NAME), 2); /* one for the notification */
    CHECK_EQ(type_of(once), MACH_PORT_TYPE_DEAD_NAME);
    enter(third);
    CHECK_EQ(type_of(theirs), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(theirs, MACH_PORT_RIGHT_DEAD_NAME), 1);
    end();
    OK(mach_port_destroy(SELF, ours));
    OK(mach_port_destroy(SELF, once));
    destroy_receive(notify);
}

static void test_its_requests(void)
{
    begin();
    mach_port_name_t alive = new_receive(), dead = new_receive(), notify = new_receive(), previous = MACH_PORT_DEAD;
    mach_port_name_t to_alive = give(alive, MACH_MSG_TYPE_MAKE_SEND, other), to_dead = give(dead, MACH_MSG_TYPE_MAKE_SEND, other);
    mach_port_name_t first = give(notify, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    mach_port_name_t second = give(notify, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    enter(other);
    OK(mach_port_request_notification(SELF, to_alive, MACH_NOTIFY_DEAD_NAME, 0, first, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
    OK(mach_port_request_notification(SELF, to_dead, MACH_NOTIFY_DEAD_NAME, 0, second, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
    enter(self);
    destroy_receive(dead);
    CHECK_EQ(messages_at(notify), 1); /* dead name */
    dies();
    CHECK_EQ(messages_at(notify), 2); /* port deleted, of the one that lives; nothing more of the other */
    CHECK_EQ(status_of(notify).mps_sorights, 2);
    end();
    destroy_receive(alive);
    destroy_receive(notify);
}

static void test_a_receive_right_that_somebody_wants(void)
{
    begin();
    mach_port_name_t notify = new_receive(), ours, previous = MACH_PORT_DEAD;
    mach_port_name_t to_notify = give(notify, MACH_MSG_TYPE_MAKE_SEND_ONCE, other);
    enter(other);
    mach_port_name_t name = new_pair(1);
    ours = give(name, MACH_MSG_TYPE_COPY_SEND, self);
    OK(mach_port_request_notification(SELF, name, MACH_NOTIFY_PORT_DESTROYED, 0, to_notify, MACH_MSG_TYPE_MOVE_SEND_ONCE,
                                      &previous));
    dies();
    CHECK_EQ(messages_at(notify), 1); /* with the receive right */
    CHECK_EQ(type_of(ours), MACH_PORT_TYPE_SEND);
    destroy_receive(notify); /* and now it dies in the queue */
    CHECK_EQ(type_of(ours), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, ours));
    end();
}

static void test_its_task_port(void)
{
    begin();
    enter(other);
    mach_port_name_t its_task = give(SELF, MACH_MSG_TYPE_COPY_SEND, self), name = MACH_PORT_NULL;
    enter(self);
    OK(mach_port_allocate(its_task, MACH_PORT_RIGHT_RECEIVE, &name));
    dies();
    CHECK_EQ(mach_port_allocate(its_task, MACH_PORT_RIGHT_RECEIVE, &name), MACH_SEND_INVALID_DEST);
    CHECK_EQ(type_of(its_task), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, its_task));
    end();
}

int main(void)
{
    RUN(test_its_send_rights);
    RUN(test_its_send_once_rights);
    RUN(test_its_receive_rights);
    RUN(test_its_requests);
    RUN(test_a_receive_right_that_somebody_wants);
    RUN(test_its_task_port);
    return check_result();
}
