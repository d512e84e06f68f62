/* The calls on ports, each written down and passed on. A library that comes before libmach: the program calls these.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"

/* All that nearly every call has. */
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

kern_return_t mach_port_allocate(ipc_space_t task, mach_port_right_t right, mach_port_name_t *name)
{
    log_begin("mach_port_allocate");
    log_name(task);
    log_one_of(log_rights, right);
    return end(NEXT(mach_port_allocate)(task, right, name));
}

kern_return_t mach_port_construct(ipc_space_t task, mach_port_options_ptr_t options, mach_port_context_t context,
                                  mach_port_name_t *name)
{
    static const struct log_word flags[] = {{MPO_CONTEXT_AS_GUARD, "CONTEXT_AS_GUARD"},
                                            {MPO_INSERT_SEND_RIGHT, "INSERT_SEND_RIGHT"},
                                            {MPO_STRICT, "STRICT"},
                                            {MPO_IMMOVABLE_RECEIVE, "IMMOVABLE_RECEIVE"},
                                            {0, NULL}};
    log_begin("mach_port_construct");
    log_name(task);
    log_bits(flags, options->flags);
    log_number(context);
    return end(NEXT(mach_port_construct)(task, options, context, name));
}

kern_return_t mach_port_deallocate(ipc_space_t task, mach_port_name_t name)
{
    begin("mach_port_deallocate", task, name);
    return end(NEXT(mach_port_deallocate)(task, name));
}

kern_return_t mach_port_destruct(ipc_space_t task, mach_port_name_t name, mach_port_delta_t delta, mach_port_context_t guard)
{
    begin("mach_port_destruct", task, name);
    log_delta(delta);
    log_number(guard);
    return end(NEXT(mach_port_destruct)(task, name, delta, guard));
}

kern_return_t mach_port_destroy(ipc_space_t task, mach_port_name_t name)
{
    begin("mach_port_destroy", task, name);
    return end(NEXT(mach_port_destroy)(task, name));
}

kern_return_t mach_port_mod_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_delta_t delta)
{
    begin("mach_port_mod_refs", task, name);
    log_one_of(log_rights, right);
    log_delta(delta);
    return end(NEXT(mach_port_mod_refs)(task, name, right, delta));
}

kern_return_t mach_port_insert_right(ipc_space_t task, mach_port_name_t name, mach_port_t right, mach_msg_type_name_t how)
{
    begin("mach_port_insert_right", task, name);
    log_name(right);
    log_one_of(log_dispositions, how);
    return end(NEXT(mach_port_insert_right)(task, name, right, how));
}

kern_return_t mach_port_extract_right(ipc_space_t task, mach_port_name_t name, mach_msg_type_name_t how, mach_port_t *right,
                                      mach_msg_type_name_t *type)
{
    begin("mach_port_extract_right", task, name);
    log_one_of(log_dispositions, how);
    return end(NEXT(mach_port_extract_right)(task, name, how, right, type));
}

kern_return_t mach_port_type(ipc_space_t task, mach_port_name_t name, mach_port_type_t *type)
{
    begin("mach_port_type", task, name);
    return end(NEXT(mach_port_type)(task, name, type));
}

kern_return_t mach_port_get_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_urefs_t *refs)
{
    begin("mach_port_get_refs", task, name);
    log_one_of(log_rights, right);
    return end(NEXT(mach_port_get_refs)(task, name, right, refs));
}

kern_return_t mach_port_names(ipc_space_t task, mach_port_name_array_t *names, mach_msg_type_number_t *names_count,
                              mach_port_type_array_t *types, mach_msg_type_number_t *types_count)
{
    log_begin("mach_port_names");
    log_name(task);
    return end(NEXT(mach_port_names)(task, names, names_count, types, types_count));
}

kern_return_t mach_port_insert_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t set)
{
    begin("mach_port_insert_member", task, name);
    log_name(set);
    return end(NEXT(mach_port_insert_member)(task, name, set));
}

kern_return_t mach_port_extract_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t set)
{
    begin("mach_port_extract_member", task, name);
    log_name(set);
    return end(NEXT(mach_port_extract_member)(task, name, set));
}

kern_return_t mach_port_get_set_status(ipc_space_read_t task, mach_port_name_t name, mach_port_name_array_t *members,
                                       mach_msg_type_number_t *count)
{
    begin("mach_port_get_set_status", task, name);
    return end(NEXT(mach_port_get_set_status)(task, name, members, count));
}
