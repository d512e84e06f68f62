/* The calls on what a receive right has: guard, context, attributes, requests.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"

static const struct log_word flavors[] = {
    {MACH_PORT_LIMITS_INFO, "LIMITS_INFO"}, {MACH_PORT_RECEIVE_STATUS, "RECEIVE_STATUS"}, {0, NULL}};

static void begin(const char *call, ipc_space_t task, mach_port_name_t name)
{
    log_begin(call);
    log_name(task);
    log_name(name);
}

static kern_return_t end(kern_return_t status)
{
    log_end();
    return status;
}

kern_return_t mach_port_get_attributes(ipc_space_read_t task, mach_port_name_t name, mach_port_flavor_t flavor,
                                       mach_port_info_t info, mach_msg_type_number_t *words)
{
    begin("mach_port_get_attributes", task, name);
    log_one_of(flavors, (uint64_t)flavor);
    log_number(*words);
    return end(NEXT(mach_port_get_attributes)(task, name, flavor, info, words));
}

kern_return_t mach_port_set_attributes(ipc_space_t task, mach_port_name_t name, mach_port_flavor_t flavor, mach_port_info_t info,
                                       mach_msg_type_number_t words)
{
    begin("mach_port_set_attributes", task, name);
    log_one_of(flavors, (uint64_t)flavor);
    log_number((uint64_t)*info);
    log_number(words);
    return end(NEXT(mach_port_set_attributes)(task, name, flavor, info, words));
}

kern_return_t mach_port_get_context(ipc_space_read_t task, mach_port_name_t name, mach_port_context_t *context)
{
    begin("mach_port_get_context", task, name);
    return end(NEXT(mach_port_get_context)(task, name, context));
}

kern_return_t mach_port_set_context(ipc_space_t task, mach_port_name_t name, mach_port_context_t context)
{
    begin("mach_port_set_context", task, name);
    log_number(context);
    return end(NEXT(mach_port_set_context)(task, name, context));
}

kern_return_t mach_port_guard_with_flags(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard, uint64_t flags)
{
    static const struct log_word words[] = {{MPG_STRICT, "STRICT"}, {MPG_IMMOVABLE_RECEIVE, "IMMOVABLE_RECEIVE"}, {0, NULL}};
    begin("mach_port_guard_with_flags", task, name);
    log_number(guard);
    log_bits(words, flags);
    return end(NEXT(mach_port_guard_with_flags)(task, name, guard, flags));
}

kern_return_t mach_port_unguard(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard)
{
    begin("mach_port_unguard", task, name);
    log_number(guard);
    return end(NEXT(mach_port_unguard)(task, name, guard));
}

kern_return_t mach_port_request_notification(ipc_space_t task, mach_port_name_t name, mach_msg_id_t id, mach_port_mscount_t sync,
                                             mach_port_t notify, mach_msg_type_name_t how, mach_port_t *previous)
{
    begin("mach_port_request_notification", task, name);
    log_one_of(log_notifications, (uint64_t)id);
    log_number(sync);
    log_name(notify);
    log_one_of(log_dispositions, how);
    return end(NEXT(mach_port_request_notification)(task, name, id, sync, notify, how, previous));
}
