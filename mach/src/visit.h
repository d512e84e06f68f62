/* A thread's visit to the space that it acts in, while it gives or takes several rights: the space is locked from the first on,
   and left where something is to be done that must not be done under its lock.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_VISIT_H
#define EMBEDDED_VISIT_H
#include "debts.h"
#include "task.h"

struct visit {
    struct acting acting;
    struct space *space; /* locked; NULL: it is not */
};

static inline struct visit visit_begin(struct acting acting)
{
    return (struct visit){acting, NULL};
}

/* The space, locked; NULL where its task has ended meanwhile. */
static inline struct space *visit_lock(struct visit *visit)
{
    if (visit->space == NULL)
        visit->space = task_lock_acting(visit->acting);
    return visit->space;
}

static inline void visit_leave(struct visit *visit)
{
    if (visit->space != NULL)
        space_unlock(visit->space);
    visit->space = NULL;
}

/* Pays what is owed, which is seldom anything. */
static inline void visit_pay(struct visit *visit, struct debts *debts)
{
    if (debts->count == 0)
        return;
    visit_leave(visit);
    debts_pay_list(debts);
}

#endif
