/* Sends and receives that wait: for time, for a signal, for a death, for a message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "meanwhile.h"
#include "subjects.h"
#include "this_mach.h"
#include <stdatomic.h>

#define MS UINT64_C(1000000)

static machport_receive_t queue;
static machport_send_t to;
static _Atomic int returned;

/* Again and again until the call has returned: one that came before the wait began would be lost. */
static void interrupt(void)
{
    while (!atomic_load(&returned)) {
        meanwhile_pause(5);
        meanwhile_interrupt();
    }
}

static void fill(int full)
{
    CHECK_EQ(machport_attr_set(queue, MACHPORT_ATTR_QUEUE_LIMIT, full ? 0 : 5), MACHPORT_KERN_SUCCESS);
}

static machport_status_t poll_queue(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    return machport_message_receive(queue, NULL, 0, NULL, 0, 0, 0, &received);
}

static void a_signal_ends_a_wait(void)
{
    machport_right_t rights[SUBJECTS];
    struct prepared made[SUBJECTS];
    for (size_t i = 0; i < SUBJECTS; i++)
        made[i] = prepare(&subjects[i], &rights[i]);
    fill(1);
    atomic_store(&returned, 0);
    meanwhile_begin(interrupt);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, rights, SUBJECTS, 0, MACHPORT_FOREVER), MACHPORT_MACH_SEND_INTERRUPTED);
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received), MACHPORT_MACH_RCV_INTERRUPTED);
    atomic_store(&returned, 1);
    meanwhile_end();
    fill(0);
    for (size_t i = 0; i < SUBJECTS; i++) {
        CHECK_EQ(rights[i].outcome, subjects[i].outcomes[CAME_BACK]);
        check_truth(&made[i], &rights[i]);
        release_all(&made[i], &rights[i]);
    }
}

static void a_timeout_is_waited_out(void)
{
    const uint64_t least =
        is_gnumach() ? 20 : 29; /* there a clock that ticks a hundred times a second may have ticked just now */
    machport_received_t received = {.struct_size = sizeof received};
    uint64_t start = meanwhile_now_ms();
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, 30 * MS, &received), MACHPORT_MACH_RCV_TIMED_OUT);
    CHECK(meanwhile_now_ms() - start >= least);
    fill(1);
    start = meanwhile_now_ms();
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 30 * MS), MACHPORT_MACH_SEND_TIMED_OUT);
    CHECK(meanwhile_now_ms() - start >= least);
    fill(0);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
}

/* A port of this task's, or else of the other one's. */
static machport_receive_t local, theirs;

static void kill_it(void)
{
    if (local != MACHPORT_NULL)
        CHECK_EQ(machport_receive_right_release(local, 0), MACHPORT_KERN_SUCCESS);
    else
        other_task_port_release(theirs);
    local = theirs = MACHPORT_NULL;
}

static void kill_soon(void)
{
    meanwhile_pause(30);
    kill_it();
}

static void kill_and_interrupt(void)
{
    meanwhile_pause(30);
    kill_it();
    interrupt();
}

/* The ports of rights die while their message waits: a send-once right is lost, a send right's unit is a dead one. */
static void a_right_dies_while_its_message_waits(void)
{
    fill(1);
    for (size_t i = 0; i < SUBJECTS; i++) {
        if (subjects[i].state != SEND_ONE && subjects[i].state != SEND_TWO && subjects[i].state != SEND_ONCE)
            continue;
        machport_right_t right;
        struct prepared made = prepare(&subjects[i], &right);
        theirs = made.theirs;
        atomic_store(&returned, 0);
        meanwhile_begin(kill_and_interrupt);
        CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, &right, 1, 0, MACHPORT_FOREVER), MACHPORT_MACH_SEND_INTERRUPTED);
        atomic_store(&returned, 1);
        meanwhile_end();
        made.theirs = MACHPORT_NULL;
        CHECK_EQ(right.outcome, subjects[i].state == SEND_ONCE ? LOST : KEPT);
        if (made.sends != 0)
            CHECK_EQ(units(made.name, MACHPORT_KIND_DEAD_NAME), made.sends);
        release_all(&made, &right);
    }
    fill(0);
}

/* So does a port that sends and receives made for it come from. */
static void a_destination_dies_while_a_message_waits(void)
{
    local = new_port();
    const machport_send_t send = new_send(local);
    CHECK_EQ(machport_attr_set(local, MACHPORT_ATTR_QUEUE_LIMIT, 0), MACHPORT_KERN_SUCCESS);
    machport_right_t right = {.name = new_send_once(queue), .disposition = MACHPORT_MOVE_SEND_ONCE};
    meanwhile_begin(kill_soon);
    CHECK_EQ(machport_message_send(send, 1, NULL, 0, NULL, &right, 1, 0, MACHPORT_FOREVER), MACHPORT_KERN_SUCCESS);
    meanwhile_end();
    CHECK_EQ(right.outcome, MOVED);
    CHECK_EQ(units(send, MACHPORT_KIND_DEAD_NAME), 1);
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS); /* the right died with the message */
}

static void closing_wakes_a_receive(void)
{
    const machport_receive_t port = local = new_port();
    machport_received_t received = {.struct_size = sizeof received};
    meanwhile_begin(kill_soon);
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received),
             is_gnumach() ? MACHPORT_MACH_RCV_PORT_DIED : MACHPORT_MACH_RCV_PORT_CHANGED);
    meanwhile_end();
}

static machport_port_set_t set;

static void release_set_soon(void)
{
    meanwhile_pause(30);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
}

static void closing_a_set_wakes_a_receive(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_insert(set, queue), MACHPORT_KERN_SUCCESS);
    meanwhile_begin(release_set_soon);
    CHECK_EQ(machport_message_receive(set, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received),
             is_gnumach() ? MACHPORT_MACH_RCV_PORT_DIED : MACHPORT_MACH_RCV_PORT_CHANGED);
    meanwhile_end();
}

static void send_soon(void)
{
    meanwhile_pause(30);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
}

static void a_message_ends_a_wait(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    meanwhile_begin(send_soon);
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received), MACHPORT_KERN_SUCCESS);
    meanwhile_end();
    CHECK_EQ(received.from, queue);
}

/* Half a day, in milliseconds and then in hundredths of a second, is just over what 32 bits hold: it is no short wait. */
static void a_message_ends_a_long_wait(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    meanwhile_begin(send_soon);
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, 42949680 * MS, &received), MACHPORT_KERN_SUCCESS);
    meanwhile_end();
}

static void receive_soon(void)
{
    meanwhile_pause(30);
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
}

static void room_ends_a_wait(void)
{
    machport_right_t right = {.name = queue, .disposition = MACHPORT_MAKE_SEND};
    CHECK_EQ(machport_attr_set(queue, MACHPORT_ATTR_QUEUE_LIMIT, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    meanwhile_begin(receive_soon);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, &right, 1, 0, MACHPORT_FOREVER), MACHPORT_KERN_SUCCESS);
    meanwhile_end();
    CHECK_EQ(right.outcome, MOVED);
    machport_received_t received = {.struct_size = sizeof received};
    machport_right_t room[8];
    char bytes[64];
    CHECK_EQ(machport_message_receive(queue, bytes, 64, room, 8, 0, 0, &received), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_rights_release(room, 1), MACHPORT_KERN_SUCCESS);
    fill(0);
}

int main(void)
{
    const struct space_view before = view_space();
    other_task_begin();
    queue = new_port();
    to = new_send(queue);
    a_timeout_is_waited_out();
    a_signal_ends_a_wait();
    a_right_dies_while_its_message_waits();
    a_destination_dies_while_a_message_waits();
    closing_wakes_a_receive();
    closing_a_set_wakes_a_receive();
    a_message_ends_a_wait();
    a_message_ends_a_long_wait();
    room_ends_a_wait();
    CHECK_EQ(machport_pair_release(queue, to, 0), MACHPORT_KERN_SUCCESS);
    other_task_end();
    check_space("the end", &before);
    return check_result();
}
