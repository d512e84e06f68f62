/* Threads that are cancelled while they are in a call, and tasks that end under threads that wait. No call is a cancellation
   point, as on Darwin: a thread that is cancelled leaves it first, with what it has, and no lock is left behind.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { SHORT_WAIT = 30, LONG_WAIT = 20000 /* milliseconds */ };

static atomic_bool begun, came_back;
static mach_port_name_t port, set;
static mach_msg_return_t status;

/* Not part of the thread's own function: AddressSanitizer does not see that a thread which is cancelled has left its frames. */
#define APART __attribute__((noinline))

APART static mach_msg_return_t send(mach_port_name_t to, mach_msg_timeout_t timeout)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0), .msgh_remote_port = to};
    return mach_msg(&header, MACH_SEND_MSG | MACH_SEND_TIMEOUT, sizeof header, 0, MACH_PORT_NULL, timeout, MACH_PORT_NULL);
}

APART static mach_msg_return_t receive(mach_port_name_t from, mach_msg_timeout_t timeout)
{
    mach_msg_empty_rcv_t message;
    return mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, from, timeout, MACH_PORT_NULL);
}

static void set_limit(mach_port_name_t name, mach_port_msgcount_t limit)
{
    mach_port_limits_t limits = {.mpl_qlimit = limit};
    OK(mach_port_set_attributes(SELF, name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
}

/* Until a thread that has begun is likely to wait: where it does not yet, the test shows less. */
static void pause_until_it_waits(void)
{
    while (!atomic_load(&begun))
        usleep(1000);
    usleep(SHORT_WAIT * 1000);
}

static void *receive_and_be_cancelled(void *none)
{
    atomic_store(&begun, true);
    status = receive(port, LONG_WAIT);
    atomic_store(&came_back, true);
    pthread_testcancel();
    return none;
}

static void *send_and_be_cancelled(void *none)
{
    atomic_store(&begun, true);
    status = send(port, LONG_WAIT);
    atomic_store(&came_back, true);
    pthread_testcancel();
    return none;
}

static void join_cancelled(pthread_t thread)
{
    void *result = NULL;
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK(atomic_load(&came_back));
}

static pthread_t start(void *(*run)(void *))
{
    pthread_t thread;
    atomic_store(&begun, false);
    atomic_store(&came_back, false);
    CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
    pause_until_it_waits();
    return thread;
}

/* It stays in line until there is a message, takes it, and ends then. */
static void test_a_receiver_is_cancelled(void)
{
    port = new_receive();
    pthread_t thread = start(receive_and_be_cancelled);
    CHECK_EQ(pthread_cancel(thread), 0);
    usleep(SHORT_WAIT * 1000);
    CHECK(!atomic_load(&came_back));
    OK(send(port, 0));
    join_cancelled(thread);
    OK(status);
    OK(send(port, 0)); /* for nobody waits there any more */
    OK(receive(port, 0));
    destroy_receive(port);
}

static void test_a_sender_is_cancelled(void)
{
    port = new_receive();
    set_limit(port, 1);
    OK(send(port, 0));
    pthread_t thread = start(send_and_be_cancelled);
    CHECK_EQ(pthread_cancel(thread), 0);
    OK(receive(port, 0));
    join_cancelled(thread);
    OK(status);
    OK(receive(port, 0));
    CHECK_EQ(receive(port, 0), MACH_RCV_TIMED_OUT);
    destroy_receive(port);
}

/* Calls in which the host is asked for something that a thread may be cancelled at: descriptors that are written and closed,
   memory that is looked at, and sleep. */
static void write_descriptors(void)
{
    OK(send(port, 0));
    OK(receive(set, 0));
}

/* Long enough to fall asleep. */
static void wait_in_vain(void)
{
    enum { MOMENT = 5 };
    CHECK_EQ(receive(port, MOMENT), MACH_RCV_TIMED_OUT);
    CHECK_EQ(receive(set, MOMENT), MACH_RCV_TIMED_OUT);
    set_limit(port, 0);
    CHECK_EQ(send(port, MOMENT), MACH_SEND_TIMED_OUT);
    OK(mach_port_mod_refs(SELF, port, MACH_PORT_RIGHT_SEND, -1)); /* the right that came back */
    set_limit(port, 1);
}

static void close_descriptors(void)
{
    destroy_receive(port);
    OK(mach_port_destroy(SELF, set));
}

static void look_at_memory(void)
{
    static char byte;
    vm_size_t size;
    CHECK_EQ(vm_read_overwrite(SELF, 0, 1, (vm_address_t)&byte, &size), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_protect(SELF, 0, 1, 0, VM_PROT_READ), KERN_INVALID_ADDRESS);
}

static void *call_while_cancelled(void *call)
{
    pthread_cancel(pthread_self());
    ((void (**)(void))call)[0]();
    atomic_store(&came_back, true);
    pthread_testcancel();
    return NULL;
}

static bool is_whole_when_cancelled(void (*call)(void))
{
    pthread_t thread;
    void *result = NULL;
    atomic_store(&came_back, false);
    CHECK_EQ(pthread_create(&thread, NULL, call_while_cancelled, &call), 0);
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED);
    return CHECK(atomic_load(&came_back));
}

static void test_no_call_is_a_cancellation_point(void)
{
    int32_t fds[2];
    port = new_receive();
    set = new_set();
    OK(mach_port_insert_member(SELF, port, set));
    OK(mach_embedded_wait_fd(port, &fds[0]));
    OK(mach_embedded_wait_fd(set, &fds[1]));
    /* Whoever is cancelled in one has its locks: nobody comes further. */
    if (!is_whole_when_cancelled(write_descriptors) || !is_whole_when_cancelled(wait_in_vain) ||
        !is_whole_when_cancelled(close_descriptors) || !is_whole_when_cancelled(look_at_memory))
        _exit(check_result());
    for (int i = 0; i < 2; i++)
        close(fds[i]);
}

static uint64_t dying;

static void *wait_in_the_dying_task(void *wait)
{
    enter(dying);
    atomic_store(&begun, true);
    status = ((mach_msg_return_t(**)(void))wait)[0]();
    return NULL;
}

static mach_msg_return_t wait_for_a_message(void)
{
    return receive(port, LONG_WAIT);
}

static mach_msg_return_t wait_at_a_set(void)
{
    return receive(set, LONG_WAIT);
}

/* With a right of the task's own, which nobody else has. */
static mach_msg_return_t wait_for_room(void)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                                .msgh_remote_port = set,
                                .msgh_local_port = port};
    return mach_msg(&header, MACH_SEND_MSG | MACH_SEND_TIMEOUT, sizeof header, 0, MACH_PORT_NULL, LONG_WAIT, MACH_PORT_NULL);
}

static void a_task_ends_under(mach_msg_return_t (*wait)(void), void (*then)(void))
{
    pthread_t thread;
    atomic_store(&begun, false);
    CHECK_EQ(pthread_create(&thread, NULL, wait_in_the_dying_task, &wait), 0);
    pause_until_it_waits();
    OK(mach_embedded_task_destroy(dying));
    if (then != NULL)
        then();
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

static void prepare_dying_task(void)
{
    dying = new_task();
    uint64_t self = enter(dying);
    port = new_receive();
    set = new_set();
    enter(self);
}

static void test_a_task_ends_while_its_thread_waits_for_a_message(void)
{
    prepare_dying_task();
    a_task_ends_under(wait_for_a_message, NULL);
    CHECK_EQ(status, MACH_RCV_PORT_CHANGED);
    prepare_dying_task();
    a_task_ends_under(wait_at_a_set, NULL);
    CHECK_EQ(status, MACH_RCV_PORT_CHANGED);
}

static mach_port_name_t full;

static void make_room(void)
{
    set_limit(full, 5);
}

static void destroy_full(void)
{
    destroy_receive(full);
}

/* Its message is on its way, and takes no notice: it arrives, or dies with its destination. */
static void test_a_task_ends_while_its_thread_waits_for_room(void)
{
    void (*const ends[])(void) = {make_room, destroy_full};
    for (int i = 0; i < 2; i++) {
        prepare_dying_task();
        full = new_receive();
        set_limit(full, 0);
        set = give(full, MACH_MSG_TYPE_MAKE_SEND, dying);
        a_task_ends_under(wait_for_room, ends[i]);
        OK(status);
        if (i == 0) {
            OK(receive(full, 0)); /* the reply is dead */
            destroy_full();
        }
    }
}

int main(void)
{
    RUN(test_a_receiver_is_cancelled);
    RUN(test_a_sender_is_cancelled);
    RUN(test_no_call_is_a_cancellation_point);
    RUN(test_a_task_ends_while_its_thread_waits_for_a_message);
    RUN(test_a_task_ends_while_its_thread_waits_for_room);
    return check_result();
}
