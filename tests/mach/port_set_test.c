/* Port sets (mach-semantics 8).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static mach_msg_type_number_t members(mach_port_name_t set, mach_port_name_t *into, mach_msg_type_number_t room)
{
    mach_port_name_t *names = NULL;
    mach_msg_type_number_t count = 99;
    OK(mach_port_get_set_status(SELF, set, &names, &count));
    for (mach_msg_type_number_t i = 0; i < count && i < room; i++)
        into[i] = names[i];
    OK(vm_deallocate(SELF, (vm_address_t)names, count * sizeof *names));
    return count;
}

static void test_members(void)
{
    mach_port_name_t set = new_set(), a = new_receive(), b = new_receive(), seen[2] = {0, 0};
    CHECK_EQ(members(set, seen, 2), 0);
    OK(mach_port_insert_member(SELF, b, set));
    OK(mach_port_insert_member(SELF, a, set));
    CHECK_EQ(mach_port_insert_member(SELF, a, set), KERN_ALREADY_IN_SET);
    CHECK_EQ(members(set, seen, 2), 2);
    CHECK(seen[0] == (a < b ? a : b) && seen[1] == (a < b ? b : a));
    CHECK_EQ(status_of(a).mps_pset, 1);
    OK(mach_port_extract_member(SELF, a, set));
    CHECK_EQ(mach_port_extract_member(SELF, a, set), KERN_NOT_IN_SET);
    CHECK_EQ(status_of(a).mps_pset, 0);
    destroy_receive(b);
    CHECK_EQ(members(set, seen, 2), 0);
    destroy_receive(a);
    OK(mach_port_mod_refs(SELF, set, MACH_PORT_RIGHT_PORT_SET, -1));
}

static void test_a_port_may_be_in_several_sets(void)
{
    mach_port_name_t one = new_set(), two = new_set(), a = new_receive(), seen[1];
    OK(mach_port_insert_member(SELF, a, one));
    OK(mach_port_insert_member(SELF, a, two));
    CHECK_EQ(members(one, seen, 1), 1);
    CHECK_EQ(members(two, seen, 1), 1);
    OK(mach_port_move_member(SELF, a, two));
    CHECK_EQ(members(one, seen, 1), 0);
    CHECK_EQ(members(two, seen, 1), 1);
    OK(mach_port_move_member(SELF, a, two));
    OK(mach_port_move_member(SELF, a, MACH_PORT_NULL));
    OK(mach_port_move_member(SELF, a, one)); /* from no set into one */
    OK(mach_port_move_member(SELF, a, MACH_PORT_NULL));
    CHECK_EQ(members(two, seen, 1), 0);
    CHECK_EQ(mach_port_move_member(SELF, a, MACH_PORT_NULL), KERN_NOT_IN_SET);
    OK(mach_port_deallocate(SELF, one));
    OK(mach_port_deallocate(SELF, two));
    destroy_receive(a);
}

static void test_a_set_that_goes_leaves_its_members(void)
{
    mach_port_name_t set = new_set(), other = new_set(), a = new_receive();
    OK(mach_port_insert_member(SELF, a, set));
    OK(mach_port_insert_member(SELF, a, other));
    OK(mach_port_deallocate(SELF, set));
    CHECK_EQ(type_of(a), MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_extract_member(SELF, a, other));
    OK(mach_port_destroy(SELF, other));
    destroy_receive(a);
}

/* As XNU shows it: the port counts as in a set until the next message comes. */
static void test_what_the_status_shows_after_the_set_went(void)
{
    mach_port_name_t set = new_set(), a = new_receive();
    OK(mach_port_insert_member(SELF, a, set));
    OK(mach_port_destroy(SELF, set));
    CHECK_EQ(status_of(a).mps_pset, 1);
    CHECK_EQ(mach_port_move_member(SELF, a, MACH_PORT_NULL), KERN_NOT_IN_SET);
    OK(mach_port_deallocate(SELF, new_send_once(a)));
    CHECK_EQ(status_of(a).mps_pset, 0);
    destroy_receive(a);
}

static void test_what_is_no_member_or_no_set(void)
{
    mach_port_name_t set = new_set(), a = new_pair(1), once = new_send_once(a), *names;
    mach_msg_type_number_t count;
    CHECK_EQ(mach_port_insert_member(SELF, MACH_PORT_NULL, set), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_member(SELF, a, MACH_PORT_DEAD), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_member(SELF, set, set), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_member(SELF, a, a), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_member(SELF, once, set), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_insert_member(SELF, NAME_UNKNOWN, a), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_insert_member(SELF, a, NAME_UNKNOWN), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_extract_member(SELF, MACH_PORT_DEAD, set), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_move_member(SELF, MACH_PORT_NULL, set), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_move_member(SELF, a, MACH_PORT_DEAD), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_move_member(SELF, a, once), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_move_member(SELF, set, MACH_PORT_NULL), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_get_set_status(SELF, a, &names, &count), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_get_set_status(SELF, MACH_PORT_NULL, &names, &count), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_get_set_status(SELF, NAME_UNKNOWN, &names, &count), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_mod_refs(SELF, a, MACH_PORT_RIGHT_PORT_SET, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_mod_refs(SELF, set, MACH_PORT_RIGHT_PORT_SET, 1), KERN_INVALID_VALUE);
    OK(mach_port_destroy(SELF, once));
    OK(mach_port_destroy(SELF, a));
    OK(mach_port_destroy(SELF, set));
}

static void test_moving_the_receive_right_leaves_the_set(void)
{
    mach_port_name_t set = new_set(), a = new_receive(), moved, seen[1];
    mach_msg_type_name_t type;
    OK(mach_port_insert_member(SELF, a, set));
    OK(mach_port_extract_right(SELF, a, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type));
    CHECK_EQ(members(set, seen, 1), 0);
    destroy_receive(moved);
    OK(mach_port_destroy(SELF, set));
}

int main(void)
{
    RUN(test_members);
    RUN(test_a_port_may_be_in_several_sets);
    RUN(test_a_set_that_goes_leaves_its_members);
    RUN(test_what_the_status_shows_after_the_set_went);
    RUN(test_what_is_no_member_or_no_set);
    RUN(test_moving_the_receive_right_leaves_the_set);
    return check_result();
}
