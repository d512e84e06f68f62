/* One right of every kind and disposition that a message can carry, and what must become of each at every end of a send.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SUBJECTS_H
#define SUBJECTS_H
#include "other_task.h"
#include "space_view.h"

/* How a send can end. Of a broken one, what stands before the fault and what stands after it. */
enum fate { REFUSED, BROKEN_BEFORE, BROKEN_AFTER, CAME_BACK, SENT, FATES };

#define NONE MACHPORT_OUTCOME_NONE
#define MOVED MACHPORT_OUTCOME_MOVED
#define KEPT MACHPORT_OUTCOME_KEPT
#define LOST MACHPORT_OUTCOME_LOST
#define BACK MACHPORT_OUTCOME_RETURNED

/* What stands under the name before. A right alone is one to another task's port. */
enum state { IS_NULL, IS_DEAD, SEND_ONE, SEND_TWO, SEND_WITH_RECEIVE, RECEIVE, SEND_ONCE, DIED_SEND, DIED_SEND_ONCE };

struct subject {
    const char *what;
    enum state state;
    uint32_t disposition;
    uint32_t outcomes[FATES];
    uint32_t arrives; /* the disposition that the receiver sees */
};

static const struct subject subjects[] = {
    {"NULL", IS_NULL, MACHPORT_MOVE_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"DEAD", IS_DEAD, MACHPORT_MOVE_SEND_ONCE, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND_ONCE},
    {"move the last send", SEND_ONE, MACHPORT_MOVE_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"move one send of two", SEND_TWO, MACHPORT_MOVE_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"move a send beside its receive right",
     SEND_WITH_RECEIVE,
     MACHPORT_MOVE_SEND,
     {NONE, KEPT, KEPT, KEPT, MOVED},
     MACHPORT_MOVE_SEND},
    {"copy a send", SEND_ONE, MACHPORT_COPY_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"make a send", RECEIVE, MACHPORT_MAKE_SEND, {NONE, LOST, LOST, BACK, MOVED}, MACHPORT_MOVE_SEND},
    {"make a send beside one", SEND_WITH_RECEIVE, MACHPORT_MAKE_SEND, {NONE, LOST, LOST, BACK, MOVED}, MACHPORT_MOVE_SEND},
    {"make a send-once", RECEIVE, MACHPORT_MAKE_SEND_ONCE, {NONE, LOST, LOST, BACK, MOVED}, MACHPORT_MOVE_SEND_ONCE},
    {"move a send-once", SEND_ONCE, MACHPORT_MOVE_SEND_ONCE, {NONE, LOST, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND_ONCE},
    {"move a receive right", RECEIVE, MACHPORT_MOVE_RECEIVE, {NONE, LOST, KEPT, KEPT, MOVED}, MACHPORT_MOVE_RECEIVE},
    {"move a receive right away from its send",
     SEND_WITH_RECEIVE,
     MACHPORT_MOVE_RECEIVE,
     {NONE, LOST, KEPT, KEPT, MOVED},
     MACHPORT_MOVE_RECEIVE},
    {"move a dead send", DIED_SEND, MACHPORT_MOVE_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"copy a dead send", DIED_SEND, MACHPORT_COPY_SEND, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND},
    {"move a dead send-once", DIED_SEND_ONCE, MACHPORT_MOVE_SEND_ONCE, {NONE, KEPT, KEPT, KEPT, MOVED}, MACHPORT_MOVE_SEND_ONCE},
};
#define SUBJECTS (sizeof subjects / sizeof subjects[0])

/* A subject in the name space. */
struct prepared {
    const struct subject *subject;
    machport_name_t name;
    uint32_t sends;            /* send user references or dead units under it, the message's among them */
    machport_receive_t port;   /* the receive right, where this task holds it */
    machport_receive_t theirs; /* the same, where another task does */
};

/* The right lies dead under its name until somebody looks. */
static inline void kill_theirs(struct prepared *made)
{
    other_task_port_release(made->theirs);
    made->theirs = MACHPORT_NULL;
}

static inline void prepare_theirs(struct prepared *made, uint32_t disposition, uint32_t times)
{
    made->theirs = other_task_port_new();
    for (uint32_t i = 0; i < times; i++)
        made->name = other_task_give(made->theirs, disposition);
}

static inline struct prepared prepare(const struct subject *subject, machport_right_t *right)
{
    struct prepared made = {.subject = subject};
    switch (subject->state) {
    case IS_NULL: break;
    case IS_DEAD: made.name = MACHPORT_DEAD; break;
    case SEND_TWO: made.sends++; /* fallthrough */
    case SEND_ONE:
    case DIED_SEND: prepare_theirs(&made, MACHPORT_MAKE_SEND, ++made.sends); break;
    case SEND_ONCE: prepare_theirs(&made, MACHPORT_MAKE_SEND_ONCE, 1); break;
    case DIED_SEND_ONCE: prepare_theirs(&made, MACHPORT_MAKE_SEND_ONCE, ++made.sends); break;
    case SEND_WITH_RECEIVE: made.sends++; /* fallthrough */
    case RECEIVE: made.port = made.name = new_port(); break;
    }
    if (subject->state == SEND_WITH_RECEIVE)
        (void)new_send(made.port);
    if (subject->state >= DIED_SEND)
        kill_theirs(&made);
    *right = (machport_right_t){.name = made.name, .disposition = subject->disposition, .outcome = 99};
    return made;
}

static inline int is_value(machport_name_t name)
{
    return name == MACHPORT_NULL || name == MACHPORT_DEAD;
}

static inline machport_kind_t kind_of(uint32_t disposition)
{
    return disposition == MACHPORT_MOVE_RECEIVE ? MACHPORT_KIND_RECEIVE
           : disposition == MACHPORT_MOVE_SEND  ? MACHPORT_KIND_SEND
                                                : MACHPORT_KIND_SEND_ONCE;
}

static inline int moves(uint32_t disposition)
{
    return disposition <= MACHPORT_MOVE_SEND_ONCE;
}

/* The report agrees with what is in the space. */
static inline void check_truth(const struct prepared *made, const machport_right_t *right)
{
    const uint32_t asked = made->subject->disposition;
    const int gone = right->outcome == MOVED || right->outcome == LOST;
    CHECK_EQ(right->name == MACHPORT_NULL, gone || made->name == MACHPORT_NULL);
    if (is_value(made->name))
        return;
    const int died = made->subject->state >= DIED_SEND || (asked == MACHPORT_MOVE_RECEIVE && right->outcome == LOST);
    if (made->sends != 0) {
        const uint32_t left = made->sends - (gone && moves(asked) && asked != MACHPORT_MOVE_RECEIVE) +
                              (right->outcome == BACK && right->disposition == MACHPORT_MOVE_SEND);
        CHECK_EQ(units(made->name, died ? MACHPORT_KIND_DEAD_NAME : MACHPORT_KIND_SEND), left);
    }
    if (right->outcome == BACK || (!gone && moves(asked) && !died))
        CHECK(units(right->name, kind_of(right->disposition)) > 0);
    if (gone && moves(asked) && asked != MACHPORT_MOVE_SEND)
        CHECK_EQ(units(made->name, kind_of(asked)), 0);
}

/* Releases what the report says is the caller's, and what the message had nothing to do with. Each must be there. */
static inline void release_all(struct prepared *made, const machport_right_t *right)
{
    const uint32_t asked = made->subject->disposition;
    const int kept = right->outcome == NONE || right->outcome == KEPT;
    uint32_t sends = made->sends;
    if (moves(asked) && asked != MACHPORT_MOVE_RECEIVE && sends > 0)
        sends--;
    for (; sends > 0; sends--)
        CHECK_EQ(machport_send_right_release(made->name), MACHPORT_KERN_SUCCESS);
    if (right->outcome == BACK || (kept && moves(asked)))
        CHECK_EQ(machport_release(kind_of(right->disposition), right->name, 0), MACHPORT_KERN_SUCCESS);
    if (asked != MACHPORT_MOVE_RECEIVE)
        CHECK_EQ(machport_receive_right_release(made->port, 0), MACHPORT_KERN_SUCCESS);
    if (made->theirs != MACHPORT_NULL)
        kill_theirs(made);
}

#endif
