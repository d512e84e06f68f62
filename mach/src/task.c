/* The tasks of the process, and which of them a thread acts as.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "task.h"
#include "special.h"
#include "transit.h"
#include <stdio.h>
#include <stdlib.h>

/* The first name of every space. */
mach_port_t mach_task_self_ = 0x103;

/* The spaces of the tasks that there are, and those that wait for another task. They are never freed, so that a
   thread that still acts as a task that ended finds its space, with another number. */
static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;
static struct space *spaces, *unused;
static uint64_t last_task;

/* Written only where no other thread may be in a Mach call. */
static struct space *first_space;
static uint64_t first_task;

/* The task that this thread entered; task 0: none, so that it acts as the first. */
static _Thread_local struct {
    struct space *space;
    uint64_t task;
} entered;

uint64_t task_current(void)
{
    return entered.task != 0 ? entered.task : first_task;
}

static struct space *lock_if(struct space *space, uint64_t task)
{
    pthread_mutex_lock(&space->lock);
    if (space->task == task)
        return space;
    pthread_mutex_unlock(&space->lock);
    return NULL;
}

struct space *task_lock_current(void)
{
    return lock_if(entered.task != 0 ? entered.space : first_space, task_current());
}

/* Needs the registry's lock. */
static struct space **find(uint64_t task)
{
    struct space **link = &spaces;
    while (*link != NULL && (*link)->task != task)
        link = &(*link)->next;
    return link;
}

static struct space *find_unlocked(uint64_t task)
{
    pthread_mutex_lock(&registry);
    struct space *space = *find(task);
    pthread_mutex_unlock(&registry);
    return space;
}

struct space *task_lock_number(uint64_t task)
{
    struct space *space = task == 0 ? NULL : find_unlocked(task);
    return space == NULL ? NULL : lock_if(space, task);
}

void space_unlock(struct space *space)
{
    pthread_mutex_unlock(&space->lock);
}

kern_return_t task_lock(mach_port_name_t task_port, struct space **space)
{
    struct space *current = task_lock_current();
    if (current == NULL)
        return KERN_INVALID_TASK;
    struct entry *entry = entry_lookup(current, task_port);
    struct port *port = entry != NULL && (entry->holds & HOLDS_SEND) != 0 ? entry->port : NULL;
    if (port != NULL && port == current->self) {
        *space = current;
        return KERN_SUCCESS;
    }
    bool alive = port != NULL && port_is_active(port);
    uint64_t task = alive ? port->task : 0;
    space_unlock(current);
    if (!alive)
        return MACH_SEND_INVALID_DEST;
    *space = task_lock_number(task);
    return *space == NULL ? KERN_INVALID_TASK : KERN_SUCCESS;
}

/* Needs the registry's lock. */
static struct space *take_unused(void)
{
    struct space *space = unused;
    if (space != NULL) {
        unused = space->next;
        return space;
    }
    space = calloc(1, sizeof *space);
    if (space != NULL && pthread_mutex_init(&space->lock, NULL) != 0) {
        free(space);
        return NULL;
    }
    return space;
}

kern_return_t task_create(uint64_t *task)
{
    pthread_mutex_lock(&registry);
    struct space *space = take_unused();
    kern_return_t status = KERN_RESOURCE_SHORTAGE;
    if (space != NULL) {
        pthread_mutex_lock(&space->lock);
        status = space_begin(space, last_task + 1);
        pthread_mutex_unlock(&space->lock);
        struct space **list = status == KERN_SUCCESS ? &spaces : &unused;
        space->next = *list;
        *list = space;
    }
    if (status == KERN_SUCCESS)
        *task = ++last_task;
    pthread_mutex_unlock(&registry);
    return status;
}

static kern_return_t end(uint64_t task)
{
    pthread_mutex_lock(&registry);
    struct space **link = find(task);
    struct space *space = *link;
    if (space != NULL) {
        *link = space->next;
        pthread_mutex_lock(&space->lock);
        space->task = 0;
        pthread_mutex_unlock(&space->lock);
    }
    pthread_mutex_unlock(&registry);
    if (space == NULL)
        return KERN_INVALID_TASK;
    space_end(space);
    pthread_mutex_lock(&registry);
    space->next = unused;
    unused = space;
    pthread_mutex_unlock(&registry);
    return KERN_SUCCESS;
}

kern_return_t task_destroy(uint64_t task)
{
    return task == first_task ? KERN_INVALID_ARGUMENT : end(task);
}

kern_return_t task_enter(uint64_t task, uint64_t *previous)
{
    *previous = task_current();
    struct space *space = task == 0 ? NULL : find_unlocked(task);
    if (space == NULL)
        return KERN_INVALID_TASK;
    entered.space = space;
    entered.task = task;
    return KERN_SUCCESS;
}

static kern_return_t create_first(void)
{
    kern_return_t status = task_create(&first_task);
    if (status == KERN_SUCCESS) {
        first_space = spaces;
        entered.task = 0;
    }
    return status;
}

kern_return_t task_reset(void)
{
    kern_return_t status = create_first();
    while (status == KERN_SUCCESS && first_space->next != NULL)
        end(first_space->next->task);
    return status;
}

static void create_first_or_abort(void)
{
    if (special_begin() && create_first() == KERN_SUCCESS)
        return;
    fputs("libmach: there is no memory for the process's first task.\n", stderr);
    abort();
}

/* LeakSanitizer's, where the program has it. */
__attribute__((weak)) void __lsan_register_root_region(const void *begin, size_t size);

/* What is never touched again is no leak: it stays reachable, from a list and from tables that LeakSanitizer would not look at. */
static void leave(struct space **list, struct space *left)
{
    for (struct space *space = left, *next; space != NULL; space = next) {
        next = space->next;
        space->next = *list;
        *list = space;
        if (space->table != NULL && __lsan_register_root_region != NULL)
            __lsan_register_root_region(space->table, space->size * sizeof *space->table);
    }
}

/* The parent's threads, which may have held any lock of a space or a port, are not in the child, so nothing of the
   parent's tasks is touched again: the child begins with a first task of its own, as on any Mach. */
static void begin_in_child(void)
{
    static struct space *of_parents;
    leave(&of_parents, spaces);
    leave(&of_parents, unused);
    spaces = unused = NULL;
    transit_unlock();
    pthread_mutex_unlock(&registry);
    create_first_or_abort();
}

static void before_fork(void)
{
    pthread_mutex_lock(&registry);
    transit_lock();
}

static void after_fork_in_parent(void)
{
    transit_unlock();
    pthread_mutex_unlock(&registry);
}

__attribute__((constructor(102))) static void begin_process(void)
{
    create_first_or_abort();
    if (pthread_atfork(before_fork, after_fork_in_parent, begin_in_child) != 0) {
        fputs("libmach: there is no memory to prepare for fork.\n", stderr);
        abort();
    }
}
