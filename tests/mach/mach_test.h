/* What the tests of libmach share: short words for what they look at, and a leak check around every test.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_TEST_H
#define MACH_TEST_H
#include "../c/check.h"
#include <mach/embedded.h>
#include <mach/mach.h>
#include <stdlib.h>
#include <string.h>
#if defined(__APPLE__)
#include <mach/mach_traps.h>
extern mach_port_name_t mach_reply_port(void); /* which the copy of Apple's headers that comes with zig lacks */
/* Apple's headers keep it for the kernel. */
#define MACH_PORT_UREFS_MAX ((mach_port_urefs_t)65535)
#endif

#define SELF mach_task_self()
#define OK(call) CHECK_EQ(call, KERN_SUCCESS)

/* Names that hold nothing: never allocated, and with a generation that its index does not have. */
#define NAME_UNKNOWN 0x7ffb03u

static inline mach_port_name_t new_receive(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    OK(mach_port_allocate(SELF, MACH_PORT_RIGHT_RECEIVE, &name));
    return name;
}

static inline mach_port_name_t new_set(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    OK(mach_port_allocate(SELF, MACH_PORT_RIGHT_PORT_SET, &name));
    return name;
}

static inline mach_port_name_t new_dead_name(mach_port_urefs_t urefs)
{
    mach_port_name_t name = MACH_PORT_NULL;
    OK(mach_port_allocate(SELF, MACH_PORT_RIGHT_DEAD_NAME, &name));
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_DEAD_NAME, (mach_port_delta_t)urefs - 1));
    return name;
}

/* A receive right and urefs send user references under one name. */
static inline mach_port_name_t new_pair(mach_port_urefs_t urefs)
{
    mach_port_name_t name = new_receive();
    OK(mach_port_insert_right(SELF, name, name, MACH_MSG_TYPE_MAKE_SEND));
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_SEND, (mach_port_delta_t)urefs - 1));
    return name;
}

static inline mach_port_name_t new_send_once(mach_port_name_t receive)
{
    mach_port_name_t name = MACH_PORT_NULL;
    mach_msg_type_name_t type = 0;
    OK(mach_port_extract_right(SELF, receive, MACH_MSG_TYPE_MAKE_SEND_ONCE, &name, &type));
    CHECK_EQ(type, MACH_MSG_TYPE_PORT_SEND_ONCE);
    return name;
}

static inline void destroy_receive(mach_port_name_t name)
{
    OK(mach_port_mod_refs(SELF, name, MACH_PORT_RIGHT_RECEIVE, -1));
}

/* 0 where the name holds nothing. */
static inline mach_port_type_t type_of(mach_port_name_t name)
{
    mach_port_type_t type = 0;
    return mach_port_type(SELF, name, &type) == KERN_SUCCESS ? type : 0;
}

static inline mach_port_urefs_t urefs_of(mach_port_name_t name, mach_port_right_t right)
{
    mach_port_urefs_t urefs = 0xbad;
    OK(mach_port_get_refs(SELF, name, right, &urefs));
    return urefs;
}

static inline mach_port_status_t status_of(mach_port_name_t receive)
{
    mach_port_status_t status;
    mach_msg_type_number_t count = MACH_PORT_RECEIVE_STATUS_COUNT;
    memset(&status, 0xff, sizeof status);
    OK(mach_port_get_attributes(SELF, receive, MACH_PORT_RECEIVE_STATUS, (mach_port_info_t)&status, &count));
    CHECK_EQ(count, MACH_PORT_RECEIVE_STATUS_COUNT);
    return status;
}

/* Notifications wait in queues; how many is what can be seen of them without receiving. */
static inline mach_port_msgcount_t messages_at(mach_port_name_t receive)
{
    return status_of(receive).mps_msgcount;
}

static inline kern_return_t request(mach_port_name_t name, mach_msg_id_t id, mach_port_mscount_t sync, mach_port_name_t notify,
                                    mach_port_name_t *previous)
{
    return mach_port_request_notification(SELF, name, id, sync, notify, MACH_MSG_TYPE_MAKE_SEND_ONCE, previous);
}

static inline void arm(mach_port_name_t name, mach_msg_id_t id, mach_port_mscount_t sync, mach_port_name_t notify)
{
    mach_port_name_t previous = MACH_PORT_DEAD;
    OK(request(name, id, sync, notify, &previous));
    CHECK_EQ(previous, MACH_PORT_NULL);
}

static inline uint64_t new_task(void)
{
    uint64_t task = 0;
    OK(mach_embedded_task_create(&task));
    return task;
}

static inline uint64_t enter(uint64_t task)
{
    uint64_t previous = 0;
    OK(mach_embedded_task_enter(task, &previous));
    return previous;
}

static inline mach_port_name_t give(mach_port_name_t name, uint32_t disposition, uint64_t task)
{
    machport_name_t given = MACHPORT_NULL;
    OK(mach_embedded_right_give(name, disposition, task, &given));
    return given;
}

/* How often XNU would have raised a guard exception since the last call. */
static inline uint64_t new_guard_exceptions(void)
{
    static uint64_t seen;
    uint64_t before = seen;
    OK(mach_embedded_guard_exceptions(&seen));
    return seen - before;
}

struct names {
    mach_port_name_t *names;
    mach_port_type_t *types;
    mach_msg_type_number_t count;
};

static inline struct names all_names(void)
{
    struct names all = {NULL, NULL, 0};
    mach_msg_type_number_t types = 0;
    OK(mach_port_names(SELF, &all.names, &all.count, &all.types, &types));
    CHECK_EQ(types, all.count);
    return all;
}

static inline void free_names(struct names all)
{
    OK(vm_deallocate(SELF, (vm_address_t)all.names, all.count * sizeof *all.names));
    OK(vm_deallocate(SELF, (vm_address_t)all.types, all.count * sizeof *all.types));
}

/* Runs a test, which must leave the space's names as it found them. */
#define RUN(test) run(#test, test)
static inline void run(const char *what, void (*test)(void))
{
    struct names before = all_names();
    new_guard_exceptions();
    test();
    struct names after = all_names();
    if (!CHECK_EQ(after.count, before.count) ||
        !CHECK_EQ(memcmp(after.names, before.names, before.count * sizeof *before.names), 0) ||
        !CHECK_EQ(memcmp(after.types, before.types, before.count * sizeof *before.types), 0))
        fprintf(stderr, "%s leaves other names than it found\n", what);
    free_names(before);
    free_names(after);
}

#endif
