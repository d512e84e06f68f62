/* Names: how they are numbered, and what names that hold nothing are to each call (mach-semantics 2, 3, 6.1).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static void test_a_fresh_space_numbers_its_names_in_order(void)
{
    uint64_t before = enter(new_task());
    CHECK_EQ(SELF, 0x103);
    CHECK_EQ(type_of(SELF), MACH_PORT_TYPE_SEND);
    CHECK_EQ(urefs_of(SELF, MACH_PORT_RIGHT_SEND), 1);
    CHECK_EQ(new_receive(), 0x203);
    CHECK_EQ(new_set(), 0x303);
    CHECK_EQ(new_dead_name(1), 0x403);
    uint64_t task = enter(before);
    OK(mach_embedded_task_destroy(task));
}

static void test_a_freed_index_comes_back_with_the_next_generation(void)
{
    mach_port_name_t first = new_receive(), name = first;
    for (int uses = 1; uses < 64; uses++) {
        destroy_receive(name);
        mach_port_name_t next = new_receive();
        CHECK_EQ(next, (name & ~0xffu) | ((name + 4) & 0xff));
        CHECK_EQ(type_of(first), 0);
        name = next;
    }
    destroy_receive(name);
    name = new_receive();
    CHECK_EQ(name, first);
    destroy_receive(name);
}

static void test_every_call_about_names_that_hold_nothing(void)
{
    mach_port_type_t type = 0;
    mach_port_urefs_t urefs = 0;
    mach_port_context_t context;
    mach_port_rights_t srights;
    OK(mach_port_deallocate(SELF, MACH_PORT_NULL));
    OK(mach_port_deallocate(SELF, MACH_PORT_DEAD));
    OK(mach_port_destroy(SELF, MACH_PORT_NULL));
    OK(mach_port_destroy(SELF, MACH_PORT_DEAD));
    OK(mach_port_mod_refs(SELF, MACH_PORT_NULL, MACH_PORT_RIGHT_SEND, 99999));
    OK(mach_port_mod_refs(SELF, MACH_PORT_DEAD, MACH_PORT_RIGHT_SEND_ONCE, -1));
    CHECK_EQ(mach_port_mod_refs(SELF, MACH_PORT_NULL, MACH_PORT_RIGHT_NUMBER, 0), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_type(SELF, MACH_PORT_NULL, &type), KERN_INVALID_NAME);
    OK(mach_port_type(SELF, MACH_PORT_DEAD, &type));
    CHECK_EQ(type, MACH_PORT_TYPE_DEAD_NAME);
    CHECK_EQ(mach_port_type(SELF, NAME_UNKNOWN, &type), KERN_INVALID_NAME);
    OK(mach_port_get_refs(SELF, MACH_PORT_NULL, MACH_PORT_RIGHT_SEND, &urefs));
    CHECK_EQ(urefs, 1);
    OK(mach_port_get_refs(SELF, MACH_PORT_DEAD, MACH_PORT_RIGHT_SEND_ONCE, &urefs));
    CHECK_EQ(urefs, 1);
    CHECK_EQ(mach_port_get_refs(SELF, MACH_PORT_DEAD, MACH_PORT_RIGHT_RECEIVE, &urefs), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_get_refs(SELF, NAME_UNKNOWN, MACH_PORT_RIGHT_SEND, &urefs), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_get_refs(SELF, MACH_PORT_NULL, MACH_PORT_RIGHT_NUMBER, &urefs), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_destruct(SELF, MACH_PORT_NULL, 0, 0), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_guard(SELF, MACH_PORT_DEAD, 1, FALSE), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_get_context(SELF, MACH_PORT_NULL, &context), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_set_context(SELF, MACH_PORT_DEAD, 1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_set_mscount(SELF, MACH_PORT_NULL, 1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_set_seqno(SELF, MACH_PORT_NULL, 1), KERN_INVALID_RIGHT);
    CHECK_EQ(mach_port_get_srights(SELF, MACH_PORT_NULL, &srights), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_get_context(SELF, NAME_UNKNOWN, &context), KERN_INVALID_NAME);
    CHECK_EQ(new_guard_exceptions(), 0);
    CHECK_EQ(mach_port_mod_refs(SELF, MACH_PORT_DEAD, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_deallocate(SELF, NAME_UNKNOWN), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_destroy(SELF, NAME_UNKNOWN), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_mod_refs(SELF, NAME_UNKNOWN, MACH_PORT_RIGHT_SEND, 0), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_destruct(SELF, NAME_UNKNOWN, 0, 0), KERN_INVALID_NAME);
    CHECK_EQ(new_guard_exceptions(), 5);
}

static void test_a_stale_generation_is_unknown(void)
{
    mach_port_name_t name = new_receive();
    destroy_receive(name);
    mach_port_name_t next = new_receive();
    CHECK_EQ(MACH_PORT_INDEX(next), MACH_PORT_INDEX(name));
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_NAME);
    CHECK_EQ(type_of(next), MACH_PORT_TYPE_RECEIVE);
    destroy_receive(next);
}

static void test_allocate_refuses_other_rights(void)
{
    mach_port_name_t name;
    const mach_port_right_t refused[] = {MACH_PORT_RIGHT_SEND, MACH_PORT_RIGHT_SEND_ONCE, MACH_PORT_RIGHT_LABELH,
                                         MACH_PORT_RIGHT_NUMBER};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        CHECK_EQ(mach_port_allocate(SELF, refused[i], &name), KERN_INVALID_VALUE);
}

static void test_allocate_name(void)
{
    const mach_port_name_t name = 0x40007;
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, name));
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, name), KERN_NAME_EXISTS);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, name + 4), KERN_FAILURE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, 0x50006), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, 0x3), KERN_FAILURE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, 0xffffff03), KERN_NO_SPACE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, MACH_PORT_NULL), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, MACH_PORT_DEAD), KERN_INVALID_VALUE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_SEND, 0x50007), KERN_INVALID_VALUE);
    destroy_receive(name);
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, name));
    OK(mach_port_destroy(SELF, name));
}

static void test_allocate_name_takes_an_index_out_of_the_free_ones(void)
{
    mach_port_name_t a = new_receive(), b = new_receive(), c = new_receive();
    destroy_receive(a);
    destroy_receive(b);
    destroy_receive(c);
    mach_port_name_t again = (b & ~0xffu) | 0xf3;
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, again));
    mach_port_name_t next = new_receive(), last = new_receive();
    CHECK_EQ(MACH_PORT_INDEX(next), MACH_PORT_INDEX(c));
    CHECK_EQ(MACH_PORT_INDEX(last), MACH_PORT_INDEX(a));
    destroy_receive(again);
    destroy_receive(next);
    destroy_receive(last);
}

static void test_names_taken_ahead_are_stepped_over(void)
{
    uint64_t before = enter(new_task());
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, 0x303));
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, 0x407));
    destroy_receive(0x407);
    CHECK_EQ(new_receive(), 0x203);
    CHECK_EQ(new_receive(), 0x40b);
    OK(mach_embedded_task_destroy(enter(before)));
}

static void test_allocate_name_of_a_dead_name_ignores_the_name(void)
{
    struct names before = all_names();
    OK(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_DEAD_NAME, 0x50006));
    struct names after = all_names();
    CHECK_EQ(after.count, before.count + 1);
    CHECK_EQ(type_of(0x50006), 0);
    for (mach_msg_type_number_t i = 0; i < after.count; i++) {
        if (after.types[i] == MACH_PORT_TYPE_DEAD_NAME)
            OK(mach_port_deallocate(SELF, after.names[i]));
    }
    free_names(before);
    free_names(after);
}

static void test_names_are_listed_in_order(void)
{
    mach_port_name_t set = new_set(), dead = new_dead_name(3), pair = new_pair(2);
    struct names all = all_names();
    int found = 0;
    for (mach_msg_type_number_t i = 0; i < all.count; i++) {
        CHECK(i == 0 || MACH_PORT_INDEX(all.names[i - 1]) < MACH_PORT_INDEX(all.names[i]));
        found += all.names[i] == set && all.types[i] == MACH_PORT_TYPE_PORT_SET;
        found += all.names[i] == dead && all.types[i] == MACH_PORT_TYPE_DEAD_NAME;
        found += all.names[i] == pair && all.types[i] == MACH_PORT_TYPE_SEND_RECEIVE;
    }
    CHECK_EQ(found, 3);
    free_names(all);
    OK(mach_port_destroy(SELF, set));
    OK(mach_port_destroy(SELF, dead));
    OK(mach_port_destroy(SELF, pair));
}

static void test_a_full_space(void)
{
    mach_port_name_t name = new_receive(), other = MACH_PORT_NULL;
    mach_msg_type_name_t type;
    struct names all = all_names();
    mach_port_options_t options = {.flags = MPO_INSERT_SEND_RIGHT};
    OK(mach_embedded_limit_names(all.count));
    free_names(all);
    CHECK_EQ(mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &other), KERN_NO_SPACE);
    CHECK_EQ(mach_port_construct(SELF, &options, 0, &other), KERN_NO_SPACE);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, 0x40003), KERN_NO_SPACE);
    CHECK_EQ(mach_port_insert_right(SELF, 0x40003, name, MACH_MSG_TYPE_MAKE_SEND_ONCE), KERN_NO_SPACE);
    CHECK_EQ(messages_at(name), 1); /* its send-once right died unused */
    CHECK_EQ(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, &other, &type),
             MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
    CHECK_EQ(other, MACH_PORT_NULL);
    CHECK_EQ(messages_at(name), 2);
    OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_MAKE_SEND));
    OK(mach_embedded_limit_names(0));
    other = new_receive();
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_destroy(SELF, other));
}

static void test_a_task_argument_that_is_none(void)
{
    mach_port_name_t name = new_pair(1), other;
    CHECK_EQ(mach_port_allocate(MACH_PORT_NULL, MACH_PORT_RIGHT_RECEIVE, &other), MACH_SEND_INVALID_DEST);
    CHECK_EQ(mach_port_allocate(NAME_UNKNOWN, MACH_PORT_RIGHT_RECEIVE, &other), MACH_SEND_INVALID_DEST);
    CHECK_EQ(mach_port_allocate(name, MACH_PORT_RIGHT_RECEIVE, &other), KERN_INVALID_TASK);
    OK(mach_port_destroy(SELF, name));
}

static void test_every_call_with_a_task_argument_that_is_none(void)
{
    const mach_port_t none = MACH_PORT_NULL;
    mach_port_name_t name = new_receive(), *list = NULL;
    mach_port_options_t options = {.flags = 0};
    mach_msg_type_number_t count = 1, other_count;
    mach_port_type_t *types = NULL;
    mach_port_context_t context;
    natural_t word;
    const kern_return_t statuses[] = {
        mach_port_allocate_name(none, MACH_PORT_RIGHT_RECEIVE, 0x4200b),
        mach_port_construct(none, &options, 0, &word),
        mach_port_insert_right(none, name, name, MACH_MSG_TYPE_MAKE_SEND),
        mach_port_extract_right(none, name, MACH_MSG_TYPE_MAKE_SEND, &word, &word),
        mach_port_deallocate(none, name),
        mach_port_destroy(none, name),
        mach_port_destruct(none, name, 0, 0),
        mach_port_mod_refs(none, name, MACH_PORT_RIGHT_RECEIVE, -1),
        mach_port_get_refs(none, name, MACH_PORT_RIGHT_RECEIVE, &word),
        mach_port_type(none, name, &word),
        mach_port_names(none, &list, &count, &types, &other_count),
        mach_port_insert_member(none, name, name),
        mach_port_extract_member(none, name, name),
        mach_port_move_member(none, name, MACH_PORT_NULL),
        mach_port_get_set_status(none, name, &list, &count),
        mach_port_get_attributes(none, name, MACH_PORT_DNREQUESTS_SIZE, (mach_port_info_t)&word, &count),
        mach_port_set_attributes(none, name, MACH_PORT_DNREQUESTS_SIZE, (mach_port_info_t)&word, 1),
        mach_port_get_srights(none, name, &word),
        mach_port_dnrequest_info(none, name, &word, &word),
        mach_port_set_mscount(none, name, 1),
        mach_port_set_seqno(none, name, 1),
        mach_port_get_context(none, name, &context),
        mach_port_set_context(none, name, 1),
        mach_port_guard(none, name, 1, FALSE),
        mach_port_guard_with_flags(none, name, 1, MPG_FLAGS_NONE),
        mach_port_unguard(none, name, 0),
        mach_port_swap_guard(none, name, 0, 1),
        mach_port_request_notification(none, name, MACH_NOTIFY_DEAD_NAME, 0, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, &word),
    };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        CHECK_EQ(statuses[i], MACH_SEND_INVALID_DEST);
    CHECK_EQ(messages_at(name), 0); /* no notify right was taken */
    CHECK_EQ(status_of(name).mps_sorights, 0);
    destroy_receive(name);
}

int main(void)
{
    RUN(test_a_fresh_space_numbers_its_names_in_order);
    RUN(test_a_freed_index_comes_back_with_the_next_generation);
    RUN(test_every_call_about_names_that_hold_nothing);
    RUN(test_a_stale_generation_is_unknown);
    RUN(test_allocate_refuses_other_rights);
    RUN(test_allocate_name);
    RUN(test_allocate_name_takes_an_index_out_of_the_free_ones);
    RUN(test_names_taken_ahead_are_stepped_over);
    RUN(test_allocate_name_of_a_dead_name_ignores_the_name);
    RUN(test_names_are_listed_in_order);
    RUN(test_a_full_space);
    RUN(test_a_task_argument_that_is_none);
    RUN(test_every_call_with_a_task_argument_that_is_none);
    return check_result();
}
