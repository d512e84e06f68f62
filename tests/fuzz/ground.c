/* Three tasks that know rights of every kind, and what must hold when they have ended.
   SPDX-License-Identifier: MIT OR Apache-2.0
   It is linked with libmach's own objects, and looks into them. */
#include "ground.h"
#include "bootstrap.h"
#include "debts.h"
#include "magazine.h"
#include "queue.h"
#include "task.h"
#include <mach/task_special_ports.h>
#include <servers/bootstrap.h>

enum { NAME_UNKNOWN = 0x0ffb03, GUARD = 0x11, FULL = 1 };

uint64_t tasks[TASKS], seed;
struct port *kernel_ports[KERNEL_PORTS];
static mach_port_name_t names[TASKS][NAMES];
static uint32_t came[TASKS]; /* so many names since the first ones */
static uint32_t acting, ports;

uint32_t ground_task(void)
{
    return acting;
}

void ground_enter(uint32_t task)
{
    acting = task;
    enter(tasks[task]);
}

mach_port_name_t ground_name(uint32_t number)
{
    return number < NAMES ? names[acting][number] : number;
}

void ground_keep(mach_port_name_t name)
{
    if (MACH_PORT_VALID(name))
        names[acting][NAMES_FIRST + came[acting]++ % (NAMES - NAMES_FIRST)] = name;
}

static mach_port_name_t allocate(mach_port_right_t right)
{
    mach_port_name_t name;
    REQUIRE(mach_port_allocate(mach_task_self(), right, &name) == KERN_SUCCESS, "no more names");
    return name;
}

static mach_port_name_t allocate_pair(void)
{
    mach_port_name_t name = allocate(MACH_PORT_RIGHT_RECEIVE);
    REQUIRE(mach_port_insert_right(mach_task_self(), name, name, MACH_MSG_TYPE_MAKE_SEND) == KERN_SUCCESS, "no send right");
    return name;
}

static mach_port_name_t allocate_full(void)
{
    mach_port_name_t name = allocate_pair();
    mach_port_limits_t limits = {FULL};
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_remote_port = name};
    REQUIRE(mach_port_set_attributes(mach_task_self(), name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits,
                                     MACH_PORT_LIMITS_INFO_COUNT) == KERN_SUCCESS &&
                mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, 0, 0, 0) == KERN_SUCCESS,
            "nothing fills it");
    return name;
}

/* A message with rights of every way to carry them, and memory. */
static void send_rich(mach_port_name_t to, mach_port_name_t right)
{
    struct {
        mach_msg_base_t base;
        mach_msg_port_descriptor_t ports[2];
        mach_msg_ool_ports_descriptor_t more;
        mach_msg_ool_descriptor_t memory;
    } rich = {
        .base = {{.msgh_bits = MACH_MSGH_BITS_COMPLEX | MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                  .msgh_remote_port = to,
                  .msgh_local_port = right},
                 {4}},
        .ports = {{.name = right, .disposition = MACH_MSG_TYPE_MAKE_SEND, .type = MACH_MSG_PORT_DESCRIPTOR},
                  {.name = right, .disposition = MACH_MSG_TYPE_MAKE_SEND_ONCE, .type = MACH_MSG_PORT_DESCRIPTOR}},
        .more = {.address = &right, .count = 1, .disposition = MACH_MSG_TYPE_MAKE_SEND, .type = MACH_MSG_OOL_PORTS_DESCRIPTOR},
        .memory = {.address = &right, .size = sizeof right, .type = MACH_MSG_OOL_DESCRIPTOR},
    };
    rich.more.copy = rich.memory.copy = MACH_MSG_VIRTUAL_COPY;
    REQUIRE(mach_msg(&rich.base.header, MACH_SEND_MSG, sizeof rich, 0, 0, 0, 0) == KERN_SUCCESS, "no rights go");
}

static mach_port_name_t given(mach_port_name_t name, mach_msg_type_name_t disposition)
{
    mach_port_name_t there;
    REQUIRE(mach_embedded_right_give(name, disposition, tasks[(acting + 1) % TASKS], &there) == KERN_SUCCESS, "no gift");
    return there;
}

/* The task has rights of its own; the next task gets rights to them. */
static void furnish(void)
{
    mach_port_name_t *mine = names[acting], *theirs = names[(acting + 1) % TASKS];
    mine[0] = MACH_PORT_NULL;
    mine[1] = MACH_PORT_DEAD;
    mine[2] = mach_task_self();
    mine[3] = NAME_UNKNOWN;
    mine[4] = allocate_pair();
    mine[5] = allocate(MACH_PORT_RIGHT_RECEIVE);
    mine[6] = allocate_pair();
    mine[7] = allocate_full();
    mine[8] = allocate(MACH_PORT_RIGHT_PORT_SET);
    mine[9] = allocate(MACH_PORT_RIGHT_DEAD_NAME);
    mine[10] = mach_host_self();
    mine[11] = mach_thread_self();
    mine[12] = bootstrap_port;
    theirs[13] = given(mine[4], MACH_MSG_TYPE_MAKE_SEND);
    theirs[14] = given(mine[5], MACH_MSG_TYPE_MAKE_SEND_ONCE);
    theirs[15] = given(mine[7], MACH_MSG_TYPE_MAKE_SEND);
    theirs[18] = given(mine[2], MACH_MSG_TYPE_COPY_SEND);
    mach_port_name_t dying = allocate_pair();
    theirs[16] = given(dying, MACH_MSG_TYPE_MAKE_SEND);
    theirs[17] = given(dying, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    mine[19] = dying; /* a dead name */
    REQUIRE(mach_port_guard(mach_task_self(), mine[6], GUARD, 1) == KERN_SUCCESS &&
                mach_port_insert_member(mach_task_self(), mine[5], mine[8]) == KERN_SUCCESS &&
                mach_port_mod_refs(mach_task_self(), dying, MACH_PORT_RIGHT_RECEIVE, -1) == KERN_SUCCESS,
            "task %u", acting);
    send_rich(mine[4], mine[5]);
}

/* The send right's port; it is the first task's, which no input acts as. */
static struct port *port_of(mach_port_name_t name)
{
    struct space *space = task_lock_number(task_first.task);
    struct port *port = entry_port(entry_lookup(space, name));
    space_unlock(space);
    return port;
}

void ground_begin(void)
{
    enter(task_first.task);
    if (kernel_ports[0] == NULL) {
        kernel_ports[0] = port_of(mach_host_self());
        kernel_ports[1] = port_of(mach_thread_self());
    }
    ports = world_ports();
    memset(names, 0, sizeof names);
    memset(came, 0, sizeof came);
    for (uint32_t i = 0; i < TASKS; i++)
        REQUIRE(mach_embedded_task_create(&tasks[i]) == KERN_SUCCESS, "no more tasks");
    for (uint32_t i = TASKS; i-- > 0;) {
        ground_enter(i);
        furnish();
    }
    memory_lay();
}

void ground_kill(uint32_t task)
{
    uint32_t before = acting;
    REQUIRE(mach_embedded_task_destroy(tasks[task]) == KERN_SUCCESS, "it was there");
    REQUIRE(mach_embedded_task_create(&tasks[task]) == KERN_SUCCESS, "no more tasks");
    memset(&names[task][NAMES_FIRST], 0, sizeof names[task] - NAMES_FIRST * sizeof names[task][0]);
    acting = before;
}

uint32_t ground_receive_rights(mach_port_name_t *found, uint32_t most)
{
    struct space *space = task_lock_number(tasks[acting]);
    uint32_t count = 0, looked_at = 0;
    magazines_stop(space); /* which count names, too */
    for (uint32_t index = 1; looked_at < space->names; index++) {
        struct entry *entry = &space->table[index];
        uint8_t holds = entry_holds(entry);
        looked_at += holds != 0;
        if ((holds & HOLDS_RECEIVE) != 0) {
            REQUIRE(count < most, "too many ports");
            found[count++] = entry_name(space, entry);
        }
    }
    magazines_go_on(space);
    space_unlock(space);
    return count;
}

/* What was sent to a port whose receive right the kernel has is received by nobody. */
static void empty(struct port *port)
{
    for (struct message *message;;) {
        struct debts debts;
        sleeper_t sleeper = NULL;
        debts_begin(&debts, NULL);
        lock_acquire(&port->lock);
        message = queue_first(port);
        if (message != NULL)
            sleeper = queue_take(port, &debts);
        lock_release(&port->lock);
        if (message == NULL)
            return;
        sleeper_wake(sleeper);
        debts_pay(&debts);
        message_destroy_rest(message, &debts);
    }
}

void ground_end(void)
{
    for (uint32_t i = 0; i < TASKS; i++)
        bootstrap_end(tasks[i]);
    (void)world_check();
    received_drain();
    (void)world_check();
    enter(task_first.task);
    for (uint32_t i = 0; i < TASKS; i++)
        REQUIRE(mach_embedded_task_destroy(tasks[i]) == KERN_SUCCESS, "it was there");
    empty(port_of(bootstrap_port));
    for (uint32_t i = 0; i < KERNEL_PORTS; i++)
        empty(kernel_ports[i]);
    REQUIRE(world_ports() == ports, "%u ports before, %u after", ports, world_ports());
    REQUIRE(memory_travelling() == 0, "%u pieces of memory are left", memory_travelling());
}
