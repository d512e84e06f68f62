/* Messages without the space's lock: whatever becomes of a name meanwhile, what is sent to it is received under it or not at all.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

/* No queue is ever full: two threads send so many to a name, and one some more. */
enum { PORTS = 20000, MESSAGES = 4, MESSAGES_MOST = MACH_PORT_QLIMIT_LARGE / 3 };

struct scene {
    mach_port_name_t _Atomic name; /* a receive right with a send right, or nothing any more */
    atomic_bool done;
    atomic_uint sent, received;
};

/* A message says in its number what name it was sent to. */
static void send_to(struct scene *scene, mach_port_name_t name)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0),
                                .msgh_size = sizeof header,
                                .msgh_remote_port = name,
                                .msgh_id = (mach_msg_id_t)name};
    mach_msg_return_t status = mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
    CHECK(status == MACH_MSG_SUCCESS || status == MACH_SEND_INVALID_DEST);
    if (status == MACH_MSG_SUCCESS)
        atomic_fetch_add(&scene->sent, 1);
}

static bool receive_at(struct scene *scene, mach_port_name_t name)
{
    struct {
        mach_msg_header_t header;
        mach_msg_trailer_t trailer;
    } message;
    mach_msg_return_t status =
        mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, name, 0, MACH_PORT_NULL);
    CHECK(status == MACH_MSG_SUCCESS || status == MACH_RCV_TIMED_OUT || status == MACH_RCV_INVALID_NAME ||
          status == MACH_RCV_PORT_CHANGED);
    if (status != MACH_MSG_SUCCESS)
        return false;
    atomic_fetch_add(&scene->received, 1);
    CHECK_EQ(message.header.msgh_local_port, name);
    CHECK_EQ(message.header.msgh_id, name);
    return true;
}

static void *sender(void *argument)
{
    struct scene *scene = argument;
    mach_port_name_t last = MACH_PORT_NULL;
    int messages = 0;
    while (!atomic_load(&scene->done)) {
        mach_port_name_t name = atomic_load(&scene->name);
        messages = name == last ? messages + 1 : 0;
        last = name;
        if (messages < MESSAGES_MOST)
            send_to(scene, name);
        else
            sched_yield();
    }
    return NULL;
}

static void *receiver(void *argument)
{
    struct scene *scene = argument;
    while (!atomic_load(&scene->done))
        receive_at(scene, atomic_load(&scene->name));
    return NULL;
}

static mach_port_name_t new_room(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    mach_port_options_t options = {.flags = MPO_QLIMIT | MPO_INSERT_SEND_RIGHT, .mpl = {MACH_PORT_QLIMIT_LARGE}};
    OK(mach_port_construct(SELF, &options, 0, &name));
    return name;
}

/* All at once, or the receive right alone, whose send right is then a dead name. */
static void end_room(mach_port_name_t name, bool at_once)
{
    if (at_once) {
        OK(mach_port_destroy(SELF, name));
        return;
    }
    destroy_receive(name);
    CHECK_EQ(type_of(name), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_destroy(SELF, name));
}

/* Indexes and the memory of ports serve again at once: the next port is where the last was, under another name. */
static void test_what_is_sent_to_a_name_is_received_under_it(void)
{
    struct scene scene = {.done = false};
    pthread_t threads[3];
    mach_port_name_t name = new_room();
    atomic_store(&scene.name, name);
    CHECK_EQ(pthread_create(&threads[0], NULL, sender, &scene), 0);
    CHECK_EQ(pthread_create(&threads[1], NULL, sender, &scene), 0);
    CHECK_EQ(pthread_create(&threads[2], NULL, receiver, &scene), 0);
    for (int i = 0; i < PORTS; i++) {
        for (int messages = 0; messages < i % MESSAGES; messages++)
            send_to(&scene, name);
        while (i % 2 == 0 && receive_at(&scene, name))
            ;
        end_room(name, i % 3 == 0);
        name = new_room();
        atomic_store(&scene.name, name);
    }
    atomic_store(&scene.done, true);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    while (receive_at(&scene, name))
        ;
    end_room(name, true);
    CHECK(atomic_load(&scene.received) <= atomic_load(&scene.sent));
}

static void *waits(void *argument)
{
    struct scene *scene = argument;
    while (!atomic_load(&scene->done)) {
        mach_msg_empty_rcv_t message;
        mach_msg_return_t status = mach_msg(&message.header, MACH_RCV_MSG, 0, sizeof message, atomic_load(&scene->name),
                                            MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
        CHECK(status == MACH_RCV_INVALID_NAME || status == MACH_RCV_PORT_CHANGED);
    }
    return NULL;
}

/* He has come to the port, and does not wait yet: he may not wait for ever. */
static void test_who_is_about_to_wait_is_told_that_the_port_is_gone(void)
{
    struct scene scene = {.done = false};
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, waits, &scene), 0);
    for (int i = 0; i < PORTS; i++) {
        mach_port_name_t name = new_receive();
        CHECK_EQ(messages_at(name), 0); /* looked up: from here on its port is found without the space's lock */
        atomic_store(&scene.name, name);
        for (volatile int moment = 0; moment < i % 256; moment++)
            ;
        destroy_receive(name);
    }
    atomic_store(&scene.done, true);
    pthread_join(thread, NULL);
}

/* One message at a time: who sleeps through it sleeps until his time is over. It takes a while to look at all members, and a
   message comes to the one that is looked at first: the others had theirs since. */
enum { MEMBERS = 32 };
struct exchange {
    mach_port_name_t set, answer, questions[MEMBERS];
};

/* Without the space's lock, which whoever looks at a set has. */
static mach_msg_return_t put(mach_port_name_t port)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_remote_port = port};
    return mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
}

static mach_msg_return_t take(mach_port_name_t from)
{
    enum { LONG_WAIT = 20000 };
    mach_msg_empty_rcv_t message;
    return mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, from, LONG_WAIT, MACH_PORT_NULL);
}

static void *answers(void *argument)
{
    const struct exchange *exchange = argument;
    for (int i = 0; i < PORTS; i++) {
        for (volatile int moment = 0; moment < i % 512; moment++)
            ;
        if (!OK(take(exchange->set)) || !OK(put(exchange->answer)))
            return NULL;
    }
    return NULL;
}

/* He has looked at all members of the set, and does not wait yet. */
static void test_who_is_about_to_wait_at_a_set_gets_what_comes(void)
{
    struct exchange exchange = {new_set(), new_pair(1), {MACH_PORT_NULL}};
    pthread_t thread;
    for (int i = 0; i < MEMBERS; i++) {
        exchange.questions[i] = new_pair(1);
        OK(mach_port_insert_member(SELF, exchange.questions[i], exchange.set));
    }
    CHECK_EQ(pthread_create(&thread, NULL, answers, &exchange), 0);
    for (int i = 0; i < PORTS; i++) {
        if (!OK(put(exchange.questions[i % MEMBERS])) || !OK(take(exchange.answer)))
            break;
    }
    pthread_join(thread, NULL);
    OK(mach_port_destroy(SELF, exchange.set));
    for (int i = 0; i < MEMBERS; i++)
        OK(mach_port_destroy(SELF, exchange.questions[i]));
    OK(mach_port_destroy(SELF, exchange.answer));
}

int main(void)
{
    RUN(test_what_is_sent_to_a_name_is_received_under_it);
    RUN(test_who_is_about_to_wait_is_told_that_the_port_is_gone);
    RUN(test_who_is_about_to_wait_at_a_set_gets_what_comes);
    return check_result();
}
