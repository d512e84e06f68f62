/* The ports at which the stubs that MIG writes wait for their replies: one for each thread and each task that it acts as.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A thread that enters another task finds the port that it left when it comes back: a reply may be on its way there. In a forked
   child the tasks of the parent are none, and so the thread has no port yet. */
#include "leak.h"
#include "release.h"
#include "task.h"
#include <mach/mach.h>
#include <pthread.h>
#include <stdlib.h>

struct reply_port {
    uint64_t task; /* whose it is */
    mach_port_t name;
    struct reply_port *next;
};

static _Thread_local struct reply_port *ports; /* the thread's */
static pthread_key_t key;                      /* ends them with it */
static bool key_made;

/* The link to a task's port, or the last one. */
static struct reply_port **find(uint64_t task)
{
    struct reply_port **link = &ports;
    while (*link != NULL && (*link)->task != task)
        link = &(*link)->next;
    return link;
}

static void end(struct reply_port **link)
{
    struct reply_port *port = *link;
    *link = port->next;
    release_receive(port->task, port->name);
    free(port);
}

static void end_thread(void *own)
{
    (void)own;
    while (ports != NULL)
        end(&ports);
}

__attribute__((constructor(101))) static void begin_process(void)
{
    key_made = pthread_key_create(&key, end_thread) == 0;
}

static bool lives(uint64_t task)
{
    struct space *space = task_lock_number(task);
    if (space != NULL)
        space_unlock(space);
    return space != NULL;
}

static void forget_ended_tasks(void)
{
    struct reply_port **link = &ports;
    while (*link != NULL) {
        if (lives((*link)->task))
            link = &(*link)->next;
        else
            end(link);
    }
}

/* A port that nothing would end with its thread is not made. */
static struct reply_port *create(uint64_t task)
{
    struct reply_port *port = key_made && pthread_setspecific(key, &ports) == 0 ? malloc(sizeof *port) : NULL;
    if (port == NULL)
        return NULL;
    is_no_leak(port); /* a child has those of threads that it has not */
    *port = (struct reply_port){.task = task, .name = mach_reply_port()};
    if (port->name == MACH_PORT_NULL) {
        free(port);
        return NULL;
    }
    return port;
}

mach_port_t mig_get_reply_port(void)
{
    const uint64_t task = task_current();
    struct reply_port *port = *find(task);
    if (port == NULL) {
        forget_ended_tasks();
        port = create(task);
        if (port == NULL)
            return MACH_PORT_NULL;
        port->next = ports;
        ports = port;
    }
    return port->name;
}

void mig_dealloc_reply_port(mach_port_t reply_port)
{
    struct reply_port **link = find(task_current());
    if (*link == NULL)
        return;
    bool another = (*link)->name != reply_port;
    end(link);
    if (another)
        (void)mach_port_deallocate(mach_task_self(), reply_port);
}

void mig_put_reply_port(mach_port_t reply_port)
{
    (void)reply_port;
}
