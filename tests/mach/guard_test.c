/* Guards, contexts and immovability (mach-semantics 9, 6.4, 6.6, 6.10).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

enum { GUARD = 0x1111 };

static mach_port_context_t context_of(mach_port_name_t name)
{
    mach_port_context_t context = ~UINT64_C(0);
    OK(mach_port_get_context(SELF, name, &context));
    return context;
}

static void test_guard_and_unguard(void)
{
    mach_port_name_t name = new_receive();
    CHECK_EQ(mach_port_unguard(SELF, name, 0), KERN_INVALID_ARGUMENT);
    OK(mach_port_guard(SELF, name, GUARD, FALSE));
    CHECK_EQ(context_of(name), GUARD);
    CHECK_EQ(mach_port_guard(SELF, name, GUARD, FALSE), KERN_INVALID_ARGUMENT);
    CHECK_EQ(mach_port_unguard(SELF, name, GUARD + 1), KERN_INVALID_ARGUMENT);
    CHECK_EQ(new_guard_exceptions(), 3);
    OK(mach_port_unguard(SELF, name, GUARD));
    CHECK_EQ(context_of(name), 0);
    CHECK_EQ(status_of(name).mps_flags, 0);
    destroy_receive(name);
}

static void test_a_guard_protects_from_destruction(void)
{
    mach_port_name_t name = new_receive();
    OK(mach_port_guard(SELF, name, GUARD, FALSE));
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_destroy(SELF, name), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_destruct(SELF, name, 0, 0), KERN_INVALID_ARGUMENT);
    CHECK_EQ(new_guard_exceptions(), 3);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_destruct(SELF, name, 0, GUARD));
}

static void test_a_guard_of_zero(void)
{
    mach_port_name_t name = new_receive();
    OK(mach_port_guard(SELF, name, 0, TRUE));
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_GUARDED | MACH_PORT_STATUS_FLAG_STRICT_GUARD);
    OK(mach_port_guard(SELF, name, 0, FALSE));
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_GUARDED);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_RIGHT);
    OK(mach_port_destroy(SELF, name));
}

static void test_a_strict_guard_hides_and_keeps_the_context(void)
{
    mach_port_name_t name = new_receive();
    OK(mach_port_guard_with_flags(SELF, name, GUARD, MPG_STRICT | 0x100));
    CHECK_EQ(context_of(name), 0);
    CHECK_EQ(mach_port_set_context(SELF, name, 1), KERN_INVALID_ARGUMENT);
    CHECK_EQ(mach_port_swap_guard(SELF, name, GUARD, 2), KERN_INVALID_ARGUMENT);
    OK(mach_port_destruct(SELF, name, 0, GUARD));
}

static void test_context_and_guard_are_one_value(void)
{
    const mach_port_context_t wide = UINT64_C(0x1122334455667788);
    mach_port_name_t name = new_receive();
    OK(mach_port_set_context(SELF, name, wide));
    CHECK_EQ(context_of(name), wide);
    CHECK_EQ(mach_port_guard(SELF, name, GUARD, FALSE), KERN_INVALID_ARGUMENT);
    OK(mach_port_set_context(SELF, name, 0));
    OK(mach_port_guard(SELF, name, GUARD, FALSE));
    OK(mach_port_set_context(SELF, name, wide));
    CHECK_EQ(mach_port_swap_guard(SELF, name, GUARD, 3), KERN_INVALID_ARGUMENT);
    OK(mach_port_swap_guard(SELF, name, wide, 3));
    OK(mach_port_unguard(SELF, name, 3));
    CHECK_EQ(mach_port_swap_guard(SELF, name, 0, 3), KERN_INVALID_ARGUMENT);
    destroy_receive(name);
}

static void test_immovable_outlives_the_guard(void)
{
    mach_port_name_t name = new_receive(), moved;
    mach_msg_type_name_t type;
    OK(mach_port_guard_with_flags(SELF, name, GUARD, MPG_IMMOVABLE_RECEIVE));
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_GUARDED | MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE);
    OK(mach_port_unguard(SELF, name, GUARD));
    CHECK_EQ(status_of(name).mps_flags, 0);
    CHECK_EQ(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type), KERN_INVALID_CAPABILITY);
    CHECK_EQ(new_guard_exceptions(), 1);
    destroy_receive(name);
}

/* The one way out for a right that cannot be moved: it is destroyed, and somebody wants it instead. */
static void test_an_immovable_right_that_left_can_be_moved(void)
{
    mach_port_name_t name = new_receive(), notify = new_receive(), moved = MACH_PORT_NULL;
    mach_msg_type_name_t type;
    struct {
        mach_msg_base_t base;
        mach_msg_port_descriptor_t right;
        mach_msg_max_trailer_t trailer;
    } message;
    OK(mach_port_guard_with_flags(SELF, name, GUARD, MPG_IMMOVABLE_RECEIVE));
    OK(mach_port_unguard(SELF, name, GUARD));
    arm(name, MACH_NOTIFY_PORT_DESTROYED, 0, notify);
    destroy_receive(name);
    OK(mach_msg(&message.base.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, notify, 0, MACH_PORT_NULL));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_PORT_DESTROYED);
    OK(mach_port_extract_right(SELF, message.right.name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type));
    destroy_receive(moved);
    destroy_receive(notify);
}

static void test_moving_drops_the_guard(void)
{
    mach_port_name_t name = new_pair(1), moved = MACH_PORT_NULL;
    mach_msg_type_name_t type;
    OK(mach_port_guard(SELF, name, GUARD, TRUE));
    OK(mach_port_set_seqno(SELF, name, 9));
    OK(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type));
    CHECK_EQ(moved, name);
    CHECK_EQ(status_of(name).mps_flags, 0);
    CHECK_EQ(status_of(name).mps_mscount, 0);
    CHECK_EQ(status_of(name).mps_seqno, 0);
    CHECK_EQ(context_of(name), 0);
    OK(mach_port_destroy(SELF, name));
}

static void test_what_holds_no_receive_right(void)
{
    mach_port_name_t dead = new_dead_name(1), set = new_set();
    CHECK_EQ(mach_port_guard(SELF, dead, GUARD, FALSE), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_guard(SELF, set, GUARD, FALSE), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_unguard(SELF, NAME_UNKNOWN, GUARD), KERN_INVALID_NAME);
    CHECK_EQ(new_guard_exceptions(), 3);
    CHECK_EQ(mach_port_set_context(SELF, dead, GUARD), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_set_context(SELF, set, GUARD), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 0);
    OK(mach_port_deallocate(SELF, dead));
    OK(mach_port_deallocate(SELF, set));
}

int main(void)
{
    RUN(test_guard_and_unguard);
    RUN(test_a_guard_protects_from_destruction);
    RUN(test_a_guard_of_zero);
    RUN(test_a_strict_guard_hides_and_keeps_the_context);
    RUN(test_context_and_guard_are_one_value);
    RUN(test_immovable_outlives_the_guard);
    RUN(test_an_immovable_right_that_left_can_be_moved);
    RUN(test_moving_drops_the_guard);
    RUN(test_what_holds_no_receive_right);
    return check_result();
}
