/* Streams: senders number their messages for each of three ports, whose limits and sets change meanwhile. Each message that was
   sent comes once, and in its sender's order, which the port's own numbers tell; nobody sleeps through what he waits for.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "soak.h"
#include <pthread.h>
#include <string.h>

enum { PORTS = TASKS, SENDERS_MOST = 3, RECEIVERS_MOST = 2, LAST = 1000 };

struct numbered {
    mach_msg_header_t header;
    uint32_t sender; /* LAST: the receiver who gets it is done */
    uint32_t number;
    mach_msg_seqno_trailer_t trailer;
};

/* Port i is received in task i; the last one in a set. */
static struct stream {
    mach_port_name_t receive, set, send[TASKS];
    uint32_t expected[SENDERS_MOST]; /* numbers, written by the senders */
    struct numbered *came;           /* by the numbers that the port gave */
    atomic_uint count;
} streams[PORTS];
static uint32_t room;
static atomic_bool done;

static void set_limit(const struct stream *stream, uint32_t messages)
{
    mach_port_limits_t limits = {messages};
    REQUIRE(mach_port_set_attributes(mach_task_self(), stream->receive, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits,
                                     MACH_PORT_LIMITS_INFO_COUNT) == KERN_SUCCESS,
            "limit %u", messages);
}

static void begin(uint32_t which)
{
    struct stream *stream = &streams[which];
    *stream = (struct stream){.came = calloc(room, sizeof *stream->came)};
    REQUIRE(stream->came != NULL, "no memory");
    enter(tasks[which]);
    REQUIRE(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &stream->receive) == KERN_SUCCESS, "no more names");
    for (uint32_t i = 0; i < TASKS; i++)
        REQUIRE(mach_embedded_right_give(stream->receive, MACH_MSG_TYPE_MAKE_SEND, tasks[i], &stream->send[i]) == KERN_SUCCESS,
                "no gift");
    if (which != PORTS - 1)
        return;
    REQUIRE(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_PORT_SET, &stream->set) == KERN_SUCCESS, "no more names");
    REQUIRE(mach_port_insert_member(mach_task_self(), stream->receive, stream->set) == KERN_SUCCESS, "not in its set");
}

/* Ways to wait: for ever, a millisecond, not at all. */
static mach_msg_option_t any_patience(struct dice *dice, mach_msg_option_t timed, mach_msg_timeout_t *timeout)
{
    uint32_t way = roll(dice, 3);
    *timeout = way == 1;
    return way == 0 ? 0 : timed;
}

struct worker {
    struct dice dice;
    uint32_t which, task, messages;
};

static bool send(struct dice *dice, mach_port_name_t to, uint32_t sender, uint32_t number)
{
    struct numbered message = {.sender = sender, .number = number};
    mach_msg_timeout_t timeout;
    mach_msg_option_t option = MACH_SEND_MSG | any_patience(dice, MACH_SEND_TIMEOUT, &timeout);
    message.header = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_remote_port = to};
    mach_msg_return_t status =
        mach_msg(&message.header, option, offsetof(struct numbered, trailer), 0, MACH_PORT_NULL, timeout, MACH_PORT_NULL);
    REQUIRE(status == MACH_MSG_SUCCESS || status == MACH_SEND_TIMED_OUT, "send: 0x%x", (unsigned)status);
    if (status != MACH_MSG_SUCCESS)
        mach_msg_destroy(&message.header); /* it came back */
    progress++;
    return status == MACH_MSG_SUCCESS;
}

static void *sender_run(void *argument)
{
    struct worker *worker = argument;
    enter(tasks[worker->task]);
    for (uint32_t i = 0; i < worker->messages;) {
        struct stream *stream = &streams[roll(&worker->dice, PORTS)];
        if (!send(&worker->dice, stream->send[worker->task], worker->which, stream->expected[worker->which]))
            continue;
        stream->expected[worker->which]++;
        i++;
    }
    return NULL;
}

static void *receiver_run(void *argument)
{
    struct worker *worker = argument;
    struct stream *stream = &streams[worker->which];
    enter(tasks[worker->which]);
    for (;;) {
        struct numbered message;
        mach_msg_timeout_t timeout;
        mach_msg_option_t option = MACH_RCV_MSG | MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO) |
                                   any_patience(&worker->dice, MACH_RCV_TIMEOUT, &timeout);
        mach_msg_return_t status =
            mach_msg(&message.header, option, 0, sizeof message, stream->set != MACH_PORT_NULL ? stream->set : stream->receive,
                     timeout, MACH_PORT_NULL);
        REQUIRE(status == MACH_MSG_SUCCESS || status == MACH_RCV_TIMED_OUT, "receive: 0x%x", (unsigned)status);
        progress++;
        if (status != MACH_MSG_SUCCESS)
            continue;
        REQUIRE(message.trailer.msgh_seqno < room && stream->came[message.trailer.msgh_seqno].header.msgh_size == 0,
                "number %u came twice", message.trailer.msgh_seqno);
        stream->came[message.trailer.msgh_seqno] = message;
        stream->count++;
        if (message.sender == LAST)
            return NULL;
    }
}

/* Changes what those who wait wait for. */
static void *shuffler_run(void *argument)
{
    struct worker *worker = argument;
    const struct stream *stream = &streams[PORTS - 1];
    while (!done) {
        uint32_t which = roll(&worker->dice, PORTS);
        enter(tasks[which]);
        set_limit(&streams[which], 1 + roll(&worker->dice, 5));
        enter(tasks[PORTS - 1]);
        REQUIRE(mach_port_move_member(mach_task_self(), stream->receive, MACH_PORT_NULL) == KERN_SUCCESS, "was in its set");
        REQUIRE(mach_port_insert_member(mach_task_self(), stream->receive, stream->set) == KERN_SUCCESS, "was in none");
    }
    return NULL;
}

static void check(const struct stream *stream)
{
    uint32_t next[SENDERS_MOST] = {0};
    for (uint32_t i = 0; i < stream->count; i++) {
        const struct numbered *message = &stream->came[i];
        REQUIRE(message->header.msgh_size != 0, "number %u never came", i);
        if (message->sender == LAST)
            continue;
        REQUIRE(message->number == next[message->sender], "of sender %u came %u where %u was due", message->sender,
                message->number, next[message->sender]);
        next[message->sender]++;
    }
    REQUIRE(memcmp(next, stream->expected, sizeof next) == 0, "a message was lost");
    free(stream->came);
}

void streams_run(struct dice *dice, uint32_t messages)
{
    const uint32_t sender_count = 1 + roll(dice, SENDERS_MOST), receiver_count = 1 + roll(dice, RECEIVERS_MOST);
    struct worker senders[SENDERS_MOST], receivers[PORTS][RECEIVERS_MOST], shuffler = {.dice = {dice->state ^ 1}};
    pthread_t sending[SENDERS_MOST], receiving[PORTS][RECEIVERS_MOST], shuffling;
    room = sender_count * messages + RECEIVERS_MOST;
    done = false;
    for (uint32_t i = 0; i < PORTS; i++)
        begin(i);
    for (uint32_t i = 0; i < PORTS; i++) {
        for (uint32_t j = 0; j < receiver_count; j++) {
            receivers[i][j] = (struct worker){{dice->state + 100 * i + j}, i, i, 0};
            REQUIRE(pthread_create(&receiving[i][j], NULL, receiver_run, &receivers[i][j]) == 0, "no thread");
        }
    }
    for (uint32_t i = 0; i < sender_count; i++) {
        senders[i] = (struct worker){{dice->state - 1 - i}, i, i % TASKS, messages};
        REQUIRE(pthread_create(&sending[i], NULL, sender_run, &senders[i]) == 0, "no thread");
    }
    REQUIRE(pthread_create(&shuffling, NULL, shuffler_run, &shuffler) == 0, "no thread");
    for (uint32_t i = 0; i < sender_count; i++)
        pthread_join(sending[i], NULL);
    done = true;
    pthread_join(shuffling, NULL);
    enter(tasks[0]);
    for (uint32_t i = 0; i < PORTS; i++) {
        for (uint32_t j = 0; j < receiver_count;)
            j += send(dice, streams[i].send[0], LAST, 0);
        for (uint32_t j = 0; j < receiver_count; j++)
            pthread_join(receiving[i][j], NULL);
        check(&streams[i]);
    }
}
