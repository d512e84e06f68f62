/* Threads: on one space, and on several that share ports. What each does is simple; that nothing breaks is what the
   sanitizers and the counts at the end say.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { ROUNDS = 3000, BATCH = 20 };

/* Two threads, a barrier, and a function each. */
static void together(void *(*first)(void *), void *(*second)(void *), void *argument)
{
    pthread_t threads[2];
    CHECK_EQ(pthread_create(&threads[0], NULL, first, argument), 0);
    CHECK_EQ(pthread_create(&threads[1], NULL, second, argument), 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

static void *make_and_destroy(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++) {
        mach_port_name_t name = new_pair(2), once = new_send_once(name);
        CHECK_EQ(urefs_of(name, MACH_PORT_RIGHT_SEND), 2);
        destroy_receive(name);
        OK(mach_port_destroy(SELF, name));
        OK(mach_port_deallocate(SELF, once));
    }
    return NULL;
}

static void test_one_space(void)
{
    together(make_and_destroy, make_and_destroy, NULL);
}

struct shared {
    uint64_t self, other;
    atomic_uint send; /* the name in the other task, 0 between rounds */
    atomic_bool done;
    mach_port_name_t batch[BATCH];
};

/* Destroys ports while the other task uses its send rights to them. */
static void *owner(void *argument)
{
    struct shared *shared = argument;
    for (int i = 0; i < ROUNDS; i++) {
        mach_port_name_t name = new_receive();
        atomic_store(&shared->send, give(name, MACH_MSG_TYPE_MAKE_SEND, shared->other));
        destroy_receive(name);
        while (atomic_load(&shared->send) != 0)
            sched_yield();
    }
    atomic_store(&shared->done, true);
    return NULL;
}

static void *user(void *argument)
{
    struct shared *shared = argument;
    mach_port_name_t notify, previous;
    mach_port_type_t type;
    enter(shared->other);
    notify = new_receive();
    while (!atomic_load(&shared->done)) {
        mach_port_name_t send = atomic_load(&shared->send);
        if (send == 0) {
            sched_yield();
            continue;
        }
        kern_return_t status = request(send, MACH_NOTIFY_DEAD_NAME, 0, notify, &previous);
        CHECK(status == KERN_SUCCESS || status == KERN_INVALID_ARGUMENT);
        status = mach_port_insert_right(SELF, send, send, MACH_MSG_TYPE_COPY_SEND);
        CHECK(status == KERN_SUCCESS || status == KERN_INVALID_CAPABILITY);
        status = mach_port_mod_refs(SELF, send, MACH_PORT_RIGHT_SEND, -1);
        CHECK(status == KERN_SUCCESS || status == KERN_INVALID_RIGHT);
        while (mach_port_type(SELF, send, &type) == KERN_SUCCESS && (type & MACH_PORT_TYPE_SEND) != 0)
            sched_yield();
        OK(mach_port_destroy(SELF, send));
        atomic_store(&shared->send, 0);
    }
    destroy_receive(notify);
    enter(shared->self);
    return NULL;
}

static void test_ports_die_while_others_use_them(void)
{
    struct shared shared = {.other = new_task()};
    OK(mach_embedded_task_current(&shared.self));
    together(owner, user, &shared);
    OK(mach_embedded_task_destroy(shared.other));
}

/* Destroys ports that wait to tell of their last sender, while the other task loses the last send rights. */
static void *owner_with_no_senders_requests(void *argument)
{
    struct shared *shared = argument;
    mach_port_name_t notify = new_receive(), names[BATCH];
    for (int round = 0; round < ROUNDS / BATCH; round++) {
        for (int i = 0; i < BATCH; i++) {
            names[i] = new_receive();
            shared->batch[i] = give(names[i], MACH_MSG_TYPE_MAKE_SEND, shared->other);
            arm(names[i], MACH_NOTIFY_NO_SENDERS, 0, notify);
        }
        atomic_store(&shared->send, 1);
        for (int i = 0; i < BATCH; i++)
            destroy_receive(names[i]);
        while (atomic_load(&shared->send) != 0)
            sched_yield();
    }
    atomic_store(&shared->done, true);
    CHECK_EQ(messages_at(notify), ROUNDS / BATCH * BATCH); /* each tells once: that nobody is left, or that it will never tell */
    destroy_receive(notify);
    return NULL;
}

/* A right on its way to a name that cannot be is destroyed, and its port may have died since it left. */
static void *loser(void *argument)
{
    struct shared *shared = argument;
    enter(shared->other);
    while (!atomic_load(&shared->done)) {
        if (atomic_load(&shared->send) != 0) {
            for (int i = 0; i < BATCH; i++)
                CHECK_EQ(mach_port_insert_right(SELF, MACH_PORT_NULL, shared->batch[i], MACH_MSG_TYPE_MOVE_SEND),
                         KERN_INVALID_VALUE);
            atomic_store(&shared->send, 0);
        }
        sched_yield();
    }
    enter(shared->self);
    return NULL;
}

static void test_the_last_sender_goes_while_the_port_dies(void)
{
    struct shared shared = {.other = new_task()};
    OK(mach_embedded_task_current(&shared.self));
    together(owner_with_no_senders_requests, loser, &shared);
    OK(mach_embedded_task_destroy(shared.other));
}

/* Tasks begin and end while another holds rights to their ports. */
static void *task_maker(void *argument)
{
    struct shared *shared = argument;
    for (int i = 0; i < ROUNDS / 20; i++) {
        uint64_t task = new_task();
        enter(task);
        mach_port_name_t name = new_pair(1);
        give(name, MACH_MSG_TYPE_COPY_SEND, shared->self);
        give(name, MACH_MSG_TYPE_MAKE_SEND_ONCE, shared->self);
        enter(shared->self);
        OK(mach_embedded_task_destroy(task));
    }
    atomic_fetch_add(&shared->send, 1);
    return NULL;
}

static void *sweeper(void *argument)
{
    struct shared *shared = argument;
    do {
        struct names all = all_names();
        for (mach_msg_type_number_t i = 0; i < all.count; i++) {
            if (all.types[i] == MACH_PORT_TYPE_DEAD_NAME)
                OK(mach_port_destroy(SELF, all.names[i]));
        }
        free_names(all);
        sched_yield();
    } while (atomic_load(&shared->send) == 0);
    return NULL;
}

static void test_tasks_end_while_others_look(void)
{
    struct shared shared = {.other = 0};
    OK(mach_embedded_task_current(&shared.self));
    together(task_maker, sweeper, &shared);
    sweeper(&shared);
}

int main(void)
{
    RUN(test_one_space);
    RUN(test_ports_die_while_others_use_them);
    RUN(test_the_last_sender_goes_while_the_port_dies);
    RUN(test_tasks_end_while_others_look);
    return check_result();
}
