/* mach_port_insert_right (mach-semantics 6.8, with 18.5 and 19.1).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static const mach_port_name_t fresh = 0x40003;

static kern_return_t insert(mach_port_name_t name, mach_port_name_t poly, mach_msg_type_name_t disposition)
{
    return mach_port_insert_right(SELF, name, poly, disposition);
}

static void test_the_right_that_is_inserted(void)
{
    mach_port_name_t name = new_receive();
    CHECK_EQ(insert(fresh, MACH_PORT_NULL, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_NAME);
    CHECK_EQ(insert(fresh, MACH_PORT_DEAD, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_NAME);
    CHECK_EQ(insert(fresh, NAME_UNKNOWN, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_NAME);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_MOVE_SEND_ONCE), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_PORT_NAME), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_LAST), KERN_INVALID_RIGHT);
    CHECK_EQ(status_of(name).mps_mscount, 0);
    destroy_receive(name);
}

static void test_in_place(void)
{
    mach_port_name_t name = new_receive(), set = new_set(), once = new_send_once(name), dead = new_dead_name(1);
    CHECK_EQ(insert(name, name, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    OK(insert(name, name, MACH_MSG_TYPE_MAKE_SEND));
    OK(insert(name, name, MACH_MSG_TYPE_COPY_SEND));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(insert(once, once, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(set, set, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(dead, dead, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(insert(NAME_UNKNOWN, NAME_UNKNOWN, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_NAME);
    OK(mach_port_destroy(SELF, once));
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, set));
    OK(mach_port_destroy(SELF, dead));
}

static void test_a_right_dead_without_being_looked_at(void)
{
    mach_port_name_t name = new_receive(), once = new_send_once(name);
    destroy_receive(name);
    CHECK_EQ(insert(once, once, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(insert(fresh, once, MACH_MSG_TYPE_MOVE_SEND_ONCE), KERN_INVALID_CAPABILITY);
    CHECK_EQ(type_of(once), 0); /* the move took it */
}

static void test_dead_names(void)
{
    mach_port_name_t dead = new_dead_name(2);
    CHECK_EQ(insert(fresh, dead, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_RIGHT);
    CHECK_EQ(insert(fresh, dead, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 2);
    CHECK_EQ(insert(fresh, dead, MACH_MSG_TYPE_MOVE_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 1);
    CHECK_EQ(insert(fresh, dead, MACH_MSG_TYPE_MOVE_SEND_ONCE), KERN_INVALID_CAPABILITY);
    CHECK_EQ(type_of(dead), 0);
}

static void test_under_a_fresh_name(void)
{
    mach_port_name_t name = new_receive();
    OK(insert(fresh, name, MACH_MSG_TYPE_MAKE_SEND_ONCE));
    CHECK_EQ(type_of(fresh), MACH_PORT_TYPE_SEND_ONCE);
    OK(insert(0x50003, name, MACH_MSG_TYPE_MOVE_RECEIVE));
    CHECK_EQ(type_of(name), 0);
    CHECK_EQ(type_of(0x50003), MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_destroy(SELF, fresh));
    destroy_receive(0x50003);
}

static void test_moves_under_the_same_name(void)
{
    mach_port_name_t name = new_pair(2);
    OK(insert(name, name, MACH_MSG_TYPE_MOVE_SEND));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    OK(insert(name, name, MACH_MSG_TYPE_MOVE_RECEIVE));
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    OK(mach_port_destroy(SELF, name));
}

/* From here on the right is taken already, and lost. */
static void test_what_a_failure_costs(void)
{
    mach_port_name_t name = new_pair(3), taken = new_receive(), once;
    CHECK_EQ(insert(MACH_PORT_NULL, name, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_VALUE);
    CHECK_EQ(insert(MACH_PORT_DEAD, name, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_VALUE);
    CHECK_EQ(status_of(name).mps_mscount, 3);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 3);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_MOVE_SEND), KERN_RIGHT_EXISTS);
    CHECK_EQ(insert(taken, name, MACH_MSG_TYPE_COPY_SEND), KERN_RIGHT_EXISTS);
    CHECK_EQ(insert(0x50002, name, MACH_MSG_TYPE_COPY_SEND), KERN_RIGHT_EXISTS); /* before what is wrong with the number */
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(insert(taken, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_NAME_EXISTS);
    CHECK_EQ(messages_at(name), 1);
    CHECK_EQ(insert(name, taken, MACH_MSG_TYPE_MAKE_SEND), KERN_RIGHT_EXISTS);
    CHECK_EQ(insert(0x50002, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_INVALID_VALUE);
    CHECK_EQ(insert(0x00000003, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_FAILURE);
    CHECK_EQ(insert(name ^ 0x80, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_FAILURE);
    CHECK_EQ(insert(0xffffff03, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_NO_SPACE);
    once = new_send_once(taken);
    CHECK_EQ(insert(name, once, MACH_MSG_TYPE_MOVE_SEND_ONCE), KERN_NAME_EXISTS);
    CHECK_EQ(messages_at(taken), 1);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_MOVE_RECEIVE), KERN_RIGHT_EXISTS);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME); /* the move destroyed the port */
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_destroy(SELF, name));
    destroy_receive(taken);
}

static void test_the_last_reference_moved_away_leaves_the_receive_right(void)
{
    mach_port_name_t name = new_pair(1);
    CHECK_EQ(insert(MACH_PORT_NULL, name, MACH_MSG_TYPE_MOVE_SEND), KERN_INVALID_VALUE);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(status_of(name).mps_srights, 0);
    OK(insert(name, name, MACH_MSG_TYPE_MAKE_SEND));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_port_destroy(SELF, name));
}

/* The space knows the port by its send right, and the receive right comes to that name. */
static void test_the_receive_right_joins_the_send_right(void)
{
    mach_port_name_t name = new_pair(4);
    CHECK_EQ(insert(fresh, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_SUCCESS);
    OK(insert(name, name, MACH_MSG_TYPE_MOVE_RECEIVE));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 4);
    CHECK_EQ(status_of(name).mps_mscount, 0);
    OK(mach_port_deallocate(SELF, fresh));
    CHECK_EQ(messages_at(name), 1);
    OK(mach_port_destroy(SELF, name));
}

static void test_into_another_task(void)
{
    uint64_t other = new_task();
    mach_port_name_t name = new_pair(2), other_task;
    uint64_t self = enter(other);
    other_task = give(SELF, MACH_MSG_TYPE_COPY_SEND, self);
    enter(self);
    OK(mach_port_insert_right(other_task, 0x40003, name, MACH_MSG_TYPE_MOVE_SEND));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 1);
    enter(other);
    CHECK_EQ(urefs_of(0x40003, MACH_PORT_RIGHT_SEND), 1);
    enter(self);
    OK(mach_port_deallocate(other_task, 0x40003));
    OK(mach_embedded_task_destroy(other));
    CHECK_EQ(mach_port_deallocate(other_task, 0x40003), MACH_SEND_INVALID_DEST);
    OK(mach_port_deallocate(SELF, other_task));
    OK(mach_port_destroy(SELF, name));
}

int main(void)
{
    RUN(test_the_right_that_is_inserted);
    RUN(test_in_place);
    RUN(test_a_right_dead_without_being_looked_at);
    RUN(test_dead_names);
    RUN(test_under_a_fresh_name);
    RUN(test_moves_under_the_same_name);
    RUN(test_what_a_failure_costs);
    RUN(test_the_last_reference_moved_away_leaves_the_receive_right);
    RUN(test_the_receive_right_joins_the_send_right);
    RUN(test_into_another_task);
    return check_result();
}
