/* Receive rights: construct, and the ways they end (mach-semantics 5.3, 6.2 to 6.6).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <stdbool.h>

static mach_port_name_t construct(uint32_t flags, mach_port_msgcount_t qlimit, mach_port_context_t context)
{
    mach_port_name_t name = MACH_PORT_NULL;
    mach_port_options_t options = {.flags = flags, .mpl = {qlimit}};
    OK(mach_port_construct(SELF, &options, context, &name));
    return name;
}

static kern_return_t refused(uint32_t flags, mach_port_msgcount_t qlimit)
{
    mach_port_name_t name;
    mach_port_options_t options = {.flags = flags, .mpl = {qlimit}};
    return mach_port_construct(SELF, &options, 0, &name);
}

static void test_construct_without_options(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    CHECK_EQ(mach_port_construct(SELF, NULL, 0, &name), MACH_SEND_INVALID_DATA); /* as for options that cannot be read */
}

static void test_a_new_receive_right(void)
{
    mach_port_name_t name = new_receive();
    mach_port_status_t status = status_of(name), expected = {.mps_qlimit = MACH_PORT_QLIMIT_DEFAULT};
    CHECK_EQ(memcmp(&status, &expected, sizeof status), 0);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_RECEIVE), 1);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 0);
    CHECK_EQ(mach_port_deallocate(SELF, name), KERN_INVALID_RIGHT);
    CHECK_EQ(new_guard_exceptions(), 1);
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, 0));
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, 1), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -2), KERN_INVALID_VALUE);
    destroy_receive(name);
    CHECK_EQ(type_of(name), 0);
}

static void test_construct_with_a_send_right(void)
{
    mach_port_name_t name = construct(MPO_INSERT_SEND_RIGHT | MPO_QLIMIT, 7, 0x55);
    mach_port_context_t context = 0;
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_SEND_RECEIVE);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 1);
    CHECK_EQ(status_of(name).mps_mscount, 1);
    CHECK_EQ(status_of(name).mps_srights, 1);
    CHECK_EQ(status_of(name).mps_qlimit, 7);
    OK(mach_port_get_context(SELF, name, &context));
    CHECK_EQ(context, 0x55);
    OK(mach_port_destruct(SELF, name, -1, 0));
    CHECK_EQ(type_of(name), 0);
}

static void test_construct_with_a_guard(void)
{
    mach_port_name_t name = construct(MPO_CONTEXT_AS_GUARD | MPO_STRICT | MPO_IMMOVABLE_RECEIVE, 0, 0x1111);
    CHECK_EQ(status_of(name).mps_flags,
             MACH_PORT_STATUS_FLAG_GUARDED | MACH_PORT_STATUS_FLAG_STRICT_GUARD | MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE);
    CHECK_EQ(status_of(name).mps_qlimit, MACH_PORT_QLIMIT_DEFAULT);
    OK(mach_port_destruct(SELF, name, 0, 0x1111));
    name = construct(MPO_CONTEXT_AS_GUARD, 0, 0);
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_GUARDED);
    OK(mach_port_destruct(SELF, name, 0, 0));
    name = construct(MPO_STRICT | MPO_IMMOVABLE_RECEIVE, 0, 0x1111);
    CHECK_EQ(status_of(name).mps_flags, 0);
    OK(mach_port_destruct(SELF, name, 0, 0));
}

/* What a flag alone makes of a port: 0x77 is its context, and what is said of 3 messages counts with MPO_QLIMIT only. */
static void test_construct_with_each_flag(void)
{
    const struct {
        uint32_t flag, shown;
    } flags[] = {
        {MPO_CONTEXT_AS_GUARD, MACH_PORT_STATUS_FLAG_GUARDED},
        {MPO_QLIMIT, 0},
        {MPO_TEMPOWNER, MACH_PORT_STATUS_FLAG_TEMPOWNER | MACH_PORT_STATUS_FLAG_IMP_DONATION},
        {MPO_IMPORTANCE_RECEIVER, MACH_PORT_STATUS_FLAG_IMP_DONATION},
        {MPO_INSERT_SEND_RIGHT, 0},
        {MPO_STRICT, 0},
        {MPO_DENAP_RECEIVER, MACH_PORT_STATUS_FLAG_IMP_DONATION},
        {MPO_IMMOVABLE_RECEIVE, 0},
        {MPO_TG_BLOCK_TRACKING, 0},
        {MPO_REPLY_PORT, 0},
        {MPO_ENFORCE_REPLY_PORT_SEMANTICS, 0},
        {MPO_PROVISIONAL_REPLY_PORT, 0},
        {MPO_EXCEPTION_PORT, 0},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        mach_port_name_t name = construct(flags[i].flag, 3, 0x77), moved = MACH_PORT_NULL;
        mach_port_context_t context = 0;
        mach_msg_type_name_t type;
        const bool sends = flags[i].flag == MPO_INSERT_SEND_RIGHT, stays = flags[i].flag == MPO_REPLY_PORT;
        CHECK_EQ(type_of(name), sends ? MACH_PORT_TYPE_SEND_RECEIVE : MACH_PORT_TYPE_RECEIVE);
        CHECK_EQ(status_of(name).mps_flags, flags[i].shown);
        CHECK_EQ(status_of(name).mps_qlimit, flags[i].flag == MPO_QLIMIT ? 3 : MACH_PORT_QLIMIT_DEFAULT);
        OK(mach_port_get_context(SELF, name, &context));
        CHECK_EQ(context, 0x77);
        CHECK_EQ(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type),
                 stays ? KERN_INVALID_CAPABILITY : KERN_SUCCESS);
        OK(mach_port_destruct(SELF, stays ? name : moved, sends ? -1 : 0, 0));
    }
}

/* Each pair of those that exclude each other. */
static void all_pairs_refused(const uint32_t *flags, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            CHECK_EQ(refused(flags[i] | flags[j], 0), KERN_INVALID_ARGUMENT);
}

static void test_construct_refuses(void)
{
    const uint32_t services[] = {MPO_SERVICE_PORT, MPO_CONNECTION_PORT, MPO_TG_BLOCK_TRACKING};
    const uint32_t kinds[] = {MPO_REPLY_PORT, MPO_ENFORCE_REPLY_PORT_SEMANTICS, MPO_PROVISIONAL_REPLY_PORT, MPO_EXCEPTION_PORT};
    CHECK_EQ(refused(MPO_QLIMIT, MACH_PORT_QLIMIT_MAX + 1), KERN_INVALID_VALUE);
    all_pairs_refused(services, sizeof services / sizeof *services);
    all_pairs_refused(kinds, sizeof kinds / sizeof *kinds);
    CHECK_EQ(refused(MPO_SERVICE_PORT, 0), KERN_NOT_SUPPORTED);
    CHECK_EQ(refused(MPO_CONNECTION_PORT, 0), KERN_NOT_SUPPORTED);
}

/* The three ways differ in what becomes of the send right. */
static void test_mod_refs_leaves_a_dead_name(void)
{
    mach_port_name_t name = new_pair(3);
    destroy_receive(name);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 3);
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_DEAD_NAME, -3));
}

static void test_destroy_leaves_nothing(void)
{
    mach_port_name_t name = new_pair(3);
    OK(mach_port_destroy(SELF, name));
    CHECK_EQ(type_of(name), 0);
}

static void test_destruct_takes_as_many_send_references_as_said(void)
{
    mach_port_name_t name = new_pair(3);
    OK(mach_port_destruct(SELF, name, -2, 99)); /* without a guard, any will do */
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), 1);
    OK(mach_port_deallocate(SELF, name));
    name = new_pair(3);
    OK(mach_port_destruct(SELF, name, -3, 0));
    CHECK_EQ(type_of(name), 0);
}

static void test_destruct_refuses_and_changes_nothing(void)
{
    mach_port_name_t name = new_pair(2), bare = new_receive(), set = new_set();
    CHECK_EQ(mach_port_destruct(SELF, set, 0, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_destruct(SELF, bare, -1, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_destruct(SELF, bare, 1, 0), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_destruct(SELF, name, 1, 0), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_destruct(SELF, name, -3, 0), KERN_INVALID_VALUE);
    OK(mach_port_guard(SELF, name, 5, FALSE));
    CHECK_EQ(mach_port_destruct(SELF, name, -3, 6), KERN_INVALID_ARGUMENT);
    CHECK_EQ(new_guard_exceptions(), 6);
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
    OK(mach_port_destruct(SELF, name, -2, 5));
    destroy_receive(bare);
    OK(mach_port_deallocate(SELF, set));
}

static void test_destruct_of_a_full_count(void)
{
    mach_port_name_t name = new_pair(MACH_PORT_UREFS_MAX);
    OK(mach_port_destruct(SELF, name, -1, 0)); /* a full count does not change */
    CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME), MACH_PORT_UREFS_MAX);
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_DEAD_NAME, -65535));
    name = new_pair(MACH_PORT_UREFS_MAX);
    OK(mach_port_destruct(SELF, name, -65535, 0));
    CHECK_EQ(type_of(name), 0);
}

int main(void)
{
    RUN(test_a_new_receive_right);
    RUN(test_construct_with_a_send_right);
    RUN(test_construct_with_a_guard);
    RUN(test_construct_without_options);
    RUN(test_construct_with_each_flag);
    RUN(test_construct_refuses);
    RUN(test_mod_refs_leaves_a_dead_name);
    RUN(test_destroy_leaves_nothing);
    RUN(test_destruct_takes_as_many_send_references_as_said);
    RUN(test_destruct_refuses_and_changes_nothing);
    RUN(test_destruct_of_a_full_count);
    return check_result();
}
