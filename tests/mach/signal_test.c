/* A signal comes while a thread waits: it ends the call only where that was asked for, and nothing is lost by it (mach-semantics
   10, 11). Otherwise the call waits on, until its time and no longer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { BETWEEN = 2, A_WHILE = 60, LONG_WAIT = 20000 /* milliseconds */ };

static atomic_int handled;
static atomic_bool over;
static pthread_t waiter;

static void on_signal(int number)
{
    (void)number;
    handled++;
}

/* Again and again: one that comes before the wait begins is none in its middle. */
static void *interrupt(void *none)
{
    while (!atomic_load(&over)) {
        usleep(BETWEEN * 1000);
        pthread_kill(waiter, SIGUSR1);
    }
    return none;
}

static int handled_before;
static bool came; /* signals, before they ended */
static pthread_t interrupter;

static void begin_signals(void)
{
    waiter = pthread_self();
    handled_before = handled;
    atomic_store(&over, false);
    CHECK_EQ(pthread_create(&interrupter, NULL, interrupt, NULL), 0);
}

static void end_signals(void)
{
    atomic_store(&over, true);
    CHECK_EQ(pthread_join(interrupter, NULL), 0);
    came = handled > handled_before;
}

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static mach_msg_return_t receive(mach_port_name_t from, mach_msg_option_t option, mach_msg_timeout_t timeout)
{
    mach_msg_empty_rcv_t message;
    return mach_msg(&message.header, MACH_RCV_MSG | option, 0, sizeof message, from, timeout, MACH_PORT_NULL);
}

struct sent {
    mach_msg_header_t header;
    mach_msg_body_t body;
    mach_msg_port_descriptor_t right;
};

/* With a right of every kind that comes back in its own way: a copy, one that was made, and one that was moved. */
static mach_msg_return_t send(struct sent *sent, mach_port_name_t to, mach_port_name_t moved, mach_msg_option_t option,
                              mach_msg_timeout_t timeout)
{
    *sent = (struct sent){
        .header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE) | MACH_MSGH_BITS_COMPLEX,
                   .msgh_remote_port = to,
                   .msgh_local_port = to},
        .body = {.msgh_descriptor_count = 1},
        .right = {.name = moved, .disposition = MACH_MSG_TYPE_MOVE_RECEIVE, .type = MACH_MSG_PORT_DESCRIPTOR},
    };
    return mach_msg(&sent->header, MACH_SEND_MSG | option, sizeof *sent, 0, MACH_PORT_NULL, timeout, MACH_PORT_NULL);
}

static void set_limit(mach_port_name_t name, mach_port_msgcount_t limit)
{
    mach_port_limits_t limits = {.mpl_qlimit = limit};
    OK(mach_port_set_attributes(SELF, name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
}

static void test_it_ends_a_receive_that_asked_for_it(void)
{
    mach_port_name_t port = new_receive(), set = new_set();
    OK(mach_port_insert_member(SELF, port, set));
    const mach_port_name_t from[] = {port, set};
    begin_signals();
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(receive(from[i], MACH_RCV_INTERRUPT, 0), MACH_RCV_INTERRUPTED);
        CHECK_EQ(receive(from[i], MACH_RCV_INTERRUPT | MACH_RCV_TIMEOUT, LONG_WAIT), MACH_RCV_INTERRUPTED);
    }
    end_signals();
    OK(mach_port_destroy(SELF, port));
    OK(mach_port_destroy(SELF, set));
}

static void test_it_ends_a_send_that_asked_for_it(void)
{
    mach_port_name_t to = new_pair(1), moved = new_receive();
    struct sent sent;
    set_limit(to, 0);
    begin_signals();
    CHECK_EQ(send(&sent, to, moved, MACH_SEND_INTERRUPT, 0), MACH_SEND_INTERRUPTED);
    end_signals();
    CHECK_EQ(sent.header.msgh_remote_port, to);
    CHECK_EQ(urefs_of(to, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(type_of(sent.header.msgh_local_port), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(type_of(sent.right.name), MACH_PORT_TYPE_RECEIVE);
    OK(mach_port_deallocate(SELF, sent.header.msgh_local_port));
    mach_msg_destroy(&sent.header);
    OK(mach_port_destroy(SELF, to));
}

/* However many come, the time is what was asked for. */
static void test_else_a_call_waits_for_its_time(void)
{
    mach_port_name_t port = new_pair(1), set = new_set(), moved = new_receive();
    struct sent sent;
    const mach_port_name_t from[] = {port, set};
    begin_signals();
    for (int i = 0; i < 2; i++) {
        uint64_t start = now_ms();
        CHECK_EQ(receive(from[i], MACH_RCV_TIMEOUT, A_WHILE), MACH_RCV_TIMED_OUT);
        CHECK(now_ms() - start >= A_WHILE - 1);
    }
    set_limit(port, 0);
    uint64_t start = now_ms();
    CHECK_EQ(send(&sent, port, moved, MACH_SEND_TIMEOUT, A_WHILE), MACH_SEND_TIMED_OUT);
    CHECK(now_ms() - start >= A_WHILE - 1);
    end_signals();
    OK(mach_port_deallocate(SELF, sent.header.msgh_local_port));
    mach_msg_destroy(&sent.header);
    OK(mach_port_destroy(SELF, port));
    OK(mach_port_destroy(SELF, set));
}

static void *send_later(void *port)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0),
                                .msgh_remote_port = *(mach_port_name_t *)port};
    usleep(A_WHILE * 1000);
    OK(mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    return NULL;
}

static void test_else_a_receive_waits_for_its_message(void)
{
    mach_port_name_t port = new_receive();
    pthread_t sender;
    begin_signals();
    CHECK_EQ(pthread_create(&sender, NULL, send_later, &port), 0);
    OK(receive(port, 0, 0));
    CHECK_EQ(pthread_join(sender, NULL), 0);
    end_signals();
    destroy_receive(port);
}

static size_t page;
static void *buffer;

static void on_fault(int number)
{
    (void)number;
    handled++;
    OK(mach_port_destruct(SELF, new_pair(1), -1, 0));
    CHECK_EQ(mprotect(buffer, page, PROT_READ | PROT_WRITE), 0);
}

struct carrying {
    mach_msg_base_t base;
    mach_msg_port_descriptor_t right;
};

/* What a message brings goes into the buffer with no lock held: who handles the fault may call Mach. */
static void test_who_handles_a_fault_calls_mach(void)
{
    const struct sigaction action = {.sa_handler = on_fault};
    struct sigaction before;
    mach_port_name_t port = new_pair(1), other = new_pair(1);
    page = (size_t)sysconf(_SC_PAGESIZE);
    buffer = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(buffer != MAP_FAILED);
    CHECK_EQ(sigaction(SIGSEGV, &action, &before), 0);
    const mach_msg_option_t options[] = {MACH_RCV_MSG, MACH_RCV_MSG | MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO)};
    for (int i = 0; i < 2; i++) {
        const mach_msg_bits_t bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE);
        struct carrying message = {
            .base = {.header = {.msgh_bits = bits | MACH_MSGH_BITS_COMPLEX, .msgh_remote_port = port, .msgh_local_port = other},
                     .body = {1}},
            .right = {.name = other, .disposition = MACH_MSG_TYPE_COPY_SEND, .type = MACH_MSG_PORT_DESCRIPTOR}};
        OK(mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
        handled_before = handled;
        CHECK_EQ(mprotect(buffer, page, PROT_READ), 0);
        OK(mach_msg(buffer, options[i], 0, (mach_msg_size_t)page, port, 0, MACH_PORT_NULL));
        CHECK_EQ(handled, handled_before + 1);
        CHECK_EQ(((struct carrying *)buffer)->right.name, other);
        mach_msg_destroy(buffer);
        CHECK_EQ(messages_at(other), (mach_port_msgcount_t)i + 1);
    }
    CHECK_EQ(sigaction(SIGSEGV, &before, NULL), 0);
    CHECK_EQ(munmap(buffer, page), 0);
    OK(mach_port_destruct(SELF, other, -1, 0));
    OK(mach_port_destruct(SELF, port, -1, 0));
}

/* Once more where none came: the thread that sends them had no turn. */
#define RUN_UNTIL_SIGNALS_COME(test)                                                                                             \
    do                                                                                                                           \
        RUN(test);                                                                                                               \
    while (!came)

int main(void)
{
    RUN(test_who_handles_a_fault_calls_mach);
    /* A handler that lets calls of the host begin anew, and one that does not. */
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        const struct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};
        CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
        RUN_UNTIL_SIGNALS_COME(test_it_ends_a_receive_that_asked_for_it);
        RUN_UNTIL_SIGNALS_COME(test_it_ends_a_send_that_asked_for_it);
        RUN_UNTIL_SIGNALS_COME(test_else_a_call_waits_for_its_time);
        RUN_UNTIL_SIGNALS_COME(test_else_a_receive_waits_for_its_message);
    }
    return check_result();
}
