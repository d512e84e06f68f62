/* Messages to the kernel and their replies, built by hand: what MIG would generate for the few calls that the library makes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "rpc.h"
#include "mach_ops.h"
#include "reply_port.h"
#include "traps.h"

#define WIRE_SIZE ((uint32_t)offsetof(struct machport_gnu_rpc, position))

void machport_gnu_rpc_begin(struct machport_gnu_rpc *rpc, machport_name_t to, int32_t id)
{
    rpc->header.bits = MACHPORT_COPY_SEND;
    rpc->header.remote = to;
    rpc->header.local = MACHPORT_NULL;
    rpc->header.sequence = 0;
    rpc->header.id = id;
    rpc->position = 0;
}

void machport_gnu_rpc_put(struct machport_gnu_rpc *rpc, uint32_t type, uint32_t bits, uint32_t value)
{
    rpc->position += machport_gnu_describe(&rpc->words[rpc->position], type, bits, 1);
    rpc->words[rpc->position++] = value;
}

void machport_gnu_rpc_put_integer(struct machport_gnu_rpc *rpc, uint32_t value)
{
    machport_gnu_rpc_put(rpc, MACHPORT_GNU_INTEGER_32, 32, value);
}

void machport_gnu_rpc_put_name(struct machport_gnu_rpc *rpc, machport_name_t name)
{
    machport_gnu_rpc_put(rpc, MACHPORT_GNU_PORT_NAME, 32, name);
}

static uint32_t size_of(const struct machport_gnu_rpc *rpc)
{
    return (uint32_t)(offsetof(struct machport_gnu_rpc, words) + rpc->position * sizeof rpc->words[0]);
}

/* A send that is interrupted leaves a message that can be sent as it is, and an interrupted receive one that still comes. */
static machport_status_t exchange(struct machport_gnu_rpc *rpc, machport_name_t reply_port)
{
    uint32_t options = MACHPORT_GNU_SEND | MACHPORT_GNU_RECEIVE;
    for (;;) {
        int32_t status = machport_gnu_trap_msg(&rpc->header, options, rpc->header.size, WIRE_SIZE, reply_port, 0, MACHPORT_NULL);
        if (status == MACHPORT_MACH_RCV_INTERRUPTED)
            options = MACHPORT_GNU_RECEIVE;
        else if (status != MACHPORT_MACH_SEND_INTERRUPTED)
            return machport_gnu_status(status);
    }
}

/* A refused send destroys its reply right, which leaves a notification: the next call must not take it for its reply. */
static void drain(struct machport_gnu_rpc *rpc, machport_name_t reply_port)
{
    const uint32_t options = MACHPORT_GNU_RECEIVE | MACHPORT_GNU_RECEIVE_TIMEOUT;
    while (machport_gnu_trap_msg(&rpc->header, options, 0, WIRE_SIZE, reply_port, 0, MACHPORT_NULL) == MACHPORT_KERN_SUCCESS)
        ;
}

void machport_gnu_rpc_send(struct machport_gnu_rpc *rpc)
{
    rpc->header.size = size_of(rpc);
    machport_gnu_trap_msg(&rpc->header, MACHPORT_GNU_SEND, rpc->header.size, 0, MACHPORT_NULL, 0, MACHPORT_NULL);
}

machport_status_t machport_gnu_rpc_call(struct machport_gnu_rpc *rpc)
{
    const int32_t reply_id = rpc->header.id + 100;
    const machport_name_t reply_port = machport_gnu_reply_port_take();
    if (reply_port == MACHPORT_NULL)
        return MACHPORT_KERN_RESOURCE_SHORTAGE;

    rpc->header.bits |= MACHPORT_MAKE_SEND_ONCE << 8;
    rpc->header.local = reply_port;
    rpc->header.size = size_of(rpc);
    machport_status_t status = exchange(rpc, reply_port);
    if (status != MACHPORT_KERN_SUCCESS)
        drain(rpc, reply_port);
    machport_gnu_reply_port_give(reply_port);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;

    if (rpc->header.id == MACHPORT_GNU_NOTIFY_SEND_ONCE)
        return MACHPORT_MIG_SERVER_DIED;
    if (rpc->header.id != reply_id)
        return MACHPORT_MIG_REPLY_MISMATCH;
    uint32_t result;
    rpc->position = 0;
    status = machport_gnu_rpc_take_integer(rpc, &result);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_status((int32_t)result);
}

static size_t words_left(const struct machport_gnu_rpc *rpc)
{
    const size_t read = size_of(rpc);
    return read < rpc->header.size ? (rpc->header.size - read) / sizeof rpc->words[0] : 0;
}

/* Reads a descriptor, and sees that at least one word follows it. */
static machport_status_t take_descriptor(struct machport_gnu_rpc *rpc, struct machport_gnu_descriptor *descriptor)
{
    if (words_left(rpc) < 2)
        return MACHPORT_MIG_TYPE_ERROR;
    rpc->position += machport_gnu_descriptor_read(&rpc->words[rpc->position], descriptor);
    return words_left(rpc) < 1 ? MACHPORT_MIG_TYPE_ERROR : MACHPORT_KERN_SUCCESS;
}

static machport_status_t take(struct machport_gnu_rpc *rpc, uint32_t type, uint32_t bits, uint32_t *value)
{
    struct machport_gnu_descriptor descriptor;
    machport_status_t status = take_descriptor(rpc, &descriptor);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    if (descriptor.type != type || descriptor.bits != bits || descriptor.count != 1 || !descriptor.in_line)
        return MACHPORT_MIG_TYPE_ERROR;
    *value = (uint32_t)rpc->words[rpc->position++];
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_gnu_rpc_take_integer(struct machport_gnu_rpc *rpc, uint32_t *value)
{
    return take(rpc, MACHPORT_GNU_INTEGER_32, 32, value);
}

machport_status_t machport_gnu_rpc_take_right(struct machport_gnu_rpc *rpc, uint32_t disposition, machport_name_t *name)
{
    return take(rpc, disposition, MACHPORT_GNU_RIGHT_BITS, name);
}

machport_status_t machport_gnu_rpc_take_array(struct machport_gnu_rpc *rpc, struct machport_gnu_array *array)
{
    struct machport_gnu_descriptor descriptor;
    machport_status_t status = take_descriptor(rpc, &descriptor);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    if (descriptor.bits != 32)
        return MACHPORT_MIG_TYPE_ERROR;
    const machport_gnu_word_t *data = &rpc->words[rpc->position];
    const size_t size = descriptor.in_line ? descriptor.count * sizeof array->elements[0] : sizeof *data;
    const size_t words = (size + sizeof *data - 1) / sizeof *data;
    if (words_left(rpc) < words)
        return MACHPORT_MIG_TYPE_ERROR;
    rpc->position += words;
    array->count = descriptor.count;
    array->owned = !descriptor.in_line && descriptor.count > 0;
    array->elements = descriptor.in_line ? (const void *)data : (const void *)*data;
    return MACHPORT_KERN_SUCCESS;
}

void machport_gnu_array_release(const struct machport_gnu_array *array)
{
    if (array->owned)
        machport_gnu_trap_vm_deallocate(machport_op_task_self(), (uintptr_t)array->elements,
                                        array->count * sizeof array->elements[0]);
}
