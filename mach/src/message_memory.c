/* Memory of small messages, kept by threads and handed on in batches.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "message_memory.h"
#include "lock.h"
#include <pthread.h>
#include <stdlib.h>

enum { BATCH = 16, BATCHES_MOST = 64 };

_Thread_local struct spare_messages spare_messages LOADED_FAST;

/* Of all threads. */
static struct lock lock = LOCK(LOCK_OF_MEMORY);
static struct spare_message *batches;
static uint32_t batch_count;

static void free_all(struct spare_message *spare)
{
    while (spare != NULL) {
        struct spare_message *next = spare->next;
        free(spare);
        spare = next;
    }
}

static void end_thread(void *kept)
{
    struct spare_messages *own = kept;
    free_all(own->first);
    *own = (struct spare_messages){.first = NULL};
}

static pthread_key_t key;
static bool key_made;

__attribute__((constructor(101))) static void begin_process(void)
{
    key_made = pthread_key_create(&key, end_thread) == 0;
}

void message_memory_begin_in_child(void)
{
    /* Another thread of the parent may have been about to change them. */
    lock = (struct lock)LOCK(LOCK_OF_MEMORY);
    batches = NULL;
    batch_count = 0;
}

/* What a thread keeps is freed when it ends: one for which that cannot be seen to keeps nothing. */
static bool may_keep(void)
{
    if (!spare_messages.known)
        spare_messages.known = SPARE_MESSAGES_MOST != 0 && key_made && pthread_setspecific(key, &spare_messages) == 0;
    return spare_messages.known;
}

void *message_memory_fetch(void)
{
    if (!may_keep())
        return malloc(MESSAGE_SMALL);
    lock_acquire(&lock);
    struct spare_message *batch = batches;
    if (batch != NULL) {
        batches = batch->next_batch;
        batch_count--;
    }
    lock_release(&lock);
    if (batch == NULL)
        return malloc(MESSAGE_SMALL);
    spare_messages.first = batch->next;
    spare_messages.count = BATCH - 1;
    return batch;
}

/* Half of what the thread keeps. */
static void pass_batch(void)
{
    struct spare_message *batch = spare_messages.first, *last = batch;
    for (uint32_t i = 1; i < BATCH; i++)
        last = last->next;
    spare_messages.first = last->next;
    spare_messages.count -= BATCH;
    last->next = NULL;
    lock_acquire(&lock);
    bool passed = batch_count < BATCHES_MOST;
    if (passed) {
        batch->next_batch = batches;
        batches = batch;
        batch_count++;
    }
    lock_release(&lock);
    if (!passed)
        free_all(batch);
}

void message_memory_pass(void *memory)
{
    if (!may_keep()) {
        free(memory);
        return;
    }
    if (spare_messages.count == SPARE_MESSAGES_MOST)
        pass_batch();
    message_memory_give(memory);
}
