/* Memory of messages. Most messages are small, and begin and end often: a thread keeps some memory of ended ones for those
   that it sends next, and threads that receive more than they send hand it on to those that send more.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_MESSAGE_MEMORY_H
#define EMBEDDED_MESSAGE_MEMORY_H
#include "sanitized.h"
#include "seldom.h"
#include "thread_local.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MESSAGE_SMALL = 256 }; /* bytes, which every small message has */

struct spare_message {
    struct spare_message *next, *next_batch;
};

/* What the calling thread keeps. */
struct spare_messages {
    struct spare_message *first;
    uint32_t count;
    bool known; /* to whoever frees it when the thread ends */
};
extern _Thread_local struct spare_messages spare_messages LOADED_FAST;

/* The thread has none: takes those of others, or new memory. NULL where memory ran out. */
SELDOM void *message_memory_fetch(void);
/* The thread has enough: hands some on, or frees this one. */
SELDOM void message_memory_pass(void *memory);
/* In a child after fork. */
void message_memory_begin_in_child(void);

static inline void *message_memory_take(void)
{
    struct spare_message *spare = spare_messages.first;
    if (spare == NULL)
        return message_memory_fetch();
    spare_messages.first = spare->next;
    spare_messages.count--;
    return spare;
}

/* So many a thread keeps. AddressSanitizer is to see the end of each message. */
#ifdef __SANITIZE_ADDRESS__
enum { SPARE_MESSAGES_MOST = 0 };
#else
enum { SPARE_MESSAGES_MOST = 32 }; /* two batches */
#endif

static inline void message_memory_give(void *memory)
{
    if (!spare_messages.known || spare_messages.count == SPARE_MESSAGES_MOST) {
        message_memory_pass(memory);
        return;
    }
    struct spare_message *spare = memory;
    spare->next = spare_messages.first;
    spare_messages.first = spare;
    spare_messages.count++;
}

#endif
