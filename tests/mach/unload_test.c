/* A program that loads libmach itself and closes it again: threads that used it end later, the process forks and exits.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../c/check.h"
#include <dlfcn.h>
#include <mach/mach.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *library;
static pthread_barrier_t used, closed;

static void *find(const char *name)
{
    void *const found = dlsym(library, name);
    CHECK(found != NULL);
    return found;
}

/* What it leaves behind in a thread: a port, and memory of a message. */
#define FIND(function) memcpy(&(function), &(void *){find(&#function[1])}, sizeof(function))
static void use(void)
{
    __typeof__(mach_thread_self) *_mach_thread_self;
    __typeof__(mach_port_allocate) *_mach_port_allocate;
    __typeof__(mach_port_destroy) *_mach_port_destroy;
    __typeof__(mach_msg) *_mach_msg;
    mach_port_t self = 0x103, port = MACH_PORT_NULL;
    mach_msg_empty_rcv_t message = {.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0)}};
    FIND(_mach_thread_self);
    FIND(_mach_port_allocate);
    FIND(_mach_port_destroy);
    FIND(_mach_msg);
    CHECK_EQ(_mach_port_destroy(self, _mach_thread_self()), KERN_SUCCESS);
    CHECK_EQ(_mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, &port), KERN_SUCCESS);
    message.header.msgh_remote_port = port;
    CHECK_EQ(
        _mach_msg(&message.header, MACH_SEND_MSG | MACH_RCV_MSG, sizeof message.header, sizeof message, port, 0, MACH_PORT_NULL),
        MACH_MSG_SUCCESS);
    CHECK_EQ(_mach_port_destroy(self, port), KERN_SUCCESS);
}

static void *use_and_end_later(void *none)
{
    use();
    pthread_barrier_wait(&used);
    pthread_barrier_wait(&closed);
    return none;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    int status = -1;
    if (!CHECK_EQ(argc, 2) || !CHECK((library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL)) != NULL))
        return check_result();
    pthread_barrier_init(&used, NULL, 2);
    pthread_barrier_init(&closed, NULL, 2);
    CHECK_EQ(pthread_create(&thread, NULL, use_and_end_later, NULL), 0);
    use();
    pthread_barrier_wait(&used);
    CHECK_EQ(dlclose(library), 0);
    pthread_barrier_wait(&closed);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    const pid_t child = fork();
    if (child == 0)
        exit(0);
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK_EQ(status, 0);
    /* It was loaded all along: who loads it again has the same Mach. */
    CHECK((library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL)) != NULL);
    use();
    return check_result();
}
