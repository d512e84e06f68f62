/* The tasks of the process, and which one a call is about.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_TASK_H
#define EMBEDDED_TASK_H
#include "space.h"
#include "thread_local.h"

struct acting {
    struct space *space;
    uint64_t task;
};

/* The task that the calling thread entered; no space: none, so that it acts as the first. */
extern _Thread_local struct acting task_entered LOADED_FAST;
/* Written only where no other thread may be in a Mach call. */
extern struct acting task_first;

static inline struct acting task_acting(void)
{
    return task_entered.space != NULL ? task_entered : task_first;
}

static inline uint64_t task_current(void)
{
    return task_acting().task;
}

static inline void space_unlock(struct space *space)
{
    lock_release(&space->lock);
}

/* The space where it is still that task's, locked; NULL where that task has ended. */
static inline struct space *task_lock_acting(struct acting acting)
{
    lock_acquire(&acting.space->lock);
    if (acting.space->task == acting.task)
        return acting.space;
    space_unlock(acting.space);
    return NULL;
}

/* The space of the task that the calling thread acts as, locked; NULL where that task has ended. */
static inline struct space *task_lock_current(void)
{
    return task_lock_acting(task_acting());
}

/* What task_lock does for a port that is not the acting task's own. That task's space is locked. Unlocks it. */
kern_return_t task_lock_other(struct space *current, mach_port_name_t task_port, struct space **space);

/* The space of the task whose port the calling thread's task calls so, locked. */
static inline kern_return_t task_lock(mach_port_name_t task_port, struct space **space)
{
    *space = task_lock_current();
    if (*space == NULL)
        return KERN_INVALID_TASK;
    bool own = task_port != MACH_PORT_NULL && atomic_load_explicit(&(*space)->self_name, memory_order_relaxed) == task_port;
    return own ? KERN_SUCCESS : task_lock_other(*space, task_port, space);
}

/* The space of a task by its number, locked; NULL where there is no such task. */
struct space *task_lock_number(uint64_t task);

/* What mach/embedded.h says of them. */
kern_return_t task_create(uint64_t *task);
kern_return_t task_enter(uint64_t task, uint64_t *previous);
kern_return_t task_destroy(uint64_t task);
kern_return_t task_reset(void);

#endif
