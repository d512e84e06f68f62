/* Send rights: user references, and how they go (mach-semantics 4, 6.5, 6.6).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

/* A send right alone: the receive right is another task's. */
static mach_port_name_t new_send(mach_port_urefs_t urefs, uint64_t *owner)
{
    uint64_t self = enter(*owner = new_task());
    mach_port_name_t there = new_receive();
    mach_port_name_t send = give(there, MACH_MSG_TYPE_MAKE_SEND, self);
    enter(self);
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, (mach_port_delta_t)urefs - 1));
    return send;
}

static void test_user_references_add_up_under_one_name(void)
{
    mach_port_name_t name = new_pair(1);
    OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_COPY_SEND));
    OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_MAKE_SEND));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 3);
    CHECK_EQ(status_of(name).mps_mscount, 2);
    mach_port_rights_t srights = 0;
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 1);
    OK(mach_port_deallocate(SELF, name));
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_SEND, -2));
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 0);
    destroy_receive(name);
}

static void test_the_last_reference_frees_the_name(void)
{
    uint64_t owner;
    mach_port_name_t send = new_send(2, &owner);
    OK(mach_port_deallocate(SELF, send));
    OK(mach_port_deallocate(SELF, send));
    CHECK_EQ(type_of(send), 0);
    CHECK_EQ(mach_port_deallocate(SELF, send), KERN_INVALID_NAME);
    OK(mach_embedded_task_destroy(owner));
}

static void test_deltas_out_of_range(void)
{
    mach_port_name_t name = new_pair(2);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_SEND, 65536), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_SEND, -65536), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_SEND, -3), KERN_INVALID_VALUE);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(new_guard_exceptions(), 3);
    OK(mach_port_destroy(SELF, name));
}

static void test_a_full_count_stays_full(void)
{
    const mach_port_delta_t most = (mach_port_delta_t)MACH_PORT_UREFS_MAX;
    uint64_t owner;
    mach_port_name_t send = new_send(65534, &owner);
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, 1));
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), MACH_PORT_UREFS_MAX);
    OK(mach_port_deallocate(SELF, send));
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, -1));
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, 1 - most));
    OK(mach_port_insert_right(SELF, send, send, MACH_MSG_TYPE_COPY_SEND));
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), MACH_PORT_UREFS_MAX);
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, -most));
    CHECK_EQ(type_of(send), 0);
    OK(mach_embedded_task_destroy(owner));
}

static void test_send_references_of_other_rights(void)
{
    mach_port_name_t receive = new_receive(), set = new_set(), once = new_send_once(receive), dead = new_dead_name(1);
    CHECK_EQ(mach_port_mod_refs(SELF, receive, MACH_PORT_RIGHT_SEND, 1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, set, MACH_PORT_RIGHT_SEND, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, once, MACH_PORT_RIGHT_SEND, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 3);
    CHECK_EQ(mach_port_mod_refs(SELF, dead, MACH_PORT_RIGHT_SEND, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, receive, MACH_PORT_RIGHT_LABELH, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, receive, MACH_PORT_RIGHT_NUMBER, 0), KERN_INVALID_VALUE);
    CHECK_EQ(new_guard_exceptions(), 0);
    OK(mach_port_deallocate(SELF, set));
    OK(mach_port_deallocate(SELF, once));
    OK(mach_port_deallocate(SELF, dead));
    destroy_receive(receive);
}

static void test_a_send_right_that_died(void)
{
    uint64_t owner;
    mach_port_name_t send = new_send(2, &owner);
    OK(mach_embedded_task_destroy(owner));
    CHECK_EQ(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 0);
    CHECK_EQ(type_of(send), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), 0);
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_DEAD_NAME), 2);
    OK(mach_port_deallocate(SELF, send));
    OK(mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_DEAD_NAME, -1));
    CHECK_EQ(type_of(send), 0);
}

static void test_destroy_takes_all_references(void)
{
    uint64_t owner;
    mach_port_name_t send = new_send(7, &owner);
    OK(mach_port_destroy(SELF, send));
    CHECK_EQ(type_of(send), 0);
    OK(mach_embedded_task_destroy(owner));
}

int main(void)
{
    RUN(test_user_references_add_up_under_one_name);
    RUN(test_the_last_reference_frees_the_name);
    RUN(test_deltas_out_of_range);
    RUN(test_a_full_count_stays_full);
    RUN(test_send_references_of_other_rights);
    RUN(test_a_send_right_that_died);
    RUN(test_destroy_takes_all_references);
    return check_result();
}
