/* Send-once rights: a name each, and a message from the kernel when one dies unused (mach-semantics 1, 5.2, 6.5, 6.6).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static void test_each_has_a_name_of_its_own(void)
{
    mach_port_name_t receive = new_receive(), a = new_send_once(receive), b = new_send_once(receive);
    CHECK(a != b && a != receive);
    CHECK_EQ(type_of(a), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(urefs_of(a, MACH_PORT_RIGHT_SEND_ONCE), 1);
    CHECK_EQ(status_of(receive).mps_sorights, 2);
    CHECK_EQ(status_of(receive).mps_mscount, 0);
    OK(mach_port_deallocate(SELF, a));
    OK(mach_port_mod_refs(SELF, b, MACH_PORT_RIGHT_SEND_ONCE, -1));
    CHECK_EQ(messages_at(receive), 2);
    CHECK_EQ(status_of(receive).mps_sorights, 2); /* they are in the messages */
    destroy_receive(receive);
}

static void test_deltas(void)
{
    mach_port_name_t receive = new_receive(), once = new_send_once(receive);
    OK(mach_port_mod_refs(SELF, once, MACH_PORT_RIGHT_SEND_ONCE, 0));
    CHECK_EQ(mach_port_mod_refs(SELF, once, MACH_PORT_RIGHT_SEND_ONCE, 1), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, once, MACH_PORT_RIGHT_SEND_ONCE, -2), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, receive, MACH_PORT_RIGHT_SEND_ONCE, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 3);
    OK(mach_port_destroy(SELF, once));
    CHECK_EQ(messages_at(receive), 1);
    destroy_receive(receive);
}

static void test_one_that_died(void)
{
    mach_port_name_t receive = new_receive(), a = new_send_once(receive), b = new_send_once(receive);
    destroy_receive(receive);
    CHECK_EQ(mach_port_mod_refs(SELF, a, MACH_PORT_RIGHT_SEND_ONCE, -1), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 1);
    CHECK_EQ(type_of(a), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(a, MACH_PORT_RIGHT_DEAD_NAME), 1);
    OK(mach_port_deallocate(SELF, a));
    OK(mach_port_deallocate(SELF, b));
    CHECK_EQ(type_of(b), 0);
}

int main(void)
{
    RUN(test_each_has_a_name_of_its_own);
    RUN(test_deltas);
    RUN(test_one_that_died);
    return check_result();
}
