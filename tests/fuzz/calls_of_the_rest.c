/* Calls on tasks, memory and services, and messages.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"
#include <mach/mach_vm.h>
#include <mach/task_special_ports.h>
#include <servers/bootstrap.h>

enum { PORTS_MOST = 4, ROOM = 512, MEMORY_MOST = 1 << 20 };

static void enter_any(struct bytes *in)
{
    ground_enter(any_byte(in) % TASKS);
}
static void kill_any(struct bytes *in)
{
    ground_kill(any_byte(in) % TASKS);
}
static void give_any(struct bytes *in)
{
    mach_port_name_t name = any_name(in), given;
    uint32_t disposition = any_disposition(in), task = any_byte(in) % TASKS, mine = ground_task();
    if (mach_embedded_right_give(name, disposition, tasks[task], &given) != KERN_SUCCESS)
        return;
    ground_enter(task);
    ground_keep(given);
    ground_enter(mine);
}
static void limit_names(struct bytes *in)
{
    (void)mach_embedded_limit_names(any_byte(in) % 64);
}
static void own_ports(struct bytes *in)
{
    switch (any_byte(in) % 3) {
    case 0: ground_keep(mach_host_self()); break;
    case 1: ground_keep(mach_thread_self()); break;
    default: ground_keep(mach_reply_port()); break;
    }
}
static void special_port(struct bytes *in)
{
    mach_port_name_t task = any_space(in), port = any_name(in);
    int which = any_byte(in) % 8;
    if (any_byte(in) % 2)
        (void)task_set_special_port(task, which, port);
    else if (task_get_special_port(task, which, &port) == KERN_SUCCESS)
        ground_keep(port);
}
static void service(struct bytes *in)
{
    char name[sizeof(name_t)] = {(char)('a' + any_byte(in) % 4)};
    mach_port_name_t server = any_byte(in) < ESCAPE ? bootstrap_port : any_name(in), port = any_name(in);
    if (any_byte(in) % 16 == 0)
        memset(name, 'a', sizeof name - 1);
    switch (any_byte(in) % 3) {
    case 0: (void)bootstrap_register(server, name, port); return;
    case 1:
        if (bootstrap_check_in(server, name, &port) == KERN_SUCCESS)
            ground_keep(port);
        return;
    default:
        if (bootstrap_look_up(server, name, &port) == KERN_SUCCESS)
            ground_keep(port);
    }
}

/* A size that stays in the pages, or is more than there is of anything. */
static vm_size_t any_size(struct bytes *in, vm_address_t address)
{
    uint32_t number = any_u32(in);
    return number == ESCAPE ? SIZE_MAX - any_byte(in) : number * 64 % (memory_behind(address) + 1);
}
static vm_address_t any_address(struct bytes *in)
{
    uint16_t number;
    bytes_copy(in, &number, sizeof number);
    return memory_address(number);
}
static void change_memory(struct bytes *in)
{
    mach_port_name_t task = any_space(in);
    vm_address_t address = any_address(in);
    vm_size_t size = any_size(in, address);
    switch (any_byte(in) % 3) {
    case 0: (void)mach_vm_deallocate(task, address, size); break;
    case 1: (void)mach_vm_protect(task, address, size, any_byte(in) % 2, any_i32(in)); break;
    default: {
        mach_vm_address_t at = address;
        int flags = any_i32(in) & ~VM_FLAGS_ANYWHERE;
        (void)mach_vm_allocate(task, &at, size, flags);
    }
    }
}
static void allocate_memory(struct bytes *in)
{
    mach_port_name_t task = any_space(in);
    vm_address_t at = 0;
    vm_size_t size = (vm_size_t)any_number(in) % MEMORY_MOST;
    if (vm_allocate(task, &at, size, VM_FLAGS_ANYWHERE) == KERN_SUCCESS)
        memory_receive((void *)at, size);
}
static void copy_memory(struct bytes *in)
{
    mach_port_name_t task = any_space(in);
    vm_address_t from = any_address(in), to = any_address(in);
    vm_size_t size = any_size(in, from);
    mach_vm_size_t got;
    vm_offset_t data;
    mach_msg_type_number_t count;
    switch (any_byte(in) % 4) {
    case 0: (void)mach_vm_copy(task, from, size, to); break;
    case 1: (void)mach_vm_read_overwrite(task, from, size, to, &got); break;
    case 2: (void)mach_vm_write(task, to, from, (mach_msg_type_number_t)size); break;
    default:
        if (mach_vm_read(task, from, size, &data, &count) == KERN_SUCCESS)
            memory_receive((void *)data, count);
    }
}

/* Rights and the size of some memory; `message_fuzz.c` has the bytes of all other messages. */
static void send(struct bytes *in)
{
    struct {
        mach_msg_header_t header;
        mach_msg_body_t body;
        mach_msg_port_descriptor_t ports[PORTS_MOST];
        mach_msg_ool_descriptor_t memory;
    } message = {.body = {any_byte(in) % PORTS_MOST}};
    const uint32_t ports = message.body.msgh_descriptor_count;
    const uint8_t how = any_byte(in);
    machport_right_t to, reply = {0};
    any_right(in, &to);
    if (how & 1)
        any_right(in, &reply);
    message.header.msgh_remote_port = to.name;
    message.header.msgh_local_port = reply.name;
    message.header.msgh_bits = MACH_MSGH_BITS_COMPLEX | MACH_MSGH_BITS_SET_PORTS(to.disposition, reply.disposition, 0);
    for (uint32_t i = 0; i < ports; i++) {
        machport_right_t right;
        any_right(in, &right);
        message.ports[i] = (mach_msg_port_descriptor_t){
            .name = right.name, .disposition = (uint8_t)right.disposition, .type = MACH_MSG_PORT_DESCRIPTOR};
    }
    mach_msg_size_t size =
        (mach_msg_size_t)(offsetof(mach_msg_base_t, body) + sizeof message.body + ports * sizeof *message.ports);
    if (how & 2) {
        mach_msg_ool_descriptor_t memory = {.address = (void *)any_address(in), .type = MACH_MSG_OOL_DESCRIPTOR};
        memory.size = any_u32(in) * 16;
        memory.copy = how >> 4 & 1;
        memory.deallocate = how >> 5 & 1;
        memcpy((char *)&message + size, &memory, sizeof memory);
        size += (mach_msg_size_t)sizeof memory;
        message.body.msgh_descriptor_count++;
    }
    mach_msg_return_t status = mach_msg(&message.header, MACH_SEND_MSG | MACH_SEND_TIMEOUT | (how & 4 ? MACH_SEND_NOTIFY : 0),
                                        size, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
    if (status != MACH_MSG_SUCCESS && message.header.msgh_size != 0)
        received_settle(&message.header, size, how & 8);
}
static void receive(struct bytes *in)
{
    union {
        mach_msg_header_t header;
        char room[ROOM];
    } buffer;
    const mach_msg_option_t option = MACH_RCV_MSG | MACH_RCV_TIMEOUT | (any_byte(in) % 8 ? 0 : MACH_RCV_LARGE) |
                                     (any_byte(in) % 2 ? MACH_RCV_GUARDED_DESC : 0);
    const mach_msg_size_t size = any_byte(in) % 4 ? sizeof buffer : any_byte(in);
    mach_msg_return_t status = mach_msg(&buffer.header, option, 0, size, any_name(in), 0, MACH_PORT_NULL);
    if (status == MACH_MSG_SUCCESS || (status & ~MACH_MSG_MASK) == MACH_RCV_BODY_ERROR)
        received_settle(&buffer.header, size, any_byte(in) % 2);
}

static uint8_t answer;
/* Keeps what came, or leaves it to the server to destroy; answers as the input says. */
static boolean_t serve_one(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    mig_reply_error_t *error = (mig_reply_error_t *)reply;
    error->Head.msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_REMOTE(request->msgh_bits), 0);
    error->Head.msgh_remote_port = request->msgh_remote_port;
    error->Head.msgh_size = sizeof *error;
    error->RetCode = answer & 1 ? KERN_SUCCESS : answer & 2 ? MIG_NO_REPLY : MIG_BAD_ID;
    received_look(request, request->msgh_size, (answer & 3) != 0);
    return TRUE;
}
static void serve(struct bytes *in)
{
    answer = any_byte(in);
    (void)mach_msg_server_once(serve_one, any_byte(in) * 4u, any_name(in), MACH_RCV_TIMEOUT | (answer & 8 ? MACH_RCV_LARGE : 0));
    received_give_back();
}

static call_function *const functions[] = {
    enter_any,     kill_any,        give_any,    limit_names, own_ports, special_port, service,
    change_memory, allocate_memory, copy_memory, send,        receive,   serve,
};
const struct calls calls_of_the_rest = {functions, sizeof functions / sizeof *functions};
