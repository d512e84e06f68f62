/* Dead names, and rights that turn into them when they are next looked at (mach-semantics 4, 5.4, 6.6, 6.7).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static mach_port_type_t listed(mach_port_name_t name)
{
    struct names all = all_names();
    mach_port_type_t type = 0;
    for (mach_msg_type_number_t i = 0; i < all.count; i++) {
        if (all.names[i] == name)
            type = all.types[i];
    }
    free_names(all);
    return type;
}

static void test_user_references(void)
{
    mach_port_name_t dead = new_dead_name(2);
    OK(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_DEAD_NAME, 3));
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), 5);
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_SEND), 0);
    CHECK_EQ(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_DEAD_NAME, -6), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_RIGHT);
    OK(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_DEAD_NAME, -4));
    OK(mach_port_deallocate(SELF, dead));
    CHECK_EQ(type_of(dead), 0);
}

static void test_a_full_count_stays_full(void)
{
    mach_port_name_t dead = new_dead_name(MACH_PORT_UREFS_MAX);
    OK(mach_port_deallocate(SELF, dead));
    OK(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_DEAD_NAME, 1));
    CHECK_EQ(urefs_of(dead, MACH_PORT_RIGHT_DEAD_NAME), MACH_PORT_UREFS_MAX);
    OK(mach_port_destroy(SELF, dead));
}

static void test_live_rights_are_no_dead_names(void)
{
    mach_port_name_t name = new_pair(1), set = new_set();
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_DEAD_NAME, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, set, MACH_PORT_RIGHT_DEAD_NAME, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 2);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 0);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, set));
}

static void test_a_right_turns_when_it_is_looked_at(void)
{
    uint64_t self, owner = new_task();
    self = enter(owner);
    mach_port_name_t there = new_receive(), send = give(there, MACH_MSG_TYPE_MAKE_SEND, self);
    mach_port_name_t once = give(there, MACH_MSG_TYPE_MAKE_SEND_ONCE, self);
    destroy_receive(there);
    enter(self);
    CHECK_EQ(listed(send), MACH_PORT_TYPE_DEAD_NAME); /* shown, not turned */
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_DEAD_NAME, 2));
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_DEAD_NAME), 3);
    CHECK_EQ(urefs_of(once, MACH_PORT_RIGHT_SEND_ONCE), 0);
    CHECK_EQ(urefs_of(once, MACH_PORT_RIGHT_DEAD_NAME), 1);
    OK(mach_port_destroy(SELF, send));
    OK(mach_port_destroy(SELF, once));
    OK(mach_embedded_task_destroy(owner));
}

/* The reference is the one that the dead-name notification carries. */
static void test_a_request_adds_a_reference(void)
{
    mach_port_name_t notify = new_receive();
    uint64_t self, owner = new_task();
    self = enter(owner);
    mach_port_name_t there = new_receive();
    mach_port_name_t send = give(there, MACH_MSG_TYPE_MAKE_SEND, self);
    enter(self);
    arm(send, MACH_NOTIFY_DEAD_NAME, 0, notify);
    CHECK_EQ(listed(send), MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_DNREQUEST);
    OK(mach_embedded_task_destroy(owner));
    CHECK_EQ(messages_at(notify), 1);
    CHECK_EQ(listed(send), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(type_of(send), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_DEAD_NAME, -2));
    destroy_receive(notify);
}

int main(void)
{
    RUN(test_user_references);
    RUN(test_a_full_count_stays_full);
    RUN(test_live_rights_are_no_dead_names);
    RUN(test_a_right_turns_when_it_is_looked_at);
    RUN(test_a_request_adds_a_reference);
    return check_result();
}
