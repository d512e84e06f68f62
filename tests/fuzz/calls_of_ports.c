/* The mach_port_* calls.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"

#define SPACE any_space(in)

static void allocate(struct bytes *in)
{
    mach_port_name_t name = MACH_PORT_NULL;
    if (mach_port_allocate(SPACE, any_byte(in) % 8, &name) == KERN_SUCCESS)
        ground_keep(name);
}
static void allocate_name(struct bytes *in)
{
    mach_port_name_t task = SPACE, right = any_byte(in) % 8, name = any_name(in);
    if (mach_port_allocate_name(task, right, name) == KERN_SUCCESS)
        ground_keep(name);
}
static void allocate_full(struct bytes *in)
{
    mach_port_qos_t *qos = any_buffer(in, sizeof *qos);
    mach_port_name_t task = SPACE, right = any_byte(in) % 8, proto = any_name(in), name = any_name(in);
    if ((any_byte(in) % 2 ? mach_port_allocate_full(task, right, proto, qos, &name)
                          : mach_port_allocate_qos(task, right, qos, &name)) == KERN_SUCCESS)
        ground_keep(name);
    free(qos);
}
static void construct(struct bytes *in)
{
    mach_port_options_t *options = any_buffer(in, sizeof *options);
    mach_port_name_t name = MACH_PORT_NULL, task = SPACE;
    if (mach_port_construct(task, options, any_number(in), &name) == KERN_SUCCESS)
        ground_keep(name);
    free(options);
}
static void insert_right(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in), poly = any_name(in);
    if (mach_port_insert_right(task, name, poly, any_disposition(in)) == KERN_SUCCESS)
        ground_keep(name);
}
static void extract_right(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in), got = MACH_PORT_NULL;
    mach_msg_type_name_t type;
    if (mach_port_extract_right(task, name, any_disposition(in), &got, &type) == KERN_SUCCESS)
        ground_keep(got);
}
static void deallocate(struct bytes *in)
{
    mach_port_name_t task = SPACE;
    (void)mach_port_deallocate(task, any_name(in));
}
static void destroy(struct bytes *in)
{
    mach_port_name_t task = SPACE;
    (void)mach_port_destroy(task, any_name(in));
}
static void destruct(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_delta_t delta = any_i32(in);
    (void)mach_port_destruct(task, name, delta, any_number(in));
}
static void mod_refs(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_right_t right = any_byte(in) % 8;
    (void)mach_port_mod_refs(task, name, right, any_i32(in));
}
static void get_refs(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_urefs_t urefs;
    (void)mach_port_get_refs(task, name, any_byte(in) % 8, &urefs);
}
static void type(struct bytes *in)
{
    mach_port_name_t task = SPACE;
    mach_port_type_t types;
    (void)mach_port_type(task, any_name(in), &types);
}
static void names(struct bytes *in)
{
    mach_port_name_t *all = NULL;
    mach_port_type_t *types = NULL;
    mach_msg_type_number_t count = 0, type_count = 0;
    if (mach_port_names(SPACE, &all, &count, &types, &type_count) == KERN_SUCCESS) {
        memory_receive(all, count * sizeof *all);
        memory_receive(types, type_count * sizeof *types);
    }
}
static void change_set(struct bytes *in)
{
    mach_port_name_t task = SPACE, member = any_name(in), set = any_name(in);
    switch (any_byte(in) % 3) {
    case 0: (void)mach_port_insert_member(task, member, set); break;
    case 1: (void)mach_port_extract_member(task, member, set); break;
    default: (void)mach_port_move_member(task, member, set); break;
    }
}
static void get_set_status(struct bytes *in)
{
    mach_port_name_t task = SPACE, *members = NULL;
    mach_msg_type_number_t count = 0;
    if (mach_port_get_set_status(task, any_name(in), &members, &count) == KERN_SUCCESS)
        memory_receive(members, count * sizeof *members);
}
static void get_attributes(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_flavor_t flavor = any_i32(in);
    mach_msg_type_number_t count = any_byte(in) % 32;
    integer_t *info = any_buffer(in, count * sizeof *info);
    (void)mach_port_get_attributes(task, name, flavor, info, &count);
    free(info);
}
static void set_attributes(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_flavor_t flavor = any_i32(in);
    mach_msg_type_number_t count = any_byte(in) % 32;
    integer_t *info = any_buffer(in, count * sizeof *info);
    (void)mach_port_set_attributes(task, name, flavor, info, count);
    free(info);
}
static void peek(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_msg_trailer_type_t trailer = MACH_RCV_TRAILER_ELEMENTS((uint32_t)any_byte(in) % 6);
    mach_port_seqno_t seqno = any_byte(in) % 4;
    mach_msg_size_t size;
    mach_msg_id_t id;
    mach_msg_type_number_t count = any_byte(in) % 80;
    char *info = any_buffer(in, count);
    (void)mach_port_peek(task, name, trailer, &seqno, &size, &id, info, &count);
    free(info);
}
static void look(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_rights_t rights;
    unsigned total, used;
    mach_port_context_t context;
    (void)mach_port_get_srights(task, name, &rights);
    (void)mach_port_dnrequest_info(task, name, &total, &used);
    (void)mach_port_get_context(task, name, &context);
}
static void set_counts(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    switch (any_byte(in) % 3) {
    case 0: (void)mach_port_set_mscount(task, name, any_u32(in)); break;
    case 1: (void)mach_port_set_seqno(task, name, any_u32(in)); break;
    default: (void)mach_port_set_context(task, name, any_number(in)); break;
    }
}
static void guard(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in);
    mach_port_context_t context = any_number(in);
    switch (any_byte(in) % 4) {
    case 0: (void)mach_port_guard(task, name, context, any_byte(in) % 2); break;
    case 1: (void)mach_port_guard_with_flags(task, name, context, any_number(in)); break;
    case 2: (void)mach_port_unguard(task, name, context); break;
    default: (void)mach_port_swap_guard(task, name, context, any_number(in)); break;
    }
}
static void request_notification(struct bytes *in)
{
    mach_port_name_t task = SPACE, name = any_name(in), previous = MACH_PORT_NULL;
    mach_msg_id_t id = any_byte(in) % 16 + MACH_NOTIFY_FIRST;
    mach_port_mscount_t sync = any_u32(in);
    mach_port_name_t notify = any_name(in);
    if (mach_port_request_notification(task, name, id, sync, notify, any_disposition(in), &previous) == KERN_SUCCESS)
        ground_keep(previous);
}

static call_function *const functions[] = {
    allocate,       allocate_name, allocate_full, construct,  insert_right, extract_right,        deallocate,     destroy,
    destruct,       mod_refs,      get_refs,      type,       names,        change_set,           get_set_status, get_attributes,
    set_attributes, peek,          look,          set_counts, guard,        request_notification,
};
const struct calls calls_of_ports = {functions, sizeof functions / sizeof *functions};
