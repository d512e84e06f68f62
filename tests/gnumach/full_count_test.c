/* Rights that arrive, or come back, where their name has as many user references as this Mach counts: what the caller had
   stays.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "kernel_tests.h"
#include "gnu/right.h"
#include "space_view.h"

#define FULL 65534

static machport_receive_t queue, port;
static machport_send_t to, full;

static machport_status_t send(machport_right_t *reply, machport_right_t *rights, size_t count)
{
    return machport_message_send(to, 1, "abc", 4, reply, rights, count, 0, 0);
}

static struct {
    char bytes[64];
    machport_right_t rights[16];
    machport_received_t message;
} got;

static machport_status_t receive(void)
{
    got.message.struct_size = sizeof got.message;
    return machport_message_receive(queue, got.bytes, sizeof got.bytes, got.rights, 16, 0, 0, &got.message);
}

/* The kernel's doing, and nothing tells it from the last one that had room. */
static void one_that_arrives_is_swallowed(void)
{
    machport_right_t reply = {.name = full, .disposition = MACHPORT_COPY_SEND};
    machport_right_t right = reply;
    CHECK_EQ(send(&reply, &right, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(receive(), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.message.reply.name, full);
    CHECK_EQ(got.message.count, 1);
    CHECK_EQ(got.rights[0].name, full);
}

/* Of what comes back, a copy is one too many, which nobody misses. What was made is lost. */
static void one_that_comes_back_is_not_kept_twice(void)
{
    machport_right_t reply = {.name = full, .disposition = MACHPORT_MOVE_SEND};
    machport_right_t rights[] = {{.name = full, .disposition = MACHPORT_MOVE_SEND},
                                 {.name = full, .disposition = MACHPORT_COPY_SEND},
                                 {.name = port, .disposition = MACHPORT_MAKE_SEND}};
    const uint32_t outcomes[] = {MACHPORT_OUTCOME_KEPT, MACHPORT_OUTCOME_KEPT, MACHPORT_OUTCOME_LOST};
    CHECK_EQ(machport_attr_set(queue, MACHPORT_ATTR_QUEUE_LIMIT, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(send(&reply, rights, 3), MACHPORT_MACH_SEND_TIMED_OUT);
    CHECK_EQ(reply.outcome, MACHPORT_OUTCOME_KEPT);
    CHECK_EQ(reply.name, full);
    for (size_t i = 0; i < 3; i++)
        CHECK_EQ(rights[i].outcome, outcomes[i]);
    CHECK_EQ(rights[2].name, MACHPORT_NULL);
    CHECK_EQ(machport_attr_set(queue, MACHPORT_ATTR_QUEUE_LIMIT, 5), MACHPORT_KERN_SUCCESS);
}

static void a_destination_comes_back_to_a_full_name(void)
{
    machport_right_t right = {.name = port, .disposition = MACHPORT_MAKE_SEND_ONCE};
    CHECK_EQ(machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_send(full, 1, NULL, 0, NULL, &right, 1, 0, 0), MACHPORT_MACH_SEND_TIMED_OUT);
    CHECK_EQ(right.outcome, MACHPORT_OUTCOME_RETURNED);
    CHECK_EQ(machport_rights_release(&right, 1), MACHPORT_KERN_SUCCESS);
}

unsigned full_count_test(void)
{
    const struct space_view before = view_space();
    const unsigned failed = check_failures;
    void (*const tests[])(void) = {one_that_arrives_is_swallowed, one_that_comes_back_is_not_kept_twice,
                                   a_destination_comes_back_to_a_full_name};
    queue = new_port();
    to = new_send(queue);
    port = new_port();
    full = new_send(port);
    CHECK_EQ(machport_gnu_mod_refs(full, MACHPORT_KIND_SEND, FULL - 1), MACHPORT_KERN_SUCCESS);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tests[i]();
        CHECK_EQ(units(full, MACHPORT_KIND_SEND), FULL);
        CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
    }
    CHECK_EQ(machport_gnu_mod_refs(full, MACHPORT_KIND_SEND, 1 - FULL), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(port, full, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(queue, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("full", &before);
    return check_failures - failed;
}
