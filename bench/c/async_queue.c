/* What a program of threads writes with GLib: a GAsyncQueue of messages on the heap.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "must.h"
#include "subject.h"
#include <glib.h>
#include <string.h>

static GAsyncQueue *queue;

static void fill(uint32_t live)
{
    (void)live;
    queue = g_async_queue_new();
}

static void push_and_pop(uint32_t count)
{
    char bytes[MESSAGE_SIZE] = {0};
    for (uint32_t i = 0; i < count; i++) {
        char *message = g_malloc(sizeof bytes);
        memcpy(message, bytes, sizeof bytes);
        g_async_queue_push(queue, message);
        message = g_async_queue_pop(queue);
        memcpy(bytes, message, sizeof bytes);
        g_free(message);
    }
}

static const struct operation operations[] = {{"message", 20000, push_and_pop}};

const struct subject async_queue = {"GAsyncQueue", fill, operations, sizeof operations / sizeof *operations};

/* Between two threads, one way. */
static void begin(void)
{
    fill(0);
}

static void push(void)
{
    char bytes[MESSAGE_SIZE] = {0};
    char *message = g_malloc(sizeof bytes);
    memcpy(message, bytes, sizeof bytes);
    g_async_queue_push(queue, message);
}

static void pop(void)
{
    char bytes[MESSAGE_SIZE];
    char *message = g_async_queue_pop(queue);
    memcpy(bytes, message, sizeof bytes);
    g_free(message);
}

const struct exchange async_queue_exchange = {"GAsyncQueue", begin, NULL, NULL, push, pop};
