/* Random calls: whatever a task can do with the names that it or its threads came by. What they answer is of no account, since
   other threads use the same names; that the world is whole afterwards is what counts.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "soak.h"
#include <string.h>

enum { NAMES = 48, RIGHTS_MOST = 3, TIMEOUT_MOST = 2 /* milliseconds */ };

/* Names of each task that its threads may use. */
static atomic_uint names[TASKS][NAMES];

void riot_begin(void)
{
    memset(names, 0, sizeof names);
}

static mach_port_name_t any(struct riot *riot)
{
    return names[riot->task][roll(&riot->dice, NAMES)];
}

/* One that makes place goes, for there is no end of them otherwise. */
static void keep(struct riot *riot, mach_port_name_t name)
{
    mach_port_name_t old = atomic_exchange(&names[riot->task][roll(&riot->dice, NAMES)], name);
    if (MACH_PORT_VALID(old) && old != name)
        (void)mach_port_destroy(mach_task_self(), old);
}

struct letter {
    mach_msg_header_t header;
    mach_msg_body_t body;
    mach_msg_port_descriptor_t rights[RIGHTS_MOST];
    mach_msg_max_trailer_t trailer;
};

static uint32_t any_disposition(struct riot *riot)
{
    return MACH_MSG_TYPE_MOVE_RECEIVE + roll(&riot->dice, 6);
}

static void send(struct riot *riot)
{
    struct letter letter = {.body = {.msgh_descriptor_count = roll(&riot->dice, RIGHTS_MOST + 1)}};
    letter.header.msgh_remote_port = any(riot);
    letter.header.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0);
    if (roll(&riot->dice, 8) == 0)
        letter.header.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND_ONCE, 0);
    if (roll(&riot->dice, 4) == 0) {
        letter.header.msgh_local_port = any(riot);
        letter.header.msgh_bits |= MACH_MSGH_BITS(0, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    }
    if (letter.body.msgh_descriptor_count != 0)
        letter.header.msgh_bits |= MACH_MSGH_BITS_COMPLEX;
    for (uint32_t i = 0; i < letter.body.msgh_descriptor_count; i++) {
        letter.rights[i].name = any(riot);
        letter.rights[i].disposition = (uint8_t)any_disposition(riot);
        letter.rights[i].type = MACH_MSG_PORT_DESCRIPTOR;
    }
    mach_msg_size_t size = (mach_msg_size_t)offsetof(struct letter, rights) +
                           letter.body.msgh_descriptor_count * (mach_msg_size_t)sizeof(mach_msg_port_descriptor_t);
    mach_msg_option_t notify = roll(&riot->dice, 4) == 0 ? MACH_SEND_NOTIFY : 0;
    mach_msg_return_t status = mach_msg(&letter.header, MACH_SEND_MSG | MACH_SEND_TIMEOUT | notify, size, 0, MACH_PORT_NULL,
                                        roll(&riot->dice, TIMEOUT_MOST + 1), MACH_PORT_NULL);
    if ((status & ~MACH_MSG_MASK) == MACH_SEND_TIMED_OUT)
        mach_msg_destroy(&letter.header);
}

static mach_msg_return_t receive(struct riot *riot, mach_port_name_t from, mach_msg_timeout_t timeout)
{
    struct letter letter;
    mach_msg_option_t large = roll(&riot->dice, 8) == 0 ? MACH_RCV_LARGE : 0;
    mach_msg_size_t size = roll(&riot->dice, 16) == 0 ? sizeof(mach_msg_header_t) : sizeof letter;
    mach_msg_return_t status =
        mach_msg(&letter.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT | large, 0, size, from, timeout, MACH_PORT_NULL);
    if (status != MACH_MSG_SUCCESS || size != sizeof letter)
        return status;
    keep(riot, letter.header.msgh_remote_port);
    for (uint32_t i = 0; MACH_MSGH_BITS_IS_COMPLEX(letter.header.msgh_bits) && i < letter.body.msgh_descriptor_count; i++)
        keep(riot, letter.rights[i].name);
    return status;
}

static void request(struct riot *riot)
{
    static const mach_msg_id_t ids[] = {MACH_NOTIFY_DEAD_NAME, MACH_NOTIFY_SEND_POSSIBLE, MACH_NOTIFY_NO_SENDERS,
                                        MACH_NOTIFY_PORT_DESTROYED};
    mach_port_name_t previous = MACH_PORT_NULL;
    mach_msg_id_t id = ids[roll(&riot->dice, 4)];
    if (mach_port_request_notification(mach_task_self(), any(riot), id, roll(&riot->dice, 2) && id != MACH_NOTIFY_PORT_DESTROYED,
                                       any(riot), MACH_MSG_TYPE_MAKE_SEND_ONCE, &previous) == KERN_SUCCESS)
        keep(riot, previous);
}

static void allocate(struct riot *riot, mach_port_right_t right)
{
    mach_port_name_t name;
    REQUIRE(mach_port_allocate(mach_task_self(), right, &name) == KERN_SUCCESS, "no more names");
    if (right == MACH_PORT_RIGHT_RECEIVE)
        (void)mach_port_insert_right(mach_task_self(), name, name, MACH_MSG_TYPE_MAKE_SEND);
    keep(riot, name);
}

/* A task comes, makes a port, gives others a right to it, and goes. */
static void visit(struct riot *riot)
{
    uint64_t visitor;
    mach_port_name_t name, given;
    REQUIRE(mach_embedded_task_create(&visitor) == KERN_SUCCESS, "no more tasks");
    enter(visitor);
    REQUIRE(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &name) == KERN_SUCCESS, "no more names");
    (void)mach_embedded_right_give(name, MACH_MSG_TYPE_MAKE_SEND, tasks[riot->task], &given);
    enter(tasks[riot->task]);
    keep(riot, given);
    REQUIRE(mach_embedded_task_destroy(visitor) == KERN_SUCCESS, "it was there");
}

static void give(struct riot *riot)
{
    uint32_t to = roll(&riot->dice, TASKS);
    mach_port_name_t given;
    if (mach_embedded_right_give(any(riot), MACH_MSG_TYPE_COPY_SEND + roll(&riot->dice, 3), tasks[to], &given) != KERN_SUCCESS)
        return;
    struct riot there = {riot->dice, to, 0};
    enter(tasks[to]);
    keep(&there, given);
    enter(tasks[riot->task]);
}

static void limit(struct riot *riot)
{
    mach_port_limits_t limits = {roll(&riot->dice, 6)};
    (void)mach_port_set_attributes(mach_task_self(), any(riot), MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits,
                                   MACH_PORT_LIMITS_INFO_COUNT);
}

static void call(struct riot *riot)
{
    mach_port_name_t got;
    mach_msg_type_name_t type;
    const ipc_space_t self = mach_task_self();
    switch (roll(&riot->dice, 24)) {
    case 0:
    case 1:
    case 2: allocate(riot, MACH_PORT_RIGHT_RECEIVE); break;
    case 3: allocate(riot, MACH_PORT_RIGHT_PORT_SET); break;
    case 4: got = any(riot), (void)mach_port_insert_right(self, got, got, MACH_MSG_TYPE_MAKE_SEND); break;
    case 5:
        if (mach_port_extract_right(self, any(riot), any_disposition(riot), &got, &type) == KERN_SUCCESS)
            keep(riot, got);
        break;
    case 6: (void)mach_port_mod_refs(self, any(riot), roll(&riot->dice, 5), (int)roll(&riot->dice, 3) - 1); break;
    case 7: (void)mach_port_deallocate(self, any(riot)); break;
    case 8: (void)mach_port_destroy(self, any(riot)); break;
    case 9: (void)mach_port_insert_member(self, any(riot), any(riot)); break;
    case 10: (void)mach_port_extract_member(self, any(riot), any(riot)); break;
    case 11: (void)mach_port_move_member(self, any(riot), any(riot)); break;
    case 12:
    case 13: request(riot); break;
    case 14: give(riot); break;
    case 15: limit(riot); break;
    case 16:
        if (roll(&riot->dice, 8) == 0)
            visit(riot);
        break;
    case 17:
    case 18:
    case 19: (void)receive(riot, any(riot), roll(&riot->dice, TIMEOUT_MOST + 1)); break;
    default: send(riot); break;
    }
}

void *riot_run(void *argument)
{
    struct riot *riot = argument;
    enter(tasks[riot->task]);
    for (uint32_t i = 0; i < riot->calls; i++) {
        call(riot);
        progress++;
    }
    return NULL;
}

/* Receives what waits in the calling task's ports. */
static uint32_t drain(void)
{
    mach_port_name_t *all;
    mach_port_type_t *types;
    mach_msg_type_number_t count, type_count;
    uint32_t received = 0;
    struct letter letter;
    REQUIRE(mach_port_names(mach_task_self(), &all, &count, &types, &type_count) == KERN_SUCCESS, "no names");
    for (mach_msg_type_number_t i = 0; i < count; i++) {
        while ((types[i] & MACH_PORT_TYPE_RECEIVE) != 0 && mach_msg(&letter.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0,
                                                                    sizeof letter, all[i], 0, MACH_PORT_NULL) == MACH_MSG_SUCCESS)
            received++; /* what was in it stays in the space */
    }
    (void)vm_deallocate(mach_task_self(), (vm_address_t)all, count * sizeof *all);
    (void)vm_deallocate(mach_task_self(), (vm_address_t)types, type_count * sizeof *types);
    return received;
}

void riot_drain(void)
{
    for (uint32_t received = 1; received != 0;) {
        received = 0;
        for (uint32_t i = 0; i < TASKS; i++) {
            enter(tasks[i]);
            received += drain();
        }
    }
}
