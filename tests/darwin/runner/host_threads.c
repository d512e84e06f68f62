/* Threads, what they wait on, and their variables.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A mutex or condition of the host lies where the guest has its own, which is as large or larger. One that the guest
   initialised statically begins with a signature instead, which the host's never does. */
#include "engine.h"
#include "host.h"
#include "image.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MUTEX_SIGNATURE 0x32aaaba7
#define CONDITION_SIGNATURE 0x3cb0b1bb
#define DARWIN_ETIMEDOUT 60

enum { DARWIN_MUTEX_SIZE = 64, DARWIN_CONDITION_SIZE = 48 };
_Static_assert(sizeof(pthread_mutex_t) <= DARWIN_MUTEX_SIZE, "the host's mutex does not fit");
_Static_assert(sizeof(pthread_cond_t) <= DARWIN_CONDITION_SIZE, "the host's condition does not fit");

struct start {
    uintptr_t function;
    uint64_t argument;
};

static void *run_thread(void *given)
{
    const struct start start = *(struct start *)given;
    free(given);
    engine_begin_thread();
    const uint64_t result = engine_call(start.function, &start.argument, 1);
    engine_end_thread();
    return (void *)(uintptr_t)result;
}

static int guest_create(pthread_t *thread, const void *attributes, uintptr_t function, uint64_t argument)
{
    struct start *start = malloc(sizeof *start);
    if (attributes != NULL)
        refuse("pthread_create with attributes is not supported");
    if (start == NULL)
        return EAGAIN;
    *start = (struct start){function, argument};
    return pthread_create(thread, NULL, run_thread, start);
}

/* The host's own, where the guest's signature still stands. */
static void adopt(void *object, size_t size, int64_t signature)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    (void)pthread_mutex_lock(&lock);
    if (*(int64_t *)object == signature)
        memset(object, 0, size); /* which is what the host's static initialisers are */
    (void)pthread_mutex_unlock(&lock);
}

static pthread_mutex_t *mutex_of(void *object)
{
    adopt(object, sizeof(pthread_mutex_t), MUTEX_SIGNATURE);
    return object;
}

static pthread_cond_t *condition_of(void *object)
{
    adopt(object, sizeof(pthread_cond_t), CONDITION_SIGNATURE);
    return object;
}

static int guest_mutex_init(pthread_mutex_t *mutex, const void *attributes)
{
    if (attributes != NULL)
        refuse("pthread_mutex_init with attributes is not supported");
    return pthread_mutex_init(mutex, NULL);
}

static int guest_mutex_destroy(void *mutex)
{
    return pthread_mutex_destroy(mutex_of(mutex));
}

static int guest_mutex_lock(void *mutex)
{
    return pthread_mutex_lock(mutex_of(mutex));
}

static int guest_mutex_trylock(void *mutex)
{
    return pthread_mutex_trylock(mutex_of(mutex));
}

static int guest_mutex_unlock(void *mutex)
{
    return pthread_mutex_unlock(mutex_of(mutex));
}

static int guest_cond_init(pthread_cond_t *condition, const void *attributes)
{
    if (attributes != NULL)
        refuse("pthread_cond_init with attributes is not supported");
    return pthread_cond_init(condition, NULL);
}

static int guest_cond_destroy(void *condition)
{
    return pthread_cond_destroy(condition_of(condition));
}

static int guest_cond_wait(void *condition, void *mutex)
{
    return pthread_cond_wait(condition_of(condition), mutex_of(mutex));
}

static int guest_cond_timedwait(void *condition, void *mutex, const struct timespec *until)
{
    const int status = pthread_cond_timedwait(condition_of(condition), mutex_of(mutex), until);
    return status == ETIMEDOUT ? DARWIN_ETIMEDOUT : status;
}

static int guest_cond_signal(void *condition)
{
    return pthread_cond_signal(condition_of(condition));
}

static int guest_cond_broadcast(void *condition)
{
    return pthread_cond_broadcast(condition_of(condition));
}

/* What the compiler lays down for a thread-local variable. To read it is to call the first word with its address. */
struct variable {
    uint64_t function, key, offset;
};

static uint64_t guest_variable(const struct variable *variable)
{
    const struct image *image = image_at((uintptr_t)variable);
    if (image == NULL)
        refuse("a thread-local variable of no image");
    void **block = &engine->thread_locals[image->number];
    if (*block == NULL) {
        *block = malloc(image->thread_locals_size);
        if (*block == NULL)
            refuse("no memory for thread-local variables");
        memcpy(*block, (const void *)image->thread_locals, image->thread_locals_size);
    }
    return (uintptr_t)*block + variable->offset;
}

const struct host_symbol host_threads[] = {HOST_FUNCTION("_pthread_create", guest_create),
                                           HOST_FUNCTION("_pthread_mutex_init", guest_mutex_init),
                                           HOST_FUNCTION("_pthread_mutex_destroy", guest_mutex_destroy),
                                           HOST_FUNCTION("_pthread_mutex_lock", guest_mutex_lock),
                                           HOST_FUNCTION("_pthread_mutex_trylock", guest_mutex_trylock),
                                           HOST_FUNCTION("_pthread_mutex_unlock", guest_mutex_unlock),
                                           HOST_FUNCTION("_pthread_cond_init", guest_cond_init),
                                           HOST_FUNCTION("_pthread_cond_destroy", guest_cond_destroy),
                                           HOST_FUNCTION("_pthread_cond_wait", guest_cond_wait),
                                           HOST_FUNCTION("_pthread_cond_timedwait", guest_cond_timedwait),
                                           HOST_FUNCTION("_pthread_cond_signal", guest_cond_signal),
                                           HOST_FUNCTION("_pthread_cond_broadcast", guest_cond_broadcast),
                                           HOST_FUNCTION("__tlv_bootstrap", guest_variable),
                                           HOST_END};
