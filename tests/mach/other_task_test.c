/* Calls about another task's names: they answer of those, whatever the calling task's own names hold, and what they take or give
   beside them is the calling task's (mach-semantics 6.8, 6.9, 7.2).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static uint64_t self, task;
static mach_port_t other; /* the other task's port */

static void begin(void)
{
    task = new_task();
    self = enter(task);
    other = give(SELF, MACH_MSG_TYPE_COPY_SEND, self);
    enter(self);
}

static void end(void)
{
    OK(mach_embedded_task_destroy(task));
    OK(mach_port_deallocate(SELF, other));
}

/* A receive right of the other task, under a name that the calling task does not hold. */
static mach_port_name_t of_other(void)
{
    const mach_port_name_t name = 0x40003;
    OK(mach_port_allocate_name(other, MACH_PORT_RIGHT_RECEIVE, name));
    CHECK_EQ(type_of(name), 0);
    return name;
}

static void test_rights_and_user_references(void)
{
    begin();
    mach_port_name_t name = of_other(), second = MACH_PORT_NULL, dead = MACH_PORT_NULL;
    mach_port_options_t options = {.flags = MPO_INSERT_SEND_RIGHT};
    mach_port_type_t type = 0;
    mach_port_urefs_t urefs = 0;
    struct names all = {NULL, NULL, 0};
    mach_msg_type_number_t types;
    OK(mach_port_construct(other, &options, 0, &second));
    OK(mach_port_allocate(other, MACH_PORT_RIGHT_DEAD_NAME, &dead));
    OK(mach_port_mod_refs(other, second, MACH_PORT_RIGHT_SEND, 3));
    OK(mach_port_get_refs(other, second, MACH_PORT_RIGHT_SEND, &urefs));
    CHECK_EQ(urefs, 4);
    OK(mach_port_type(other, second, &type));
    CHECK_EQ(type, MACH_PORT_TYPE_SEND_RECEIVE);
    OK(mach_port_names(other, &all.names, &all.count, &all.types, &types));
    CHECK_EQ(all.count, 4); /* and its own port's */
    CHECK_EQ(types, 4);
    CHECK_EQ(all.names[3], name);
    CHECK_EQ(all.types[3], MACH_PORT_TYPE_RECEIVE);
    free_names(all);
    OK(mach_port_destruct(other, second, -4, 0));
    OK(mach_port_deallocate(other, dead));
    OK(mach_port_destroy(other, name));
    CHECK_EQ(mach_port_type(other, name, &type), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_type(other, dead, &type), KERN_INVALID_NAME);
    end();
}

static void test_sets(void)
{
    begin();
    mach_port_name_t name = of_other(), set = MACH_PORT_NULL, second = MACH_PORT_NULL, *members = NULL;
    mach_msg_type_number_t count = 0;
    OK(mach_port_allocate(other, MACH_PORT_RIGHT_PORT_SET, &set));
    OK(mach_port_allocate(other, MACH_PORT_RIGHT_PORT_SET, &second));
    OK(mach_port_insert_member(other, name, set));
    CHECK_EQ(mach_port_insert_member(other, name, set), KERN_ALREADY_IN_SET);
    OK(mach_port_move_member(other, name, second));
    CHECK_EQ(mach_port_extract_member(other, name, set), KERN_NOT_IN_SET);
    OK(mach_port_get_set_status(other, second, &members, &count));
    CHECK_EQ(count, 1);
    CHECK_EQ(members[0], name);
    OK(vm_deallocate(SELF, (vm_address_t)members, count * sizeof *members));
    end();
}

static void test_receive_rights(void)
{
    begin();
    mach_port_name_t name = of_other();
    mach_port_status_t status;
    mach_msg_type_number_t count = MACH_PORT_RECEIVE_STATUS_COUNT;
    mach_port_limits_t limits = {9};
    mach_port_context_t context = 0;
    mach_port_rights_t srights = 9;
    unsigned total = 9, used = 9;
    OK(mach_port_set_mscount(other, name, 7));
    OK(mach_port_set_seqno(other, name, 8));
    OK(mach_port_set_attributes(other, name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
    OK(mach_port_get_attributes(other, name, MACH_PORT_RECEIVE_STATUS, (mach_port_info_t)&status, &count));
    CHECK_EQ(status.mps_mscount, 7);
    CHECK_EQ(status.mps_seqno, 8);
    CHECK_EQ(status.mps_qlimit, 9);
    OK(mach_port_get_srights(other, name, &srights));
    CHECK_EQ(srights, 0);
    OK(mach_port_dnrequest_info(other, name, &total, &used));
    CHECK_EQ(used, 0);
    OK(mach_port_set_context(other, name, 1));
    OK(mach_port_get_context(other, name, &context));
    CHECK_EQ(context, 1);
    OK(mach_port_set_context(other, name, 0));
    OK(mach_port_guard(other, name, 2, FALSE));
    OK(mach_port_swap_guard(other, name, 2, 3));
    OK(mach_port_unguard(other, name, 3));
    OK(mach_port_guard_with_flags(other, name, 4, MPG_STRICT));
    OK(mach_port_destruct(other, name, 0, 4));
    end();
}

/* From the other task's name a right comes to the calling task. */
static void test_extract(void)
{
    begin();
    mach_port_name_t name = of_other(), once = MACH_PORT_NULL, taken = MACH_PORT_NULL;
    mach_msg_type_name_t type = 0;
    OK(mach_port_extract_right(other, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, &once, &type));
    CHECK_EQ(type_of(once), MACH_PORT_TYPE_SEND_ONCE);
    OK(mach_port_extract_right(other, name, MACH_MSG_TYPE_MOVE_RECEIVE, &taken, &type));
    CHECK_EQ(type_of(taken), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(mach_port_extract_right(other, name, MACH_MSG_TYPE_MAKE_SEND, &taken, &type), KERN_INVALID_NAME);
    OK(mach_port_deallocate(SELF, once));
    CHECK_EQ(messages_at(taken), 1);
    destroy_receive(taken);
    end();
}

/* By a message: NULL, DEAD and what has died are carried, and a right that is not there makes it wrong. */
static void test_what_cannot_be_inserted(void)
{
    begin();
    mach_port_name_t name = new_pair(2), dead = new_dead_name(2);
    CHECK_EQ(mach_port_insert_right(other, 0x40003, MACH_PORT_NULL, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(mach_port_insert_right(other, 0x40003, MACH_PORT_DEAD, MACH_MSG_TYPE_MAKE_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(mach_port_insert_right(other, MACH_PORT_NULL, MACH_PORT_NULL, MACH_MSG_TYPE_COPY_SEND), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_insert_right(other, 0x40003, dead, MACH_MSG_TYPE_MOVE_SEND), KERN_INVALID_CAPABILITY);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 1); /* the unit went all the same */
    CHECK_EQ(mach_port_insert_right(other, 0x40003, NAME_UNKNOWN, MACH_MSG_TYPE_COPY_SEND), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_right(other, 0x40003, name, MACH_MSG_TYPE_MOVE_SEND_ONCE), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_right(other, 0x40003, name, 22), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(status_of(name).mps_mscount, 1);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_deallocate(SELF, dead));
    end();
}

/* The notify right is the calling task's, and so is the one that comes back. */
static void test_requests(void)
{
    begin();
    mach_port_name_t name = of_other(), notify = new_receive(), once = new_send_once(notify), previous = MACH_PORT_DEAD;
    const mach_msg_id_t id = MACH_NOTIFY_NO_SENDERS;
    OK(mach_port_request_notification(other, name, id, 1, once, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
    CHECK_EQ(previous, MACH_PORT_NULL);
    CHECK_EQ(mach_port_request_notification(other, name, id, 1, once, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous),
             MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(mach_port_request_notification(other, name, id, 1, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, &previous),
             MACH_SEND_INVALID_RIGHT); /* the name is not the calling task's */
    OK(mach_port_request_notification(other, name, id, 1, MACH_PORT_NULL, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
    CHECK_EQ(type_of(previous), MACH_PORT_TYPE_SEND_ONCE);
    OK(mach_port_deallocate(SELF, previous));
    CHECK_EQ(messages_at(notify), 1);
    destroy_receive(notify);
    end();
}

/* What is replaced by a request comes in an answer, which says that it is dead; a task's own call fails there. */
static void test_a_request_that_was_dead(void)
{
    begin();
    mach_port_name_t name = of_other(), first = new_receive(), second = new_receive(), previous = MACH_PORT_NULL;
    const mach_msg_id_t id = MACH_NOTIFY_NO_SENDERS;
    OK(mach_port_request_notification(other, name, id, 1, first, MACH_MSG_TYPE_MAKE_SEND_ONCE, &previous));
    destroy_receive(first);
    OK(mach_port_request_notification(other, name, id, 1, second, MACH_MSG_TYPE_MAKE_SEND_ONCE, &previous));
    CHECK_EQ(previous, MACH_PORT_DEAD);
    destroy_receive(second);
    end();
}

int main(void)
{
    RUN(test_rights_and_user_references);
    RUN(test_sets);
    RUN(test_receive_rights);
    RUN(test_extract);
    RUN(test_what_cannot_be_inserted);
    RUN(test_requests);
    RUN(test_a_request_that_was_dead);
    return check_result();
}
