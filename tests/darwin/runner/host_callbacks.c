/* Functions of the host that call back into the guest.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "engine.h"
#include "host.h"
#include <pthread.h>
#include <stdlib.h>

/* What the guest compares with; a comparison may sort itself. */
static _Thread_local uintptr_t comparison;

static int compare(const void *a, const void *b)
{
    const uint64_t arguments[] = {(uintptr_t)a, (uintptr_t)b};
    return (int)engine_call(comparison, arguments, 2);
}

static void guest_qsort(void *elements, size_t count, size_t size, uintptr_t function)
{
    const uintptr_t outer = comparison;
    comparison = function;
    qsort(elements, count, size, compare);
    comparison = outer;
}

static void *guest_bsearch(const void *key, const void *elements, size_t count, size_t size, uintptr_t function)
{
    const uintptr_t outer = comparison;
    comparison = function;
    void *found = bsearch(key, elements, count, size, compare);
    comparison = outer;
    return found;
}

/* Darwin's pthread_once_t: a signature that says that the function is still to be called. */
#define ONCE_SIGNATURE 0x30b1bcba

struct once {
    int64_t signature;
    char opaque[8];
};

static int guest_once(struct once *once, uintptr_t function)
{
    static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    (void)pthread_mutex_lock(&lock);
    if (once->signature == ONCE_SIGNATURE) {
        once->signature = 0;
        (void)engine_call(function, NULL, 0);
    }
    return pthread_mutex_unlock(&lock);
}

/* What a server of messages calls for each: it writes the reply. */
static _Thread_local uintptr_t server;

typedef int serve_function(void *request, void *reply);
typedef int server_function(serve_function *serve, uint32_t size, uint32_t port, int options);

static int serve(void *request, void *reply)
{
    const uint64_t arguments[] = {(uintptr_t)request, (uintptr_t)reply};
    return (int)engine_call(server, arguments, 2);
}

static int serve_by(const char *function, uintptr_t called, uint32_t size, uint32_t port, int options)
{
    server_function *const host = (server_function *)(uintptr_t)host_library_symbol(function);
    if (host == NULL)
        refuse("%s needs libmach: -l libmach.so", function);
    const uintptr_t outer = server;
    server = called;
    const int status = host(serve, size, port, options);
    server = outer;
    return status;
}

static int guest_msg_server(uintptr_t called, uint32_t size, uint32_t port, int options)
{
    return serve_by("mach_msg_server", called, size, port, options);
}

static int guest_msg_server_once(uintptr_t called, uint32_t size, uint32_t port, int options)
{
    return serve_by("mach_msg_server_once", called, size, port, options);
}

/* There is no fork here, so nothing is ever called. */
static int guest_atfork(void)
{
    return 0;
}

const struct host_symbol host_callbacks[] = {HOST_FUNCTION("_qsort", guest_qsort),
                                             HOST_FUNCTION("_bsearch", guest_bsearch),
                                             HOST_FUNCTION("_pthread_once", guest_once),
                                             HOST_FUNCTION("_pthread_atfork", guest_atfork),
                                             HOST_FUNCTION("_mach_msg_server", guest_msg_server),
                                             HOST_FUNCTION("_mach_msg_server_once", guest_msg_server_once),
                                             HOST_END};
