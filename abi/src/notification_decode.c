/* Received messages are read as notifications. Anybody who can send to the port can send bytes that look like one, so
   nothing is handed over but what the kernel sent.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"
#include "sized.h"

/* What 1.0 had of each. */
#define FIRST_MESSAGE_SIZE (offsetof(machport_received_t, count) + sizeof(uint64_t))
#define FIRST_SIZE (offsetof(machport_notification_t, trusted) + sizeof(uint32_t))

/* A notification without a right is bytes alone. */
static machport_status_t number(const void *bytes, size_t size, size_t count, uint32_t *value)
{
    MACHPORT_RETURN_IF(count != 0, MACHPORT_KERN_INVALID_VALUE);
    return machport_op_notification_number(bytes, size, value);
}

static machport_status_t port_destroyed(machport_right_t *rights, size_t size, size_t count, machport_notification_t *said)
{
    MACHPORT_RETURN_IF(size != 0 || count != 1 || rights->disposition != MACHPORT_MOVE_RECEIVE, MACHPORT_KERN_INVALID_VALUE);
    said->name = rights->name;
    if (!said->trusted || machport_is_value(rights->name))
        return MACHPORT_KERN_SUCCESS;
    said->kind = MACHPORT_KIND_RECEIVE;
    rights->name = MACHPORT_NULL;
    rights->outcome = MACHPORT_OUTCOME_MOVED;
    return MACHPORT_KERN_SUCCESS;
}

static machport_status_t decode(const void *bytes, size_t size, machport_right_t *rights, size_t count,
                                machport_notification_t *said)
{
    switch (said->id) {
    case MACHPORT_NOTIFY_PORT_DELETED:
    case MACHPORT_NOTIFY_SEND_POSSIBLE: return number(bytes, size, count, &said->name);
    case MACHPORT_NOTIFY_DEAD_NAME:
        MACHPORT_RETURN_NOT_OK(number(bytes, size, count, &said->name));
        if (said->trusted && !machport_is_value(said->name))
            said->kind = MACHPORT_KIND_DEAD_NAME;
        return MACHPORT_KERN_SUCCESS;
    case MACHPORT_NOTIFY_NO_SENDERS: return number(bytes, size, count, &said->count);
    case MACHPORT_NOTIFY_PORT_DESTROYED: return port_destroyed(rights, size, count, said);
    case MACHPORT_NOTIFY_SEND_ONCE: return size == 0 && count == 0 ? MACHPORT_KERN_SUCCESS : MACHPORT_KERN_INVALID_VALUE;
    default: return MACHPORT_KERN_INVALID_VALUE;
    }
}

machport_status_t machport_notification_decode(const machport_received_t *message, const void *bytes, size_t size,
                                               machport_right_t *rights, size_t count, machport_notification_t *notification)
{
    MACHPORT_RETURN_IF(!message || !notification || (size && !bytes) || (count && !rights), MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(message->struct_size < FIRST_MESSAGE_SIZE || notification->struct_size < FIRST_SIZE,
                       MACHPORT_KERN_INVALID_ARGUMENT);
    const machport_notification_t nothing = {.kind = MACHPORT_KIND_ANY};
    machport_notification_t said = nothing;
    machport_status_t status = MACHPORT_E_FORKED;
    if (!machport_is_forked()) {
        said.id = message->id;
        said.trusted = message->origin == MACHPORT_ORIGIN_KERNEL;
        status = decode(bytes, size, rights, count, &said);
    }
    const machport_notification_t *result = status == MACHPORT_KERN_SUCCESS ? &said : &nothing;
    machport_sized_write(notification, notification->struct_size, result, sizeof *result);
    return status;
}
