/* The tasks of the process, and which of them a thread acts as.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "task.h"
#include "arena.h"
#include "bootstrap.h"
#include "leak.h"
#include "magazine.h"
#include "message_memory.h"
#include "special.h"
#include "trailer.h"
#include "transit.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* The first name of every space. */
mach_port_t mach_task_self_ = 0x103;

/* The spaces of the tasks that there are, and those that wait for another task. They are never freed, so that a
   thread that still acts as a task that ended finds its space, with another number. */
static struct lock registry = LOCK(LOCK_OF_TASKS);
static struct space *spaces, *unused;
static uint64_t last_task;

_Thread_local struct acting task_entered LOADED_FAST;
struct acting task_first;

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
    lock_acquire(&registry);
    struct space *space = *find(task);
    lock_release(&registry);
    return space;
}

struct space *task_lock_number(uint64_t task)
{
    struct space *space = task == 0 ? NULL : find_unlocked(task);
    return space == NULL ? NULL : task_lock_acting((struct acting){space, task});
}

/* The task whose port it is; 0 for none. */
static uint64_t task_of(struct port *port)
{
    lock_acquire(&registry);
    struct space *space = spaces;
    while (space != NULL && space->self != port)
        space = space->next;
    uint64_t task = space == NULL ? 0 : space->task;
    lock_release(&registry);
    return task;
}

kern_return_t task_lock_other(struct space *current, mach_port_name_t task_port, struct space **space)
{
    struct entry *entry = entry_lookup(current, task_port);
    struct port *port = entry != NULL && (entry_holds(entry) & HOLDS_SEND) != 0 ? entry_port(entry) : NULL;
    if (port == NULL || !port_is_active(port)) {
        space_unlock(current);
        return MACH_SEND_INVALID_DEST;
    }
    port_reference(port);
    space_unlock(current);
    *space = task_lock_number(task_of(port));
    port_release(port);
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
    if (space != NULL)
        lock_is_of(&space->lock, LOCK_OF_SPACE); /* once: a thread that comes late may take it when another task has the space */
    return space;
}

kern_return_t task_create(uint64_t *task)
{
    lock_acquire(&registry);
    struct space *space = take_unused();
    kern_return_t status = KERN_RESOURCE_SHORTAGE;
    if (space != NULL) {
        lock_acquire(&space->lock);
        status = space_begin(space, last_task + 1);
        lock_release(&space->lock);
        struct space **list = status == KERN_SUCCESS ? &spaces : &unused;
        space->next = *list;
        *list = space;
    }
    if (status == KERN_SUCCESS)
        *task = ++last_task;
    lock_release(&registry);
    return status;
}

static kern_return_t end(uint64_t task)
{
    lock_acquire(&registry);
    struct space **link = find(task);
    struct space *space = *link;
    if (space != NULL) {
        *link = space->next;
        lock_acquire(&space->lock);
        space->task = 0;
        space_consider(space);
        magazines_leave(space);
        lock_release(&space->lock);
    }
    lock_release(&registry);
    if (space == NULL)
        return KERN_INVALID_TASK;
    bootstrap_end(task);
    space_end(space);
    lock_acquire(&registry);
    space->next = unused;
    unused = space;
    lock_release(&registry);
    return KERN_SUCCESS;
}

kern_return_t task_destroy(uint64_t task)
{
    return task == task_first.task ? KERN_INVALID_ARGUMENT : end(task);
}

kern_return_t task_enter(uint64_t task, uint64_t *previous)
{
    *previous = task_current();
    struct space *space = task == 0 ? NULL : find_unlocked(task);
    if (space == NULL)
        return KERN_INVALID_TASK;
    if (space != task_acting().space)
        magazine_leave();
    task_entered = (struct acting){space, task};
    return KERN_SUCCESS;
}

static kern_return_t create_first(void)
{
    uint64_t task;
    kern_return_t status = task_create(&task);
    if (status == KERN_SUCCESS) {
        task_first = (struct acting){spaces, task};
        task_entered = (struct acting){NULL, 0};
    }
    return status;
}

kern_return_t task_reset(void)
{
    kern_return_t status = create_first();
    while (status == KERN_SUCCESS && task_first.space->next != NULL)
        end(task_first.space->next->task);
    return status;
}

static void create_first_or_abort(void)
{
    trailer_begin_process();
    if (bootstrap_begin() && special_begin() && create_first() == KERN_SUCCESS)
        return;
    fputs("libmach: there is no memory for the process's first task.\n", stderr);
    abort();
}

/* What is never touched again is no leak: it stays reachable, from a list, and from tables that LeakSanitizer would not look
   at. */
static void leave(struct space **list, struct space *left)
{
    for (struct space *space = left, *next; space != NULL; space = next) {
        next = space->next;
        space->next = *list;
        *list = space;
        if (LEAKS_ARE_TOLD && space->table != NULL)
            leads_to_no_leak(space->table, space->size * sizeof *space->table);
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
    magazine_begin_in_child();
    bootstrap_leave();
    arena_leave();
    arena_unlock();
    message_memory_begin_in_child();
    bootstrap_unlock();
    transit_unlock();
    lock_release(&registry);
    create_first_or_abort();
}

static void before_fork(void)
{
    lock_acquire(&registry);
    transit_lock();
    bootstrap_lock();
    arena_lock();
}

static void after_fork_in_parent(void)
{
    arena_unlock();
    bootstrap_unlock();
    transit_unlock();
    lock_release(&registry);
}

__attribute__((constructor(102))) static void begin_process(void)
{
    if (!arena_begin()) {
        fputs("libmach: there are no addresses for the process's ports.\n", stderr);
        abort();
    }
    create_first_or_abort();
    if (!magazines_begin_process() || pthread_atfork(before_fork, after_fork_in_parent, begin_in_child) != 0) {
        fputs("libmach: there is no memory to prepare for fork.\n", stderr);
        abort();
    }
}
