/* Sending above <mach/mach.h>: a header, a port descriptor for each right, then the bytes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include <mach/mach.h>
#include <stdlib.h>
#include <string.h>

const uint32_t machport_op_longest_ms = MACHPORT_OP_FOREVER - 1;

/* More than any Mach carries, and far from what a size of 32 bits overflows at. */
#define MOST_BYTES ((size_t)1 << 30)
#define MOST_RIGHTS ((size_t)1 << 24)

struct wire {
    mach_msg_header_t header;
    mach_msg_body_t body; /* where there are rights */
    mach_msg_port_descriptor_t rights[];
};

/* Most messages are small: they need no memory but the stack. */
union small {
    struct wire wire;
    char room[1024];
};

static char *bytes_of(struct wire *wire, size_t count)
{
    return count != 0 ? (char *)&wire->rights[count] : (char *)&wire->body;
}

static mach_msg_bits_t disposition_of(const machport_right_t *right)
{
    return right->name == MACHPORT_NULL ? 0 : right->disposition;
}

static void build(struct wire *wire, const struct machport_op_message *message)
{
    /* The size is another argument. Whoever gives the message back writes it here. */
    wire->header = (mach_msg_header_t){
        .msgh_bits = MACH_MSGH_BITS(message->to.disposition, disposition_of(&message->reply)),
        .msgh_remote_port = message->to.name,
        .msgh_local_port = message->reply.name,
        .msgh_id = message->id,
    };
    if (message->count != 0) {
        wire->header.msgh_bits |= MACH_MSGH_BITS_COMPLEX;
        wire->body.msgh_descriptor_count = (mach_msg_size_t)message->count;
    }
    for (size_t i = 0; i < message->count; i++) {
        wire->rights[i] = (mach_msg_port_descriptor_t){
            .name = message->rights[i].name,
            .disposition = message->rights[i].disposition & 0xff,
            .type = MACH_MSG_PORT_DESCRIPTOR,
        };
    }
    if (message->size != 0)
        memcpy(bytes_of(wire, message->count), message->bytes, message->size);
}

static void read_back(const struct wire *wire, struct machport_op_message *message)
{
    message->to.name = wire->header.msgh_remote_port;
    message->to.disposition = MACH_MSGH_BITS_REMOTE(wire->header.msgh_bits);
    message->reply.name = wire->header.msgh_local_port;
    message->reply.disposition = MACH_MSGH_BITS_LOCAL(wire->header.msgh_bits);
    for (size_t i = 0; i < message->count; i++) {
        message->rights[i].name = wire->rights[i].name;
        message->rights[i].disposition = wire->rights[i].disposition;
    }
}

static enum machport_op_end end_of(machport_status_t status, const struct wire *wire)
{
    if (status == MACH_MSG_SUCCESS)
        return MACHPORT_OP_SENT;
    if (wire->header.msgh_size != 0)
        return MACHPORT_OP_CAME_BACK;
    switch (status) {
    case MACH_SEND_INVALID_DATA:
    case MACH_SEND_INVALID_DEST:
    case MACH_SEND_MSG_TOO_SMALL:
    case MACH_SEND_INVALID_REPLY:
    case MACH_SEND_NO_BUFFER:
    case MACH_SEND_TOO_LARGE:
    case MACH_SEND_INVALID_TYPE:
    case MACH_SEND_INVALID_HEADER: return MACHPORT_OP_REFUSED;
    default: return MACHPORT_OP_BROKEN;
    }
}

machport_status_t machport_op_send(struct machport_op_message *message, uint32_t timeout_ms, enum machport_op_end *end)
{
    union small small;
    struct wire *wire = &small.wire;
    *end = MACHPORT_OP_REFUSED;
    if (message->size > MOST_BYTES || message->count > MOST_RIGHTS)
        return MACH_SEND_TOO_LARGE;
    const size_t size = (size_t)(bytes_of(wire, 0) - (char *)wire) +
                        (message->count != 0 ? sizeof wire->body + message->count * sizeof wire->rights[0] : 0) + message->size;
    if (size > sizeof small)
        wire = malloc(size);
    if (wire == NULL)
        return KERN_RESOURCE_SHORTAGE;
    build(wire, message);
    mach_msg_option_t options = MACH_SEND_MSG | MACH_SEND_INTERRUPT;
    if (timeout_ms != MACHPORT_OP_FOREVER)
        options |= MACH_SEND_TIMEOUT;
    const machport_status_t status =
        mach_msg(&wire->header, options, (mach_msg_size_t)size, 0, MACH_PORT_NULL, timeout_ms, MACH_PORT_NULL) & ~MACH_MSG_MASK;
    *end = end_of(status, wire);
    if (*end == MACHPORT_OP_CAME_BACK)
        read_back(wire, message);
    if (wire != &small.wire)
        free(wire);
    return status;
}
