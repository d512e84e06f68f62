/* mach_port_allocate_full and mach_port_allocate_qos: the calls that all other allocating comes from (mach-semantics 6.1).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

#define NAME_WANTED 0x4200b
static const natural_t largest = UINT32_MAX - 68;

static kern_return_t full(mach_port_right_t right, mach_port_qos_t qos, mach_port_name_t *name)
{
    return mach_port_allocate_full(SELF, right, MACH_PORT_NULL, &qos, name);
}

static void test_without_a_wish(void)
{
    const mach_port_right_t rights[] = {MACH_PORT_RIGHT_RECEIVE, MACH_PORT_RIGHT_PORT_SET, MACH_PORT_RIGHT_DEAD_NAME};
    for (int i = 0; i < 3; i++) {
        mach_port_qos_t none = {.name = 0};
        mach_port_name_t name = MACH_PORT_DEAD, other = MACH_PORT_DEAD;
        OK(full(rights[i], none, &name));
        OK(mach_port_allocate_qos(SELF, rights[i], &none, &other));
        CHECK_EQ(type_of(name), MACH_PORT_TYPE(rights[i]));
        CHECK_EQ(type_of(other), MACH_PORT_TYPE(rights[i]));
        OK(mach_port_destroy(SELF, name));
        OK(mach_port_destroy(SELF, other));
    }
}

static void test_a_name_of_the_callers(void)
{
    const mach_port_qos_t named = {.name = 1};
    mach_port_name_t name = NAME_WANTED, dead = NAME_WANTED, none = MACH_PORT_NULL;
    OK(full(MACH_PORT_RIGHT_RECEIVE, named, &name));
    CHECK_EQ(name, NAME_WANTED);
    CHECK_EQ(type_of(NAME_WANTED), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(full(MACH_PORT_RIGHT_PORT_SET, named, &name), KERN_NAME_EXISTS);
    OK(full(MACH_PORT_RIGHT_DEAD_NAME, named, &dead)); /* gets another name, and says which */
    CHECK(dead != NAME_WANTED);
    CHECK_EQ(type_of(dead), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(full(MACH_PORT_RIGHT_RECEIVE, named, &none), KERN_INVALID_VALUE);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, dead));
}

static void test_qos_takes_no_name(void)
{
    mach_port_qos_t named = {.name = 1};
    mach_port_name_t name = NAME_WANTED;
    CHECK_EQ(mach_port_allocate_qos(SELF, MACH_PORT_RIGHT_RECEIVE, &named, &name), KERN_INVALID_ARGUMENT);
    CHECK_EQ(mach_port_allocate_qos(SELF, MACH_PORT_RIGHT_SEND, &named, &name), KERN_INVALID_ARGUMENT);
    CHECK_EQ(mach_port_allocate_qos(MACH_PORT_NULL, MACH_PORT_RIGHT_RECEIVE, &named, &name), MACH_SEND_INVALID_DEST);
}

static void test_memory_beforehand_is_checked_and_ignored(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    OK(full(MACH_PORT_RIGHT_RECEIVE, (mach_port_qos_t){.prealloc = 1, .len = largest}, &name));
    CHECK_EQ(status_of(name).mps_qlimit, MACH_PORT_QLIMIT_DEFAULT);
    destroy_receive(name);
    CHECK_EQ(full(MACH_PORT_RIGHT_RECEIVE, (mach_port_qos_t){.prealloc = 1, .len = largest + 1}, &name), KERN_RESOURCE_SHORTAGE);
    CHECK_EQ(full(MACH_PORT_RIGHT_PORT_SET, (mach_port_qos_t){.prealloc = 1}, &name), KERN_INVALID_VALUE);
    /* Without the flag the length is not looked at. */
    OK(full(MACH_PORT_RIGHT_PORT_SET, (mach_port_qos_t){.len = largest + 1}, &name));
    OK(mach_port_deallocate(SELF, name));
}

static void test_full_refuses(void)
{
    mach_port_qos_t none = {.name = 0};
    mach_port_name_t proto = new_receive(), name = MACH_PORT_NULL;
    CHECK_EQ(mach_port_allocate_full(SELF, MACH_PORT_RIGHT_RECEIVE, proto, &none, &name), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_allocate_full(SELF, MACH_PORT_RIGHT_RECEIVE, MACH_PORT_DEAD, &none, &name), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_allocate_full(MACH_PORT_NULL, MACH_PORT_RIGHT_RECEIVE, MACH_PORT_NULL, &none, &name),
             MACH_SEND_INVALID_DEST);
    CHECK_EQ(full(MACH_PORT_RIGHT_SEND, none, &name), KERN_INVALID_VALUE);
    CHECK_EQ(full(MACH_PORT_RIGHT_SEND_ONCE, none, &name), KERN_INVALID_VALUE);
    CHECK_EQ(full(MACH_PORT_RIGHT_LABELH, none, &name), KERN_INVALID_VALUE);
    destroy_receive(proto);
}

int main(void)
{
    RUN(test_without_a_wish);
    RUN(test_a_name_of_the_callers);
    RUN(test_qos_takes_no_name);
    RUN(test_memory_beforehand_is_checked_and_ignored);
    RUN(test_full_refuses);
    return check_result();
}
