/* mach_port_extract_right: copyin and copyout within one task (mach-semantics 6.9).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static mach_port_name_t extract(mach_port_name_t name, mach_msg_type_name_t disposition, mach_msg_type_name_t expected)
{
    mach_port_name_t poly = NAME_UNKNOWN;
    mach_msg_type_name_t type = 0;
    OK(mach_port_extract_right(SELF, name, disposition, &poly, &type));
    CHECK_EQ(type, expected);
    return poly;
}

static kern_return_t refused(mach_port_name_t name, mach_msg_type_name_t disposition)
{
    mach_port_name_t poly;
    mach_msg_type_name_t type;
    return mach_port_extract_right(SELF, name, disposition, &poly, &type);
}

static void test_send_rights_come_back_under_their_name(void)
{
    mach_port_name_t name = new_receive();
    CHECK_EQ(extract(name, MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_PORT_SEND), name);
    CHECK_EQ(extract(name, MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_SEND), name);
    CHECK_EQ(extract(name, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_PORT_SEND), name);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(status_of(name).mps_mscount, 1);
    OK(mach_port_destroy(SELF, name));
}

static void test_a_right_alone_comes_back_under_a_new_name(void)
{
    mach_port_name_t receive = new_receive(), once = new_send_once(receive), notify = new_receive();
    arm(once, MACH_NOTIFY_DEAD_NAME, 0, notify);
    mach_port_name_t again = extract(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_MSG_TYPE_PORT_SEND_ONCE);
    CHECK(again != once);
    CHECK_EQ(type_of(once), 0);
    CHECK_EQ(type_of(again), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(messages_at(notify), 1); /* the name of the request was deleted */
    mach_port_name_t moved = extract(receive, MACH_MSG_TYPE_MOVE_RECEIVE, MACH_MSG_TYPE_PORT_RECEIVE);
    CHECK_EQ(type_of(receive), 0);
    CHECK_EQ(type_of(moved), MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_deallocate(SELF, again));
    CHECK_EQ(messages_at(moved), 1);
    CHECK_EQ(extract(moved, MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_PORT_SEND), moved); /* the port knows its new name */
    OK(mach_port_destruct(SELF, moved, -1, 0));
    destroy_receive(notify);
}

enum { COUNT = 500 };

/* Send rights to ports of another task. */
static void get_many(uint64_t owner, mach_port_name_t *names)
{
    uint64_t self = enter(owner);
    for (int i = 0; i < COUNT; i++)
        names[i] = give(new_pair(1), MACH_MSG_TYPE_COPY_SEND, self);
    enter(self);
}

/* However many there are, the space finds the name that it has for a port, with or without the receive right under it. */
static void test_many_rights_find_their_names(void)
{
    static mach_port_name_t pairs[COUNT], sends[COUNT];
    uint64_t owner = new_task();
    for (int i = 0; i < COUNT; i++)
        pairs[i] = new_pair(1);
    for (int i = 0; i < 2 * COUNT; i++)
        CHECK_EQ(extract(pairs[i % COUNT], MACH_MSG_TYPE_MOVE_RECEIVE, MACH_MSG_TYPE_PORT_RECEIVE), pairs[i % COUNT]);
    get_many(owner, sends);
    for (int i = 0; i < COUNT; i++)
        CHECK_EQ(extract(sends[i], MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_SEND), sends[i]);
    OK(mach_embedded_task_destroy(owner));
    for (int i = 0; i < COUNT; i++) {
        CHECK_EQ(urefs_of(sends[i], MACH_PORT_RIGHT_DEAD_NAME), 2);
        OK(mach_port_destroy(SELF, sends[i]));
        OK(mach_port_destroy(SELF, pairs[i]));
    }
}

static void test_dead_names(void)
{
    mach_port_name_t dead = new_dead_name(3);
    CHECK_EQ(extract(dead, MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_SEND), MACH_PORT_DEAD);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 3);
    CHECK_EQ(extract(dead, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_PORT_SEND), MACH_PORT_DEAD);
    CHECK_EQ(extract(dead, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_MSG_TYPE_PORT_SEND_ONCE), MACH_PORT_DEAD);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 1);
    CHECK_EQ(refused(dead, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(dead, MACH_MSG_TYPE_MOVE_RECEIVE), KERN_INVALID_RIGHT);
    OK(mach_port_deallocate(SELF, dead));
    dead = new_dead_name(MACH_PORT_UREFS_MAX);
    CHECK_EQ(extract(dead, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_PORT_SEND), MACH_PORT_DEAD);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), MACH_PORT_UREFS_MAX);
    OK(mach_port_destroy(SELF, dead));
}

static void test_refusals(void)
{
    mach_port_name_t receive = new_receive(), set = new_set(), once = new_send_once(receive);
    CHECK_EQ(refused(receive, MACH_MSG_TYPE_PORT_NAME), KERN_INVALID_VALUE);
    CHECK_EQ(refused(receive, MACH_MSG_TYPE_LAST), KERN_INVALID_VALUE);
    CHECK_EQ(refused(MACH_PORT_NULL, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(MACH_PORT_DEAD, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(NAME_UNKNOWN, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_NAME);
    CHECK_EQ(refused(receive, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(receive, MACH_MSG_TYPE_MOVE_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(receive, MACH_MSG_TYPE_MOVE_SEND_ONCE), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(once, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(set, MACH_MSG_TYPE_MOVE_RECEIVE), KERN_INVALID_RIGHT);
    CHECK_EQ(refused(set, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_RIGHT);
    OK(mach_port_destroy(SELF, once));
    OK(mach_port_destroy(SELF, receive));
    OK(mach_port_destroy(SELF, set));
}

int main(void)
{
    RUN(test_send_rights_come_back_under_their_name);
    RUN(test_a_right_alone_comes_back_under_a_new_name);
    RUN(test_many_rights_find_their_names);
    RUN(test_dead_names);
    RUN(test_refusals);
    return check_result();
}
