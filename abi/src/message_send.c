/* Messages are sent: to a send right, which is borrowed, or to a send-once right, which goes with the message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cargo.h"

/* What both calls refuse before they look at a right. */
static machport_status_t check(size_t size, uint32_t flags)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return size % 4 != 0 || flags != 0 ? MACHPORT_KERN_INVALID_ARGUMENT : MACHPORT_KERN_SUCCESS;
}

/* One right cannot be two: each has its own outcome. */
static int is_among(const machport_right_t *right, const machport_right_t *rights, size_t count)
{
    return count != 0 && (uintptr_t)right >= (uintptr_t)rights && (uintptr_t)right < (uintptr_t)(rights + count);
}

static int has_pointers(const void *bytes, size_t size, const machport_right_t *rights, size_t count)
{
    return (bytes || size == 0) && (rights || count == 0);
}

/* The destination came back as one unit more than the caller's. */
static void drop(machport_right_t to, enum machport_op_end end)
{
    if (end == MACHPORT_OP_CAME_BACK && !machport_is_value(to.name))
        (void)machport_op_deallocate(to.name);
}

static machport_status_t attempt(struct machport_cargo *cargo, struct machport_op_message message, uint32_t timeout_ms)
{
    enum machport_op_end end;
    MACHPORT_RETURN_NOT_OK(machport_verdict(message.to.name, MACHPORT_KIND_SEND));
    MACHPORT_RETURN_NOT_OK(machport_cargo_load(cargo));
    message.reply = cargo->wire[0];
    message.rights = &cargo->wire[1];
    const machport_name_t to = message.to.name;
    const machport_status_t status = machport_op_send(&message, timeout_ms, &end);
    cargo->wire[0].name = message.reply.name;
    cargo->wire[0].disposition = message.reply.disposition;
    drop(message.to, end);
    machport_cargo_settle(cargo, end);
    return status == MACHPORT_MACH_SEND_INVALID_DEST ? machport_refusal(to, MACHPORT_KIND_SEND, status) : status;
}

machport_status_t machport_message_send(machport_send_t to, int32_t id, const void *bytes, size_t size, machport_right_t *reply,
                                        machport_right_t *rights, size_t count, uint32_t flags, uint64_t timeout_ns)
{
    struct machport_cargo cargo;
    MACHPORT_RETURN_IF(!has_pointers(bytes, size, rights, count) || is_among(reply, rights, count), MACHPORT_E_POINTER);
    const struct machport_op_message message = {
        .to = {.name = to, .disposition = MACHPORT_COPY_SEND}, .id = id, .size = size, .bytes = bytes, .count = count};
    machport_status_t status = machport_cargo_begin(&cargo, reply, rights, count);
    if (status == MACHPORT_KERN_SUCCESS)
        status = check(size, flags);
    /* What came back is sent again: by then the rights say what the caller has. */
    if (status == MACHPORT_KERN_SUCCESS) {
        do
            status = attempt(&cargo, message, machport_timeout_slice(&timeout_ns));
        while (status == MACHPORT_MACH_SEND_TIMED_OUT && timeout_ns != 0);
    }
    machport_cargo_end(&cargo);
    return status;
}

static machport_status_t send_once(struct machport_cargo *cargo, struct machport_op_message *message)
{
    enum machport_op_end end;
    MACHPORT_RETURN_IF(cargo->header->disposition != MACHPORT_MOVE_SEND_ONCE, MACHPORT_KERN_INVALID_VALUE);
    const machport_name_t to = cargo->header->name;
    MACHPORT_RETURN_NOT_OK(machport_verdict(to, MACHPORT_KIND_SEND_ONCE));
    MACHPORT_RETURN_NOT_OK(machport_cargo_load(cargo));
    message->to = cargo->wire[0];
    message->rights = &cargo->wire[1];
    MACHPORT_RETURN_IF(machport_is_value(message->to.name), MACHPORT_E_DEAD); /* it has died since */
    const machport_status_t status = machport_op_send(message, MACHPORT_OP_FOREVER, &end);
    cargo->wire[0].name = message->to.name;
    cargo->wire[0].disposition = message->to.disposition;
    machport_cargo_settle(cargo, end);
    return status == MACHPORT_MACH_SEND_INVALID_DEST ? machport_refusal(to, MACHPORT_KIND_SEND_ONCE, status) : status;
}

machport_status_t machport_message_send_once(machport_right_t *to, int32_t id, const void *bytes, size_t size,
                                             machport_right_t *rights, size_t count, uint32_t flags)
{
    struct machport_cargo cargo;
    MACHPORT_RETURN_IF(!to || !has_pointers(bytes, size, rights, count) || is_among(to, rights, count), MACHPORT_E_POINTER);
    struct machport_op_message message = {.id = id, .size = size, .bytes = bytes, .count = count};
    machport_status_t status = machport_cargo_begin(&cargo, to, rights, count);
    if (status == MACHPORT_KERN_SUCCESS)
        status = check(size, flags);
    if (status == MACHPORT_KERN_SUCCESS)
        status = send_once(&cargo, &message);
    machport_cargo_end(&cargo);
    return status;
}
