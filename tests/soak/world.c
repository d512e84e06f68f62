/* What must hold whenever no call is under way: the invariants that the reference states of rights and counts, and ours of
   references.
   SPDX-License-Identifier: MIT OR Apache-2.0
   It is linked with libmach's own objects, and looks into them. */
#include "magazine.h"
#include "reverse.h"
#include "message.h"
#include "request.h"
#include "soak.h"
#include "task.h"

#if !defined(WORLD_PORTS)
#define WORLD_PORTS (1 << 16)
#endif
enum { PORTS_MOST = WORLD_PORTS };

/* What is found of a port. */
struct seen {
    struct port *port;
    uint32_t receives, sends, send_onces, references;
    bool visited;
};
static struct seen seen[PORTS_MOST];
static uint32_t port_count, message_count;

static struct seen *look_up(struct port *port)
{
    uint32_t at = (uint32_t)((uintptr_t)port / 8 * 2654435761u) % PORTS_MOST;
    while (seen[at].port != NULL && seen[at].port != port)
        at = (at + 1) % PORTS_MOST;
    if (seen[at].port == NULL) {
        seen[at].port = port;
        REQUIRE(++port_count < PORTS_MOST / 2, "too many ports to look at");
    }
    return &seen[at];
}

static void count_right(mach_msg_type_name_t type, struct port *port)
{
    if (port == NULL || port == &port_dead)
        return;
    struct seen *each = look_up(port);
    each->references++;
    each->receives += type == MACH_MSG_TYPE_PORT_RECEIVE;
    each->sends += type == MACH_MSG_TYPE_PORT_SEND;
    each->send_onces += type == MACH_MSG_TYPE_PORT_SEND_ONCE;
}

/* A right in a message; a receive right knows where it goes, and keeps that port. */
static void count_carried(mach_msg_type_name_t type, struct port *port, struct port *destination)
{
    count_right(type, port);
    if (type == MACH_MSG_TYPE_PORT_RECEIVE && port != NULL && port != &port_dead) {
        REQUIRE(port->transit == destination && port->receiver == NULL, "a receive right on its way says otherwise");
        look_up(destination)->references++;
    }
}

static void count_message(struct message *message, struct port *port)
{
    message_count++;
    REQUIRE(message->destination.port == port, "a message is in another queue than its destination's");
    count_right(message->destination.type, port);
    look_up(port)->references--; /* none in a queue */
    count_right(message->reply.type, message->reply.port);
    for (uint32_t i = 0; i < message->carried_count; i++) {
        struct carried *carried = &message->carried[i];
        if (carried->type == MACH_MSG_PORT_DESCRIPTOR || carried->type == MACH_MSG_GUARDED_PORT_DESCRIPTOR)
            count_carried(carried->disposition, carried->port, port);
        for (uint32_t at = 0; carried->type == MACH_MSG_OOL_PORTS_DESCRIPTOR && at < carried->count; at++)
            count_carried(carried->disposition, carried->ports[at], port);
    }
}

/* Its queue and its requests. */
static void visit(struct seen *each)
{
    struct port *port = each->port;
    uint32_t messages = 0;
    each->visited = true;
    if (!port_is_active(port)) {
        REQUIRE(port->last == NULL, "a dead port has messages");
        return;
    }
    for (struct message *message = port->last; message != NULL; message = message->next == port->last ? NULL : message->next) {
        messages++;
        count_message(message, port);
    }
    REQUIRE(messages == port->msgcount, "%u messages, counted as %u", messages, port->msgcount);
    REQUIRE(waiters_are_none(&port->receivers) && waiters_are_none(&port->senders), "somebody waits at rest");
    REQUIRE(port->lock.state == LOCK_FREE, "a lock is held at rest");
    count_right(MACH_MSG_TYPE_PORT_SEND_ONCE, port->requests->no_senders);
    count_right(MACH_MSG_TYPE_PORT_SEND_ONCE, port->requests->port_destroyed);
    for (uint32_t slot = 1; slot < port->requests->size; slot++)
        count_right(MACH_MSG_TYPE_PORT_SEND_ONCE, port->requests->slots[slot].notify);
}

static void count_entry(struct space *space, struct entry *entry)
{
    uint8_t holds = entry_holds(entry);
    uint32_t urefs = entry_urefs(entry);
    if ((holds & HOLDS_DEAD_NAME) != 0)
        REQUIRE((holds & HOLDS_ALL) == HOLDS_DEAD_NAME && urefs >= 1 && entry->port == 0, "a dead name is more");
    if ((holds & HOLDS_PORT_RIGHTS) == 0)
        return;
    struct port *port = entry_port(entry);
    struct seen *each = look_up(port);
    each->references++;
    each->sends += (holds & HOLDS_SEND) != 0;
    each->send_onces += (holds & HOLDS_SEND_ONCE) != 0;
    REQUIRE(((holds & HOLDS_SEND_RIGHTS) != 0) == (urefs >= 1), "%u user references", urefs);
    if ((holds & HOLDS_RECEIVE) != 0) {
        each->receives++;
        REQUIRE(port_is_active(port) && port->receiver == space && port->receiver_name == entry_name(space, entry),
                "the receive right is elsewhere");
    }
    if ((holds & IS_PLAIN) != 0)
        REQUIRE((holds & HOLDS_ALL) == HOLDS_RECEIVE && port_is_unshared(port) && port->last == NULL && port->members == NULL,
                "a plain receive right is more");
    if ((holds & (HOLDS_SEND | HOLDS_RECEIVE)) != 0 && port_is_active(port))
        REQUIRE(reverse_lookup(space, port) == entry, "a port has two names, or none, in a space");
}

static uint32_t count_free(struct space *space)
{
    uint32_t free = 0, previous = 0;
    for (uint32_t index = space->first_free; index != 0; index = space->table[index].link) {
        REQUIRE(entry_holds(&space->table[index]) == 0 && space->table[index].port == previous, "a free index is not");
        REQUIRE(++free < space->fresh, "a free index is free twice");
        previous = index;
    }
    return free;
}

/* All indexes and names are the space's own meanwhile. */
static void count_space(struct space *space)
{
    uint32_t names = 0, behind_fresh = 0;
    magazines_stop(space);
    /* Behind fresh there are those that were asked for by name. */
    for (uint32_t index = 0; index < space->size && (index < space->fresh || names < space->names); index++) {
        if (entry_holds(&space->table[index]) != 0) {
            names += index != 0; /* the bootstrap port's is no one's number */
            behind_fresh += index >= space->fresh;
            count_entry(space, &space->table[index]);
        }
    }
    REQUIRE(names == space->names, "%u names, counted as %u", names, space->names);
    REQUIRE(names - behind_fresh + count_free(space) == space->fresh - 1, "an index is lost");
    magazines_go_on(space);
    count_right(MACH_MSG_TYPE_PORT_RECEIVE, space->self);
    count_right(MACH_MSG_TYPE_PORT_RECEIVE, space->name_port);
    count_right(MACH_MSG_TYPE_PORT_SEND, space->bootstrap);
}

static void compare(const struct seen *each)
{
    const struct port *port = each->port;
    REQUIRE(port->references == each->references, "%u references, counted as %u", each->references, port->references);
    if (!port_is_active(each->port))
        return;
    REQUIRE(each->receives == 1, "%u receive rights to one port", each->receives);
    REQUIRE(port->srights == each->sends, "%u send rights, counted as %u", each->sends, port->srights);
    REQUIRE(port->sorights == each->send_onces, "%u send-once rights, counted as %u", each->send_onces, port->sorights);
}

uint32_t world_check(void)
{
    for (uint32_t at = 0; at < PORTS_MOST; at++)
        seen[at] = (struct seen){.port = NULL};
    port_count = message_count = 0;
    lock_acquire(&task_first.space->lock);
    count_space(task_first.space);
    count_right(MACH_MSG_TYPE_PORT_RECEIVE, task_first.space->bootstrap); /* the kernel's */
    for (uint32_t i = 0; i < KERNEL_PORTS; i++)
        count_right(MACH_MSG_TYPE_PORT_RECEIVE, kernel_ports[i]);
    space_unlock(task_first.space);
    for (uint32_t i = 0; i < TASKS; i++) {
        struct space *space = task_lock_number(tasks[i]);
        REQUIRE(space != NULL, "a task is gone");
        count_space(space);
        space_unlock(space);
    }
    for (bool found = true; found;) { /* messages lead to other ports */
        found = false;
        for (uint32_t at = 0; at < PORTS_MOST; at++) {
            if (seen[at].port != NULL && !seen[at].visited) {
                found = true;
                visit(&seen[at]);
            }
        }
    }
    for (uint32_t at = 0; at < PORTS_MOST; at++) {
        if (seen[at].port != NULL)
            compare(&seen[at]);
    }
    return message_count;
}

/* The linker leads these here. */
uint32_t __real_arena_take(struct port **ports, uint32_t count);
void __real_arena_give(struct port *const *ports, uint32_t count);
uint32_t __wrap_arena_take(struct port **ports, uint32_t count);
void __wrap_arena_give(struct port *const *ports, uint32_t count);
static atomic_uint taken;

uint32_t __wrap_arena_take(struct port **ports, uint32_t count)
{
    uint32_t got = __real_arena_take(ports, count);
    taken += got;
    return got;
}

void __wrap_arena_give(struct port *const *ports, uint32_t count)
{
    taken -= count;
    __real_arena_give(ports, count);
}

/* Other threads gave back theirs when they ended. */
uint32_t world_ports(void)
{
    return taken - (magazine_own == NULL ? 0 : magazine_own->port_count);
}
