/* What a send refuses before anything is touched, since the Mach would break the message at it and destroy rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "this_mach.h"

#define RIGHT(held, how)                                                                                                         \
    (machport_right_t)                                                                                                           \
    {                                                                                                                            \
        .name = (held), .disposition = (how), .outcome = 99                                                                      \
    }

static machport_receive_t port;
static machport_send_t to;
static machport_name_t stale;

static void refused(int line, machport_status_t expected, machport_right_t *rights, size_t count)
{
    machport_right_t before[4];
    for (size_t i = 0; i < count; i++)
        before[i] = rights[i];
    if (!CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, rights, count, 0, 0), expected)) {
        check_print("  at line ");
        check_print_number((uint64_t)line, 10);
        check_print("\n");
    }
    for (size_t i = 0; i < count; i++) {
        CHECK_EQ(rights[i].name, before[i].name);
        CHECK_EQ(rights[i].disposition, before[i].disposition);
        CHECK_EQ(rights[i].outcome, MACHPORT_OUTCOME_NONE);
    }
}
#define REFUSED(expected, ...)                                                                                                   \
    do {                                                                                                                         \
        machport_right_t refused_rights[] = {__VA_ARGS__};                                                                       \
        refused(__LINE__, expected, refused_rights, sizeof refused_rights / sizeof refused_rights[0]);                           \
    } while (0)

static machport_dead_name_t new_dead_name(void)
{
    const machport_receive_t receive = new_port();
    const machport_send_t send = new_send(receive);
    CHECK_EQ(machport_receive_right_release(receive, 0), MACHPORT_KERN_SUCCESS);
    return send;
}

static void a_right_that_is_not_what_it_should_be(void)
{
    const machport_receive_t receive = new_port();
    const machport_send_once_t send_once = new_send_once(receive);
    const machport_dead_name_t dead = new_dead_name();
    for (uint32_t how = MACHPORT_MOVE_RECEIVE; how <= MACHPORT_MAKE_SEND_ONCE; how++)
        REFUSED(MACHPORT_E_STALE, RIGHT(stale, how));
    REFUSED(MACHPORT_KERN_INVALID_VALUE, RIGHT(receive, 15));
    REFUSED(MACHPORT_KERN_INVALID_VALUE, RIGHT(MACHPORT_NULL, 22));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(receive, MACHPORT_MOVE_SEND));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(receive, MACHPORT_COPY_SEND));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(receive, MACHPORT_MOVE_SEND_ONCE));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(send_once, MACHPORT_MOVE_SEND));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(send_once, MACHPORT_MOVE_RECEIVE));
    REFUSED(MACHPORT_E_WRONG_KIND, RIGHT(send_once, MACHPORT_MAKE_SEND));
    REFUSED(MACHPORT_E_DEAD, RIGHT(dead, MACHPORT_MOVE_RECEIVE));
    REFUSED(MACHPORT_E_DEAD, RIGHT(dead, MACHPORT_MAKE_SEND_ONCE));
    /* The second refuses what the first would have lost. */
    REFUSED(MACHPORT_E_STALE, RIGHT(receive, MACHPORT_MOVE_RECEIVE), RIGHT(stale, MACHPORT_COPY_SEND));
    CHECK_EQ(machport_send_once_right_release(send_once), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_release(receive, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_dead_name_release(dead), MACHPORT_KERN_SUCCESS);
}

static void a_right_that_would_be_there_only_once(void)
{
    const machport_receive_t receive = new_port();
    const machport_send_t send = new_send(receive);
    const machport_send_once_t send_once = new_send_once(receive);
    const machport_dead_name_t dead = new_dead_name();
    REFUSED(MACHPORT_MACH_SEND_INVALID_RIGHT, RIGHT(send, MACHPORT_MOVE_SEND), RIGHT(send, MACHPORT_MOVE_SEND));
    REFUSED(MACHPORT_MACH_SEND_INVALID_RIGHT, RIGHT(dead, MACHPORT_MOVE_SEND), RIGHT(dead, MACHPORT_MOVE_SEND_ONCE));
    REFUSED(MACHPORT_MACH_SEND_INVALID_RIGHT, RIGHT(send_once, MACHPORT_MOVE_SEND_ONCE),
            RIGHT(send_once, MACHPORT_MOVE_SEND_ONCE));
    for (uint32_t how = MACHPORT_MAKE_SEND; how <= MACHPORT_MAKE_SEND_ONCE; how++)
        REFUSED(MACHPORT_MACH_SEND_INVALID_RIGHT, RIGHT(receive, MACHPORT_MOVE_RECEIVE), RIGHT(receive, how));
    REFUSED(MACHPORT_MACH_SEND_INVALID_RIGHT, RIGHT(receive, MACHPORT_MOVE_RECEIVE), RIGHT(receive, MACHPORT_MOVE_RECEIVE));
    machport_right_t reply = RIGHT(send, MACHPORT_MOVE_SEND), again = RIGHT(send, MACHPORT_MOVE_SEND);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, &reply, &again, 1, 0, 0), MACHPORT_MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(machport_dead_name_release(dead), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_once_right_release(send_once), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(receive, send, 0), MACHPORT_KERN_SUCCESS);
}

/* In this order all of it is there: two sends, and the receive right last. */
static void a_name_that_holds_enough(void)
{
    const machport_receive_t receive = new_port();
    const machport_send_t send = new_send(receive);
    (void)new_send(receive);
    machport_right_t rights[] = {RIGHT(send, MACHPORT_MOVE_SEND), RIGHT(receive, MACHPORT_MAKE_SEND_ONCE),
                                 RIGHT(send, MACHPORT_MOVE_SEND), RIGHT(send, MACHPORT_COPY_SEND),
                                 RIGHT(receive, MACHPORT_MOVE_RECEIVE)};
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, rights, 5, 0, 0), MACHPORT_KERN_SUCCESS);
    for (int i = 0; i < 5; i++)
        CHECK_EQ(rights[i].outcome, MACHPORT_OUTCOME_MOVED);
    uint32_t types;
    CHECK_EQ(machport_types(receive, &types), MACHPORT_E_STALE);
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_message_receive(port, NULL, 0, rights, 5, 0, 0, &received), MACHPORT_MACH_RCV_TOO_LARGE);
    char bytes[128];
    machport_right_t room[20];
    CHECK_EQ(machport_message_receive(port, bytes, sizeof bytes, room, 20, 0, 0, &received), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(received.count, 5);
    CHECK_EQ(received.size, 0);
    CHECK_EQ(machport_rights_release(room, 5), MACHPORT_KERN_SUCCESS);
}

static void a_receive_right_that_is_guarded(void)
{
    machport_receive_t guarded;
    CHECK_EQ(machport_receive_right_new(MACHPORT_GUARD | MACHPORT_GUARD_IMMOVABLE, 7, &guarded), MACHPORT_KERN_SUCCESS);
    REFUSED(MACHPORT_KERN_INVALID_ARGUMENT, RIGHT(guarded, MACHPORT_MOVE_RECEIVE));
    CHECK_EQ(machport_receive_right_release(guarded, 7), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_new(MACHPORT_GUARD, 0, &guarded), MACHPORT_KERN_SUCCESS);
    REFUSED(MACHPORT_KERN_INVALID_ARGUMENT, RIGHT(guarded, MACHPORT_MOVE_RECEIVE));
    CHECK_EQ(machport_receive_right_release(guarded, 0), MACHPORT_KERN_SUCCESS);
}

/* Its guard is off, and nothing shows that it stays. What comes before it is lost, and what comes after it is not. */
static void a_receive_right_that_is_bound(void)
{
    machport_receive_t bound;
    const machport_receive_t first = new_port(), last = new_port();
    CHECK_EQ(machport_receive_right_new(MACHPORT_GUARD | MACHPORT_GUARD_IMMOVABLE, 7, &bound), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_guard_clear(bound, 7), MACHPORT_KERN_SUCCESS);
    machport_right_t rights[] = {RIGHT(first, MACHPORT_MOVE_RECEIVE), RIGHT(bound, MACHPORT_MOVE_RECEIVE),
                                 RIGHT(last, MACHPORT_MOVE_RECEIVE)};
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, rights, 3, 0, 0), MACHPORT_MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(rights[0].outcome, MACHPORT_OUTCOME_LOST);
    for (int i = 1; i < 3; i++) {
        CHECK_EQ(rights[i].outcome, MACHPORT_OUTCOME_KEPT);
        CHECK_EQ(machport_receive_right_release(rights[i].name, 0), MACHPORT_KERN_SUCCESS);
    }
}

static machport_status_t send_to(machport_name_t destination)
{
    return machport_message_send(destination, 1, NULL, 0, NULL, NULL, 0, 0, 0);
}

static machport_status_t send_once_to(machport_name_t destination)
{
    machport_right_t right = RIGHT(destination, MACHPORT_MOVE_SEND_ONCE);
    const machport_status_t status = machport_message_send_once(&right, 1, NULL, 0, NULL, 0, 0);
    CHECK_EQ(right.outcome, status == MACHPORT_KERN_SUCCESS ? MACHPORT_OUTCOME_MOVED : MACHPORT_OUTCOME_NONE);
    CHECK_EQ(right.name, status == MACHPORT_KERN_SUCCESS ? MACHPORT_NULL : destination);
    return status;
}

static void a_destination_that_is_none(void)
{
    const machport_send_once_t send_once = new_send_once(port);
    const machport_dead_name_t dead = new_dead_name();
    CHECK_EQ(send_to(MACHPORT_NULL), MACHPORT_E_NULL);
    CHECK_EQ(send_to(MACHPORT_DEAD), MACHPORT_E_DEAD);
    CHECK_EQ(send_to(dead), MACHPORT_E_DEAD);
    CHECK_EQ(send_to(stale), MACHPORT_E_STALE);
    CHECK_EQ(send_to(send_once), MACHPORT_E_WRONG_KIND);
    CHECK_EQ(send_once_to(MACHPORT_NULL), MACHPORT_E_NULL);
    CHECK_EQ(send_once_to(MACHPORT_DEAD), MACHPORT_E_DEAD);
    CHECK_EQ(send_once_to(dead), MACHPORT_E_DEAD);
    CHECK_EQ(send_once_to(stale), MACHPORT_E_STALE);
    CHECK_EQ(send_once_to(to), MACHPORT_E_WRONG_KIND);
    machport_right_t copy = RIGHT(to, MACHPORT_COPY_SEND), itself = RIGHT(send_once, MACHPORT_MOVE_SEND_ONCE), twin = itself;
    CHECK_EQ(machport_message_send_once(&copy, 1, NULL, 0, NULL, 0, 0), MACHPORT_KERN_INVALID_VALUE);
    CHECK_EQ(machport_message_send_once(&itself, 1, NULL, 0, &twin, 1, 0), MACHPORT_MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(send_once_to(send_once), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_dead_name_release(dead), MACHPORT_KERN_SUCCESS);
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, 0, &received), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(received.via, MACHPORT_MOVE_SEND_ONCE);
}

static void arguments(void)
{
    machport_right_t reply = RIGHT(MACHPORT_NULL, 0);
    CHECK_EQ(machport_message_send(to, 1, NULL, 4, NULL, NULL, 0, 0, 0), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 1, 0, 0), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, &reply, &reply, 1, 0, 0), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_send_once(NULL, 1, NULL, 0, NULL, 0, 0), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_send_once(&reply, 1, NULL, 4, NULL, 0, 0), MACHPORT_E_POINTER);
    CHECK_EQ(reply.outcome, 99);
    for (size_t size = 1; size < 4; size++)
        CHECK_EQ(machport_message_send(to, 1, "abc", size, NULL, NULL, 0, 0, 0), MACHPORT_KERN_INVALID_ARGUMENT);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 1, 0), MACHPORT_KERN_INVALID_ARGUMENT);
    CHECK_EQ(machport_message_send_once(&reply, 1, NULL, 0, NULL, 0, 1), MACHPORT_KERN_INVALID_ARGUMENT);
    reply = RIGHT(port, MACHPORT_MOVE_RECEIVE);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, &reply, NULL, 0, 0, 0), MACHPORT_KERN_INVALID_VALUE);
    CHECK_EQ(machport_message_send(to, 1, "", SIZE_MAX & ~(size_t)3, NULL, NULL, 0, 0, 0), MACHPORT_MACH_SEND_TOO_LARGE);
}

int main(void)
{
    const struct space_view before = view_space();
    const uint64_t exceptions = guard_exceptions();
    stale = stale_name();
    port = new_port();
    to = new_send(port);
    arguments();
    a_destination_that_is_none();
    a_right_that_is_not_what_it_should_be();
    a_right_that_would_be_there_only_once();
    a_name_that_holds_enough();
    if (!is_gnumach())
        a_receive_right_that_is_guarded();
    CHECK_EQ(guard_exceptions(), exceptions); /* law 10 */
    if (!is_gnumach())
        a_receive_right_that_is_bound();
    CHECK_EQ(machport_pair_release(port, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("the end", &before);
    return check_result();
}
