/* ZeroMQ's way between threads: a pair of sockets, inproc.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "must.h"
#include "subject.h"
#include <zmq.h>

static void *near, *far;

static void fill(uint32_t live)
{
    (void)live;
    void *context = zmq_ctx_new();
    must((near = zmq_socket(context, ZMQ_PAIR)) != NULL && zmq_bind(near, "inproc://bench") == 0);
    must((far = zmq_socket(context, ZMQ_PAIR)) != NULL && zmq_connect(far, "inproc://bench") == 0);
}

static void send_and_receive(uint32_t count)
{
    char bytes[MESSAGE_SIZE] = {0};
    for (uint32_t i = 0; i < count; i++) {
        must(zmq_send(near, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
        must(zmq_recv(far, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
    }
}

static const struct operation operations[] = {{"message", 10000, send_and_receive}};

const struct subject zeromq = {"ZeroMQ inproc", fill, operations, sizeof operations / sizeof *operations};

/* Between two threads, one way. A socket is used by one thread at a time. */
static void begin(void)
{
    fill(0);
}

static void send(void)
{
    char bytes[MESSAGE_SIZE] = {0};
    must(zmq_send(near, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
}

static void receive(void)
{
    char bytes[MESSAGE_SIZE];
    must(zmq_recv(far, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
}

const struct exchange zeromq_exchange = {"ZeroMQ inproc", begin, NULL, NULL, send, receive};
