/* Every function of the ABI but those of messages, each on a right that it fits, and where it matters on one that it does not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"

#define GUARD 7

static void library(void)
{
    uint64_t hash;
    ASK(machport_abi_version());
    CALL("", machport_definition_hash(&hash));
    ASK(machport_mach_name());
    ASK(machport_status_name(MACHPORT_KERN_SUCCESS));
    ASK(machport_status_text(MACHPORT_KERN_SUCCESS));
    ASK(machport_status_class(MACHPORT_KERN_SUCCESS));
    ASK(machport_epoch());
    CALL("", machport_renew());
}

static void names(void)
{
    const machport_any_t port = new_pair("port"), dead = new_dead_name("dead");
    uint32_t types[8], urefs;
    machport_name_t list[8], right;
    machport_status_t verdict;
    size_t count;
    CALL("", machport_types(port, types));
    CALL("NULL", machport_types(MACHPORT_NULL, types));
    CALL("", machport_urefs(port, MACHPORT_KIND_SEND, &urefs));
    CALL("a receive right", machport_urefs(port, MACHPORT_KIND_RECEIVE, &urefs));
    CALL("", machport_check(port, MACHPORT_KIND_SEND, &verdict));
    CALL("two names and the task", machport_space_names(list, types, 8, &count));
    CALL("", machport_adopt(port, MACHPORT_KIND_SEND, 0, &right));
    CALL("what is verified", machport_adopt(port, MACHPORT_KIND_SEND, MACHPORT_ADOPT_VERIFY, &right));
    CALL("", machport_disown(port, MACHPORT_KIND_SEND, &right));
    CALL("", machport_dead_name_dup(dead, &right));
    CALL("", machport_dead_name_release(dead));
    CALL("a pair", machport_dead_name_release(port));
    CALL("a dead name", machport_send_right_release(dead));
    (void)machport_pair_release(port, port, 0);
}

static void receive_rights(void)
{
    machport_receive_t receive;
    machport_send_t send;
    CALL("", machport_receive_right_new(0, 0, &receive));
    (void)machport_receive_right_release(called("port", receive), 0);
    CALL("a guard", machport_receive_right_new(MACHPORT_GUARD, GUARD, &receive));
    CALL("a guarded right", machport_receive_right_release(called("port", receive), GUARD));
    CALL("a strict and immovable guard",
         machport_receive_right_new(MACHPORT_GUARD | MACHPORT_GUARD_STRICT | MACHPORT_GUARD_IMMOVABLE, GUARD, &receive));
    (void)machport_receive_right_release(called("port", receive), GUARD);
    CALL("", machport_pair_new(0, 0, &receive, &send));
    CALL("", machport_pair_release(called("port", receive), send, 0));
    CALL("a guard", machport_pair_new(MACHPORT_GUARD, GUARD, &receive, &send));
    CALL("a guarded pair", machport_pair_release(called("port", receive), send, GUARD));
    receive = new_receive("port");
    CALL("", machport_receive_right_release(receive, 0));
    CALL("NULL", machport_receive_right_release(MACHPORT_NULL, 0));
    receive = new_receive("port");
    const machport_send_once_t once = new_send_once("once", receive);
    CALL("a send-once right", machport_receive_right_release(once, 0));
    (void)machport_send_once_right_release(once);
    (void)machport_receive_right_release(receive, 0);
}

static void send_rights(void)
{
    const machport_receive_t port = new_pair("port");
    const machport_dead_name_t dead = new_dead_name("dead");
    machport_name_t made;
    machport_kind_t kind;
    CALL("", machport_send_right_make(port, &made));
    CALL("", machport_send_right_dup(port, &made));
    CALL("one that died", machport_send_right_dup(dead, &made));
    CALL("", machport_send_right_dup_any(port, &made, &kind));
    CALL("one that died", machport_send_right_dup_any(dead, &made, &kind));
    CALL("", machport_send_right_release(port));
    CALL("NULL", machport_send_right_release(MACHPORT_NULL));
    CALL("DEAD", machport_send_right_release(MACHPORT_DEAD));
    CALL("what is gone", machport_send_right_release(called("gone", 0x7ffb03)));
    CALL("", machport_send_once_right_make(port, &made));
    CALL("", machport_send_once_right_release(called("once", made)));
    (void)machport_dead_name_release(dead);
    (void)machport_dead_name_release(dead);
    for (int made = 0; made < 3; made++)
        (void)machport_send_right_release(port);
    CALL("a receive right alone", machport_send_right_release(port));
    (void)machport_receive_right_release(port, 0);
}

static void releases(void)
{
    const machport_receive_t port = new_pair("port");
    const machport_send_once_t once = new_send_once("once", port);
    const machport_dead_name_t dead = new_dead_name("dead");
    machport_port_set_t set;
    (void)machport_port_set_new(&set);
    called("set", set);
    CALL("a send right", machport_release(MACHPORT_KIND_SEND, port, 0));
    CALL("a send-once right", machport_release(MACHPORT_KIND_SEND_ONCE, once, 0));
    CALL("a dead name", machport_release(MACHPORT_KIND_DEAD_NAME, dead, 0));
    CALL("a port set", machport_release(MACHPORT_KIND_PORT_SET, set, 0));
    CALL("a receive right", machport_release(MACHPORT_KIND_RECEIVE, port, 0));
    machport_right_t rights[] = {{.name = new_receive("port"), .disposition = MACHPORT_MOVE_RECEIVE},
                                 {.name = new_dead_name("dead"), .disposition = MACHPORT_MOVE_SEND},
                                 {.name = MACHPORT_DEAD, .disposition = MACHPORT_MOVE_SEND_ONCE}};
    CALL("", machport_rights_release(rights, 3));
}

static void port_sets(void)
{
    const machport_receive_t port = new_receive("port");
    machport_port_set_t set;
    machport_name_t members[4];
    size_t count;
    CALL("", machport_port_set_new(&set));
    called("set", set);
    CALL("", machport_port_set_insert(set, port));
    CALL("one member", machport_port_set_members(set, members, 4, &count));
    CALL("", machport_port_set_extract(set, port));
    CALL("a receive right", machport_port_set_release(port));
    CALL("", machport_port_set_release(set));
    (void)machport_receive_right_release(port, 0);
}

static void attributes(void)
{
    const machport_receive_t port = new_receive("port");
    uint64_t context;
    uint32_t value;
    CALL("", machport_context_set(port, 5));
    CALL("", machport_context_get(port, &context));
    CALL("one that has a context", machport_guard_set(port, GUARD, 0));
    (void)machport_context_set(port, 0);
    CALL("one that has no guard", machport_guard_clear(port, GUARD));
    CALL("a strict guard", machport_guard_set(port, GUARD, MACHPORT_GUARD_STRICT));
    CALL("a strict guard", machport_context_set(port, 5));
    CALL("", machport_guard_clear(port, GUARD));
    CALL("an immovable guard", machport_guard_set(port, GUARD, MACHPORT_GUARD_IMMOVABLE));
    CALL("one that has a guard", machport_guard_set(port, GUARD + 1, 0));
    CALL("", machport_attr_get(port, MACHPORT_ATTR_QUEUE_LIMIT, &value));
    CALL("", machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 9));
    (void)machport_receive_right_release(port, GUARD);
}

static void notifications(void)
{
    const machport_receive_t port = new_pair("port"), told = new_receive("told"), gone = new_receive("gone");
    machport_send_once_t previous, notify = new_send_once("notify", told);
    CALL("", machport_notify_dead_name(port, notify, &previous));
    CALL("", machport_notify_cancel(port, MACHPORT_NOTIFY_DEAD_NAME, &previous));
    (void)machport_send_once_right_release(previous);
    notify = new_send_once("notify", told);
    CALL("", machport_notify_send_possible(port, notify, &previous));
    notify = new_send_once("notify", told);
    CALL("", machport_notify_no_senders(port, 3, notify, &previous));
    notify = new_send_once("notify", told);
    CALL("", machport_notify_port_destroyed(port, notify));
    (void)machport_notify_dead_name(port, new_send_once("notify", gone), &previous);
    (void)machport_receive_right_release(gone, 0);
    notify = new_send_once("notify", told);
    CALL("a request whose notify right died", machport_notify_dead_name(port, notify, &previous));
    notify = new_send_once("notify", told);
    CALL("no notify right", machport_notify_no_senders(told, 0, MACHPORT_NULL, &previous));
    CALL("a send-once right", machport_notify_no_senders(notify, 0, notify, &previous));
    (void)machport_receive_right_release(told, 0);
    (void)machport_pair_release(port, port, 0);
}

static void special_ports(void)
{
    machport_send_t port;
    CALL("", machport_task_self(&port));
    CALL("", machport_host_self(&port));
    (void)machport_send_right_release(port);
    CALL("", machport_thread_self(&port));
    (void)machport_send_right_release(port);
    CALL("the task's name", machport_special_port(MACHPORT_SPECIAL_NAME, &port));
    (void)machport_send_right_release(port);
}

int main(void)
{
    machport_send_t self;
    (void)machport_task_self(&self);
    called("self", self);
    library();
    names();
    receive_rights();
    send_rights();
    releases();
    port_sets();
    attributes();
    notifications();
    special_ports();
    call_messages();
    return 0;
}
