/* What a send says became of each right is what became of it: for every disposition, at every end that a send can have.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "between.h"
#include "subjects.h"

#define MOST (SUBJECTS + 1)

static machport_receive_t queue;
static machport_send_t to;
/* The right that another thread takes while the message is on its way to the Mach. */
static machport_name_t taken;

static void take(void)
{
    CHECK_EQ(machport_release(MACHPORT_KIND_SEND_ONCE, taken, 0), MACHPORT_KERN_SUCCESS);
}

static void take_destination(void)
{
    CHECK_EQ(machport_send_right_release(to), MACHPORT_KERN_SUCCESS);
}

static void fill(int full)
{
    CHECK_EQ(machport_attr_set(queue, MACHPORT_ATTR_QUEUE_LIMIT, full ? 0 : 5), MACHPORT_KERN_SUCCESS);
}

/* Takes the message off the queue and releases its rights, which arrive as their dispositions say. */
static void empty(size_t count, size_t reply)
{
    machport_right_t rights[MOST];
    char bytes[4096];
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_message_receive(queue, bytes, sizeof bytes, rights, MOST, 0, 0, &received), MACHPORT_MACH_RCV_TOO_LARGE);
    static machport_right_t room[600];
    CHECK_EQ(machport_message_receive(queue, bytes, sizeof bytes, room, 600, 0, 0, &received), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(received.count, count);
    for (size_t i = 0; i < received.count && i < SUBJECTS; i++)
        CHECK_EQ(room[i].disposition, subjects[i].arrives);
    if (reply < SUBJECTS && subjects[reply].state != IS_NULL)
        CHECK_EQ(received.reply.disposition, subjects[reply].arrives);
    CHECK_EQ(machport_rights_release(room, (size_t)received.count), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_rights_release(&received.reply, 1), MACHPORT_KERN_SUCCESS);
}

static void check_and_release(struct prepared *made, machport_right_t *right, uint32_t outcome)
{
    if (!CHECK_EQ(right->outcome, outcome))
        check_note("of: ", made->subject->what);
    check_truth(made, right);
    release_all(made, right);
}

/* One message with a right of each kind, and each of them in turn as its reply. */
static void send_everything(const char *when, machport_status_t expected, enum fate fate, void (*meanwhile)(void))
{
    static const char bytes[2000];
    for (size_t reply = 0; reply < SUBJECTS; reply++) {
        if (subjects[reply].disposition == MACHPORT_MOVE_RECEIVE)
            continue;
        const struct space_view before = view_space();
        struct prepared made[SUBJECTS], answered;
        machport_right_t rights[SUBJECTS], answer;
        for (size_t i = 0; i < SUBJECTS; i++)
            made[i] = prepare(&subjects[i], &rights[i]);
        answered = prepare(&subjects[reply], &answer);
        between.send = meanwhile;
        const uint32_t flags = expected == MACHPORT_KERN_INVALID_ARGUMENT;
        CHECK_EQ(machport_message_send(to, 7, bytes, sizeof bytes, &answer, rights, SUBJECTS, flags, 0), expected);
        for (size_t i = 0; i < SUBJECTS; i++)
            check_and_release(&made[i], &rights[i], subjects[i].outcomes[fate]);
        check_and_release(&answered, &answer, answered.name == MACHPORT_NULL ? NONE : subjects[reply].outcomes[fate]);
        if (fate == SENT)
            empty(SUBJECTS, reply);
        if (meanwhile == take_destination)
            to = new_send(queue);
        check_space(when, &before);
    }
}

/* Another thread takes one right, at each place among the others. */
static void break_everywhere(void)
{
    for (size_t place = 0; place <= SUBJECTS; place++) {
        const struct space_view before = view_space();
        struct prepared made[SUBJECTS];
        machport_right_t rights[MOST];
        for (size_t i = 0; i < SUBJECTS; i++)
            made[i] = prepare(&subjects[i], &rights[i < place ? i : i + 1]);
        taken = new_send_once(queue);
        rights[place] = (machport_right_t){.name = taken, .disposition = MACHPORT_MOVE_SEND_ONCE};
        between.send = take;
        CHECK_EQ(machport_message_send(to, 7, NULL, 0, NULL, rights, MOST, 0, 0), MACHPORT_MACH_SEND_INVALID_RIGHT);
        CHECK_EQ(rights[place].outcome, LOST);
        CHECK_EQ(rights[place].name, MACHPORT_NULL);
        for (size_t i = 0; i < SUBJECTS; i++)
            check_and_release(&made[i], &rights[i < place ? i : i + 1],
                              subjects[i].outcomes[i < place ? BROKEN_BEFORE : BROKEN_AFTER]);
        check_space("broken", &before);
        char bytes[64]; /* the right that was taken died unused */
        machport_received_t received = {.struct_size = sizeof received};
        machport_right_t none[4];
        CHECK_EQ(machport_message_receive(queue, bytes, 64, none, 4, 0, 0, &received), MACHPORT_KERN_SUCCESS);
        CHECK_EQ(received.id, MACHPORT_NOTIFY_SEND_ONCE);
    }
}

static struct prepared watched;

static void kill_watched_and_take(void)
{
    kill_theirs(&watched);
    take();
}

/* A send-once right dies after it was looked at, and its name gets a unit for whoever is told: that one is not the
   message's, and the message's own is lost before the fault and kept after it. */
static void a_watched_right_dies_in_a_broken_message(void)
{
    const struct subject send_once = {"send-once", SEND_ONCE, MACHPORT_MOVE_SEND_ONCE, {0}, 0};
    for (size_t place = 0; place < 2; place++) {
        const struct space_view before = view_space();
        machport_right_t rights[2];
        machport_send_once_t previous;
        watched = prepare(&send_once, &rights[place]);
        const machport_name_t name = watched.name;
        const machport_receive_t told = new_port();
        CHECK_EQ(machport_notify_dead_name(name, new_send_once(told), &previous), MACHPORT_KERN_SUCCESS);
        taken = new_send_once(told);
        rights[1 - place] = (machport_right_t){.name = taken, .disposition = MACHPORT_MOVE_SEND_ONCE};
        between.send = kill_watched_and_take;
        CHECK_EQ(machport_message_send(to, 7, NULL, 0, NULL, rights, 2, 0, 0), MACHPORT_MACH_SEND_INVALID_RIGHT);
        CHECK_EQ(rights[place].outcome, place == 0 ? LOST : KEPT);
        CHECK_EQ(units(name, MACHPORT_KIND_DEAD_NAME), place == 0 ? 1 : 2);
        if (place == 1)
            CHECK_EQ(machport_send_once_right_release(rights[place].name), MACHPORT_KERN_SUCCESS);
        CHECK_EQ(machport_dead_name_release(name), MACHPORT_KERN_SUCCESS); /* the notification's */
        CHECK_EQ(machport_receive_right_release(told, 0), MACHPORT_KERN_SUCCESS);
        check_space("watched", &before);
    }
}

/* The reply is taken: nothing else was. */
static void the_reply_is_taken(void)
{
    machport_right_t right, reply = {.name = new_send_once(queue), .disposition = MACHPORT_MOVE_SEND_ONCE};
    for (size_t i = 0; i < SUBJECTS; i++) {
        struct prepared made = prepare(&subjects[i], &right);
        reply.name = taken = i == 0 ? reply.name : new_send_once(queue);
        between.send = take;
        CHECK_EQ(machport_message_send(to, 7, NULL, 0, &reply, &right, 1, 0, 0), MACHPORT_MACH_SEND_INVALID_REPLY);
        CHECK_EQ(reply.outcome, NONE);
        check_and_release(&made, &right, NONE);
    }
}

/* A send-once right that dies unused is told of in the queue. */
static void empty_of_the_unused(size_t count)
{
    char bytes[64];
    machport_received_t received = {.struct_size = sizeof received};
    machport_right_t none[4];
    for (; count > 0; count--) {
        CHECK_EQ(machport_message_receive(queue, bytes, 64, none, 4, 0, 0, &received), MACHPORT_KERN_SUCCESS);
        CHECK_EQ(received.id, MACHPORT_NOTIFY_SEND_ONCE);
    }
    CHECK_EQ(machport_message_receive(queue, bytes, 64, none, 4, 0, 0, &received), MACHPORT_MACH_RCV_TIMED_OUT);
}

/* To a send-once right: it goes with what it takes, also where a right breaks the message, and stays where nothing is taken.
   Another thread takes it, or a right at each place among the others, or nothing. */
static void a_send_once_destination(enum fate fate, machport_status_t expected, uint32_t outcome)
{
    static const char bytes[2000];
    const int breaks = fate == BROKEN_BEFORE;
    for (size_t place = 0; place <= (breaks ? SUBJECTS : 0); place++) {
        const struct space_view before = view_space();
        struct prepared made[SUBJECTS];
        machport_right_t rights[MOST];
        machport_right_t once = {.name = new_send_once(queue), .disposition = MACHPORT_MOVE_SEND_ONCE, .outcome = 99};
        for (size_t i = 0; i < SUBJECTS; i++)
            made[i] = prepare(&subjects[i], &rights[breaks && i >= place ? i + 1 : i]);
        taken = breaks ? new_send_once(queue) : once.name;
        if (breaks)
            rights[place] = (machport_right_t){.name = taken, .disposition = MACHPORT_MOVE_SEND_ONCE};
        between.send = fate == SENT ? NULL : take;
        CHECK_EQ(machport_message_send_once(&once, 7, bytes, sizeof bytes, rights, breaks ? MOST : SUBJECTS, 0), expected);
        CHECK_EQ(once.outcome, outcome);
        CHECK_EQ(once.name == MACHPORT_NULL, outcome != NONE);
        for (size_t i = 0; i < SUBJECTS; i++)
            check_and_release(&made[i], &rights[breaks && i >= place ? i + 1 : i],
                              subjects[i].outcomes[breaks && i >= place ? BROKEN_AFTER : fate]);
        if (fate == SENT)
            empty(SUBJECTS, SUBJECTS);
        empty_of_the_unused(fate == SENT ? 0 : breaks ? 2 : 1);
        check_space("send-once destination", &before);
    }
}

/* A wait of 2^32 milliseconds is several: what came back from one goes with the next, and comes back once. */
static void a_long_wait_is_waited_in_slices(void)
{
    fill(1);
    between.shorten = 1;
    for (size_t i = 0; i < SUBJECTS; i++) {
        const struct space_view before = view_space();
        machport_right_t right;
        struct prepared made = prepare(&subjects[i], &right);
        between.calls = 0;
        between.waited_ms = 0;
        CHECK_EQ(machport_message_send(to, 7, NULL, 0, NULL, &right, 1, 0, (UINT64_C(1) << 32) * 1000000 - 999999),
                 MACHPORT_MACH_SEND_TIMED_OUT);
        CHECK(between.calls > 1);
        CHECK_EQ(between.waited_ms, UINT64_C(1) << 32);
        check_and_release(&made, &right, subjects[i].outcomes[CAME_BACK]);
        check_space("slices", &before);
    }
    between.shorten = 0;
    fill(0);
}

int main(void)
{
    const struct space_view before = view_space();
    other_task_begin();
    queue = new_port();
    to = new_send(queue);
    send_everything("refused argument", MACHPORT_KERN_INVALID_ARGUMENT, REFUSED, NULL);
    send_everything("destination taken", MACHPORT_E_WRONG_KIND, REFUSED, take_destination);
    send_everything("sent", MACHPORT_KERN_SUCCESS, SENT, NULL);
    fill(1);
    send_everything("queue full", MACHPORT_MACH_SEND_TIMED_OUT, CAME_BACK, NULL);
    fill(0);
    break_everywhere();
    a_watched_right_dies_in_a_broken_message();
    the_reply_is_taken();
    empty_of_the_unused(SUBJECTS);
    a_send_once_destination(SENT, MACHPORT_KERN_SUCCESS, MOVED);
    a_send_once_destination(BROKEN_BEFORE, MACHPORT_MACH_SEND_INVALID_RIGHT, LOST);
    a_send_once_destination(REFUSED, MACHPORT_E_STALE, NONE);
    a_long_wait_is_waited_in_slices();
    CHECK_EQ(machport_pair_release(queue, to, 0), MACHPORT_KERN_SUCCESS);
    other_task_end();
    check_space("the end", &before);
    return check_result();
}
