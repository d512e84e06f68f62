/* Sends and receives that wait: for time, for a signal, for a death, for a message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "subjects.h"
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define MS UINT64_C(1000000)

static machport_receive_t queue;
static machport_send_t to;
static pthread_t waiter;
static _Atomic int returned;

static void pause_ms(long ms)
{
    const struct timespec wait = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    (void)nanosleep(&wait, NULL);
}

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void on_signal(int number)
{
    (void)number;
}

/* Signals until the call has returned: one that came before the wait began would be lost. */
static void *signal_it(void *unused)
{
    (void)unused;
    while (!atomic_load(&returned)) {
        pause_ms(5);
        (void)pthread_kill(waiter, SIGUSR1);
    }
    return NULL;
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
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGUSR1, &action, NULL);
    waiter = pthread_self();
    machport_right_t rights[SUBJECTS];
    struct prepared made[SUBJECTS];
    for (size_t i = 0; i < SUBJECTS; i++)
        made[i] = prepare(&subjects[i], &rights[i]);
    pthread_t signaller;
    fill(1);
    atomic_store(&returned, 0);
    (void)pthread_create(&signaller, NULL, signal_it, NULL);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, rights, SUBJECTS, 0, MACHPORT_FOREVER), MACHPORT_MACH_SEND_INTERRUPTED);
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received), MACHPORT_MACH_RCV_INTERRUPTED);
    atomic_store(&returned, 1);
    (void)pthread_join(signaller, NULL);
    fill(0);
    for (size_t i = 0; i < SUBJECTS; i++) {
        CHECK_EQ(rights[i].outcome, subjects[i].outcomes[CAME_BACK]);
        check_truth(&made[i], &rights[i]);
        release_all(&made[i], &rights[i]);
    }
}

static void a_timeout_is_waited_out(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    uint64_t start = now_ms();
    CHECK_EQ(machport_message_receive(queue, NULL, 0, NULL, 0, 0, 30 * MS, &received), MACHPORT_MACH_RCV_TIMED_OUT);
    CHECK(now_ms() - start >= 29);
    fill(1);
    start = now_ms();
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 30 * MS), MACHPORT_MACH_SEND_TIMED_OUT);
    CHECK(now_ms() - start >= 29);
    fill(0);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
}

struct death {
    machport_receive_t local, theirs;
};

static void *kill_soon(void *argument)
{
    const struct death *death = argument;
    pause_ms(30);
    if (death->theirs != MACHPORT_NULL)
        other_task_port_release(death->theirs);
    else
        CHECK_EQ(machport_receive_right_release(death->local, 0), MACHPORT_KERN_SUCCESS);
    return NULL;
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
        struct death death = {.theirs = made.theirs};
        pthread_t killer;
        (void)pthread_create(&killer, NULL, kill_soon, &death);
        CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, &right, 1, 0, 100 * MS), MACHPORT_MACH_SEND_TIMED_OUT);
        (void)pthread_join(killer, NULL);
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
    struct death death = {.local = new_port()};
    const machport_send_t send = new_send(death.local);
    CHECK_EQ(machport_attr_set(death.local, MACHPORT_ATTR_QUEUE_LIMIT, 0), MACHPORT_KERN_SUCCESS);
    pthread_t killer;
    (void)pthread_create(&killer, NULL, kill_soon, &death);
    machport_right_t right = {.name = new_send_once(queue), .disposition = MACHPORT_MOVE_SEND_ONCE};
    CHECK_EQ(machport_message_send(send, 1, NULL, 0, NULL, &right, 1, 0, MACHPORT_FOREVER), MACHPORT_KERN_SUCCESS);
    (void)pthread_join(killer, NULL);
    CHECK_EQ(right.outcome, MOVED);
    CHECK_EQ(units(send, MACHPORT_KIND_DEAD_NAME), 1);
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS); /* the right died with the message */
}

static void closing_wakes_a_receive(void)
{
    struct death death = {.local = new_port()};
    machport_received_t received = {.struct_size = sizeof received};
    pthread_t killer;
    (void)pthread_create(&killer, NULL, kill_soon, &death);
    CHECK_EQ(machport_message_receive(death.local, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received),
             MACHPORT_MACH_RCV_PORT_CHANGED);
    (void)pthread_join(killer, NULL);
}

static int is_readable(int fd, int timeout_ms)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    return poll(&wanted, 1, timeout_ms) == 1 && (wanted.revents & POLLIN) != 0;
}

static void a_descriptor_is_readable_while_a_message_waits(machport_any_t from)
{
    int32_t fd;
    CHECK_EQ(machport_wait_fd(from, &fd), MACHPORT_KERN_SUCCESS);
    CHECK(!is_readable(fd, 0));
    for (int i = 0; i < 2; i++)
        CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK(is_readable(fd, 1000));
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
    CHECK(is_readable(fd, 1000));
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
    CHECK(!is_readable(fd, 0));
    CHECK_EQ(close(fd), 0);
}

static void descriptors(void)
{
    machport_port_set_t set;
    int32_t fd;
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    a_descriptor_is_readable_while_a_message_waits(queue);
    CHECK_EQ(machport_port_set_insert(set, queue), MACHPORT_KERN_SUCCESS);
    a_descriptor_is_readable_while_a_message_waits(set);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_wait_fd(queue, NULL), MACHPORT_E_POINTER);
    const machport_name_t none[] = {MACHPORT_NULL, MACHPORT_DEAD, set, new_send_once(queue)};
    const machport_status_t answers[] = {MACHPORT_E_NULL, MACHPORT_E_DEAD, MACHPORT_E_STALE, MACHPORT_E_WRONG_KIND};
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(machport_wait_fd(none[i], &fd), answers[i]);
        CHECK_EQ(fd, -1);
    }
    CHECK_EQ(machport_send_once_right_release(none[3]), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
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
    descriptors();
    CHECK_EQ(machport_pair_release(queue, to, 0), MACHPORT_KERN_SUCCESS);
    other_task_end();
    check_space("the end", &before);
    return check_result();
}
