/* Many threads in one space: what is done without the space's lock keeps its promises while others do the same, and while others
   hold the lock.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Each thread makes rights of its own, and all count the user references of the same few names. */
enum { THREADS = 4, ROUNDS = 2000, CONTESTS = 30000, OWN = 80 /* more than a thread has at hand */, SHARED = 3, UREFS = 10 };

/* One thread asks for this name, and each time its index begins with this generation anew: names with this index come back soon,
   all others after 64 uses of theirs. */
#define CHOSEN 0x4003

struct crowd {
    mach_port_name_t names[SHARED]; /* a receive right with send rights, a send right to another task's port, a dead name */
    mach_port_right_t rights[SHARED];
    atomic_int more[SHARED]; /* what the threads added to the user references in all */
    atomic_bool done;
};

struct member {
    struct crowd *crowd;
    unsigned random;
    mach_port_name_t own[OWN];
};

static unsigned next_random(struct member *member, unsigned below)
{
    member->random = member->random * 1103515245U + 12345U;
    return (member->random >> 16) % below;
}

static void end_own(struct member *member, mach_port_name_t name)
{
    switch (next_random(member, 3)) {
    case 0: OK(mach_port_destroy(SELF, name)); break;
    case 1: OK(mach_port_destruct(SELF, name, 0, 0)); break;
    default: destroy_receive(name);
    }
    if (MACH_PORT_INDEX(name) == MACH_PORT_INDEX(CHOSEN))
        return;
    CHECK_EQ(type_of(name), 0);
    CHECK_EQ(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1), KERN_INVALID_NAME);
}

/* What is this thread's own is as it left it, whatever the others do. */
static void use_own(struct member *member)
{
    mach_port_name_t *name = &member->own[next_random(member, OWN)];
    if (*name == MACH_PORT_NULL) {
        *name = new_receive();
        CHECK_EQ(urefs_of(*name, MACH_PORT_RIGHT_RECEIVE), 1);
        if (next_random(member, 4) == 0) /* looked up under the lock: it ends another way */
            OK(mach_port_deallocate(SELF, new_send_once(*name)));
        return;
    }
    CHECK_EQ(type_of(*name), MACH_PORT_TYPE_RECEIVE);
    end_own(member, *name);
    *name = MACH_PORT_NULL;
}

static void add(struct crowd *crowd, unsigned which, mach_port_delta_t delta)
{
    OK(mach_port_mod_refs(SELF, crowd->names[which], crowd->rights[which], delta));
    atomic_fetch_add(&crowd->more[which], delta);
}

static void count_shared(struct member *member)
{
    struct crowd *crowd = member->crowd;
    unsigned which = next_random(member, SHARED);
    mach_port_name_t name = crowd->names[which];
    CHECK((type_of(name) & MACH_PORT_TYPE(crowd->rights[which])) != 0);
    add(crowd, which, 3);
    add(crowd, which, -2);
    if (next_random(member, 8) != 0) {
        OK(mach_port_deallocate(SELF, name));
        atomic_fetch_sub(&crowd->more[which], 1);
    }
    if (which == 0) {
        OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_MAKE_SEND));
        OK(mach_port_insert_right(SELF, MACH_PORT_DEAD, name, MACH_MSG_TYPE_MOVE_SEND) == KERN_INVALID_VALUE ? KERN_SUCCESS
                                                                                                             : KERN_FAILURE);
    }
}

static void *member_of_crowd(void *argument)
{
    struct member *member = argument;
    for (int i = 0; i < ROUNDS; i++) {
        use_own(member);
        count_shared(member);
    }
    for (int i = 0; i < OWN; i++) {
        if (member->own[i] != MACH_PORT_NULL)
            end_own(member, member->own[i]);
    }
    return NULL;
}

/* Every list is of one moment: each index in it once, and the names that all hold throughout. */
static void *lister(void *argument)
{
    struct crowd *crowd = argument;
    while (!atomic_load(&crowd->done)) {
        struct names all = all_names();
        int found = 0;
        for (mach_msg_type_number_t i = 0; i < all.count; i++) {
            CHECK(i == 0 || MACH_PORT_INDEX(all.names[i - 1]) < MACH_PORT_INDEX(all.names[i]));
            for (int which = 0; which < SHARED; which++)
                found += all.names[i] == crowd->names[which];
        }
        CHECK_EQ(found, SHARED);
        free_names(all);
        /* A name that the caller chooses is nobody else's, and names are what they were when a limit has come and gone. */
        kern_return_t status = mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, CHOSEN);
        CHECK(status == KERN_SUCCESS || status == KERN_FAILURE || status == KERN_NAME_EXISTS);
        if (status == KERN_SUCCESS)
            destroy_receive(CHOSEN);
        OK(mach_embedded_limit_names(100000));
        OK(mach_embedded_limit_names(0));
        sched_yield();
    }
    return NULL;
}

static void test_a_crowd_in_one_space(void)
{
    uint64_t self, other = new_task();
    struct crowd crowd = {.rights = {MACH_PORT_RIGHT_SEND, MACH_PORT_RIGHT_SEND, MACH_PORT_RIGHT_DEAD_NAME}};
    struct member members[THREADS];
    pthread_t threads[THREADS], list;
    OK(mach_embedded_task_current(&self));
    crowd.names[0] = new_pair(UREFS);
    enter(other);
    crowd.names[1] = give(new_receive(), MACH_MSG_TYPE_MAKE_SEND, self);
    enter(self);
    OK(mach_port_mod_refs(SELF, crowd.names[1], MACH_PORT_RIGHT_SEND, UREFS - 1));
    crowd.names[2] = new_dead_name(UREFS);
    CHECK_EQ(pthread_create(&list, NULL, lister, &crowd), 0);
    for (int i = 0; i < THREADS; i++) {
        members[i] = (struct member){.crowd = &crowd, .random = (unsigned)i};
        CHECK_EQ(pthread_create(&threads[i], NULL, member_of_crowd, &members[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&crowd.done, true);
    pthread_join(list, NULL);
    for (int which = 0; which < SHARED; which++) {
        CHECK_EQ(urefs_of(crowd.names[which], crowd.rights[which]), UREFS + atomic_load(&crowd.more[which]));
        OK(mach_port_destroy(SELF, crowd.names[which]));
    }
    OK(mach_embedded_task_destroy(other));
}

/* A list has what no lock was taken for. */
static void test_a_list_has_all_names(void)
{
    enum { MADE = 5 };
    mach_port_name_t made[MADE];
    int found = 0;
    struct names before = all_names();
    for (int i = 0; i < MADE; i++)
        made[i] = new_receive();
    struct names after = all_names();
    CHECK_EQ(after.count, before.count + MADE);
    for (mach_msg_type_number_t i = 0; i < after.count; i++) {
        for (int which = 0; which < MADE; which++)
            found += after.names[i] == made[which] && after.types[i] == MACH_PORT_TYPE_RECEIVE;
    }
    CHECK_EQ(found, MADE);
    for (int i = 0; i < MADE; i++)
        destroy_receive(made[i]);
    struct names last = all_names();
    CHECK_EQ(last.count, before.count);
    free_names(before);
    free_names(after);
    free_names(last);
}

/* Once its port is known elsewhere, a receive right does not end in silence. */
static void test_what_was_looked_up_ends_as_all_do(void)
{
    uint64_t self, other = new_task();
    OK(mach_embedded_task_current(&self));
    for (int i = 0; i < 2; i++) {
        mach_port_name_t first = new_receive(); /* under the lock, since the thread comes from another task */
        mach_port_name_t name = new_receive();
        mach_port_name_t send = give(name, MACH_MSG_TYPE_MAKE_SEND, other);
        destroy_receive(name);
        destroy_receive(first);
        enter(other);
        CHECK_EQ(type_of(send), MACH_PORT_TYPE_DEAD_NAME);
        OK(mach_port_deallocate(SELF, send));
        enter(self);
    }
    OK(mach_embedded_task_destroy(other));
}

/* One thread makes receive rights and ends them while another makes send-once rights from them. */
struct contest {
    mach_port_name_t _Atomic name;
    atomic_bool done;
};

static void *maker(void *argument)
{
    struct contest *contest = argument;
    for (int i = 0; i < CONTESTS; i++) {
        mach_port_name_t name = new_receive();
        atomic_store(&contest->name, name);
        if (i % 64 == 0)
            sched_yield();
        destroy_receive(name);
    }
    atomic_store(&contest->done, true);
    return NULL;
}

static void *taker(void *argument)
{
    struct contest *contest = argument;
    while (!atomic_load(&contest->done)) {
        mach_port_name_t name = atomic_load(&contest->name), once = MACH_PORT_NULL;
        mach_msg_type_name_t type;
        if (name == MACH_PORT_NULL)
            continue;
        kern_return_t status = mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MAKE_SEND_ONCE, &once, &type);
        CHECK(status == KERN_SUCCESS || status == KERN_INVALID_NAME); /* it is a receive right, or nothing */
        if (status == KERN_SUCCESS && once != MACH_PORT_DEAD) {
            mach_port_type_t seen = type_of(once);
            CHECK(seen == MACH_PORT_TYPE_SEND_ONCE || seen == MACH_PORT_TYPE_DEAD_NAME);
            OK(mach_port_deallocate(SELF, once));
        }
    }
    return NULL;
}

static void test_a_right_ends_while_another_thread_finds_it(void)
{
    struct contest contest = {.done = false};
    pthread_t threads[2];
    CHECK_EQ(pthread_create(&threads[0], NULL, maker, &contest), 0);
    CHECK_EQ(pthread_create(&threads[1], NULL, taker, &contest), 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

/* A task ends, and its space serves the next, while threads still act in it. */
struct stage {
    uint64_t task;
    atomic_int entered;
};

static void *actor(void *argument)
{
    struct stage *stage = argument;
    enter(stage->task);
    atomic_fetch_add(&stage->entered, 1);
    for (;;) {
        mach_port_name_t name = MACH_PORT_NULL;
        mach_port_type_t type = 0;
        kern_return_t status = mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &name);
        if (status == KERN_SUCCESS)
            status = mach_port_type(SELF, name, &type);
        CHECK(status != KERN_SUCCESS || type == MACH_PORT_TYPE_RECEIVE);
        if (status == KERN_SUCCESS)
            status = mach_port_mod_refs(SELF, SELF, MACH_PORT_RIGHT_SEND, 1);
        if (status == KERN_SUCCESS)
            status = mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1);
        if (status != KERN_SUCCESS) {
            CHECK_EQ(status, KERN_INVALID_TASK);
            return NULL;
        }
    }
}

static void test_tasks_end_while_threads_act_in_them(void)
{
    for (int i = 0; i < 60; i++) {
        struct stage stage = {.task = new_task()};
        uint64_t self;
        pthread_t threads[2];
        OK(mach_embedded_task_current(&self));
        CHECK_EQ(pthread_create(&threads[0], NULL, actor, &stage), 0);
        CHECK_EQ(pthread_create(&threads[1], NULL, actor, &stage), 0);
        while (atomic_load(&stage.entered) < 2)
            sched_yield();
        for (int yields = i % 20; yields > 0; yields--)
            sched_yield();
        OK(mach_embedded_task_destroy(stage.task));
        uint64_t next = new_task(); /* in the space of the last */
        enter(next);
        CHECK_EQ(new_receive(), 0x203);
        CHECK_EQ(urefs_of(SELF, MACH_PORT_RIGHT_SEND), 1);
        enter(self);
        pthread_join(threads[0], NULL);
        pthread_join(threads[1], NULL);
        enter(next);
        struct names all = all_names();
        CHECK_EQ(all.count, 2);
        free_names(all);
        enter(self);
        OK(mach_embedded_task_destroy(next));
    }
}

/* A task ends while threads that acted in it end or go elsewhere: one whenever it comes to it, and two after the task. They learn
   so without waiting for what the other thread did, so that ThreadSanitizer sees what else they rely on. */
struct passing {
    uint64_t task, self;
    atomic_int entered;
    atomic_bool gone;
};

static void act_in_passing(struct passing *passing)
{
    enter(passing->task);
    mach_port_name_t name = new_receive(); /* under the lock, and the thread has some more at hand */
    destroy_receive(name);
    destroy_receive(new_receive());
    atomic_fetch_add(&passing->entered, 1);
}

static void *ends_meanwhile(void *argument)
{
    act_in_passing(argument);
    return NULL;
}

static void *ends_afterwards(void *argument)
{
    struct passing *passing = argument;
    act_in_passing(passing);
    while (!atomic_load_explicit(&passing->gone, memory_order_relaxed))
        sched_yield();
    return NULL;
}

static void *goes_elsewhere(void *argument)
{
    struct passing *passing = argument;
    ends_afterwards(passing);
    enter(passing->self);
    destroy_receive(new_receive());
    destroy_receive(new_receive());
    return NULL;
}

static void test_tasks_end_while_their_threads_end(void)
{
    void *(*const passers[])(void *) = {ends_meanwhile, ends_afterwards, goes_elsewhere};
    enum { PASSERS = sizeof passers / sizeof *passers };
    for (int i = 0; i < 60; i++) {
        struct passing passing = {.task = new_task()};
        pthread_t threads[PASSERS];
        OK(mach_embedded_task_current(&passing.self));
        for (int each = 0; each < PASSERS; each++)
            CHECK_EQ(pthread_create(&threads[each], NULL, passers[each], &passing), 0);
        while (atomic_load(&passing.entered) < PASSERS)
            sched_yield();
        OK(mach_embedded_task_destroy(passing.task));
        atomic_store_explicit(&passing.gone, true, memory_order_relaxed);
        for (int each = 0; each < PASSERS; each++)
            pthread_join(threads[each], NULL);
    }
}

int main(void)
{
    RUN(test_a_crowd_in_one_space);
    RUN(test_a_list_has_all_names);
    RUN(test_what_was_looked_up_ends_as_all_do);
    RUN(test_a_right_ends_while_another_thread_finds_it);
    RUN(test_tasks_end_while_threads_act_in_them);
    RUN(test_tasks_end_while_their_threads_end);
    return check_result();
}
