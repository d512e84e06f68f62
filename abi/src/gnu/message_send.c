/* Sending on GNU Mach: a header, a typed value for each right, then the bytes as one value more.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "traps.h"
#include <stdlib.h>
#include <string.h>

/* The kernel counts in hundredths of a second, and its product of milliseconds and these has 32 bits. */
const uint32_t machport_op_longest_ms = UINT32_MAX / 100 - 10;

/* More than the kernel has room for, and far from what a size of 32 bits overflows at. */
#define MOST_BYTES ((size_t)1 << 30)
#define MOST_RIGHTS ((size_t)1 << 24)
#define MOST_UREFS 65534

/* Each right has a descriptor of its own, so its place is known when the message comes back. */
struct right {
    machport_gnu_word_t descriptor;
    machport_gnu_word_t name;
};

struct wire {
    struct machport_gnu_header header;
    struct right rights[];
};

/* Most messages are small: they need no memory but the stack. */
union small {
    struct wire wire;
    char room[1024];
};

static size_t words_for(size_t size)
{
    return (size + sizeof(machport_gnu_word_t) - 1) / sizeof(machport_gnu_word_t);
}

static uint32_t disposition_of(const machport_right_t *right)
{
    return right->name == MACHPORT_NULL ? 0 : right->disposition;
}

/* Writes the message, and answers its size. */
static uint32_t build(struct wire *wire, const struct machport_op_message *message)
{
    wire->header = (struct machport_gnu_header){
        .bits = message->to.disposition | disposition_of(&message->reply) << 8,
        .remote = message->to.name,
        .local = message->reply.name,
        .id = message->id,
    };
    if (message->count != 0)
        wire->header.bits |= MACHPORT_GNU_COMPLEX;
    for (size_t i = 0; i < message->count; i++) {
        (void)machport_gnu_describe(&wire->rights[i].descriptor, message->rights[i].disposition, MACHPORT_GNU_RIGHT_BITS, 1);
        wire->rights[i].name = message->rights[i].name;
    }
    machport_gnu_word_t *at = &wire->rights[message->count].descriptor;
    if (message->size != 0) {
        at += machport_gnu_describe(at, MACHPORT_GNU_BYTE, 8, (uint32_t)message->size);
        const size_t words = words_for(message->size);
        at[words - 1] = 0; /* nothing of this task's goes with what fills the last word */
        memcpy(at, message->bytes, message->size);
        at += words;
    }
    return (uint32_t)((char *)at - (char *)wire);
}

/* The name of what came back, or MACHPORT_NULL. Where a name has as many send user references as the kernel counts, it
   swallows one more, and nothing tells that from the last one that had room: rather one too many than one too few. */
static machport_name_t returned(machport_gnu_word_t name, uint32_t disposition)
{
    uint32_t urefs;
    if (disposition == MACHPORT_MOVE_SEND && name != MACHPORT_NULL && (machport_name_t)name != MACHPORT_DEAD &&
        machport_op_get_refs((machport_name_t)name, MACHPORT_KIND_SEND, &urefs) == MACHPORT_KERN_SUCCESS && urefs >= MOST_UREFS)
        return MACHPORT_NULL;
    return (machport_name_t)name;
}

static void read_back(const struct wire *wire, struct machport_op_message *message)
{
    struct machport_gnu_descriptor descriptor;
    message->to.disposition = wire->header.bits & 0xff;
    message->to.name = returned(wire->header.remote, message->to.disposition);
    message->reply.disposition = wire->header.bits >> 8 & 0xff;
    message->reply.name = returned(wire->header.local, message->reply.disposition);
    for (size_t i = 0; i < message->count; i++) {
        (void)machport_gnu_descriptor_read(&wire->rights[i].descriptor, &descriptor);
        message->rights[i].disposition = descriptor.type;
        message->rights[i].name = returned(wire->rights[i].name, descriptor.type);
    }
}

static enum machport_op_end end_of(machport_status_t status)
{
    switch (status) {
    case MACHPORT_KERN_SUCCESS: return MACHPORT_OP_SENT;
    case MACHPORT_MACH_SEND_TIMED_OUT:
    case MACHPORT_MACH_SEND_INTERRUPTED: return MACHPORT_OP_CAME_BACK;
    case MACHPORT_MACH_SEND_INVALID_DEST:
    case MACHPORT_MACH_SEND_INVALID_REPLY:
    case MACHPORT_MACH_SEND_NO_BUFFER: return MACHPORT_OP_REFUSED;
    default: return MACHPORT_OP_BROKEN;
    }
}

machport_status_t machport_op_send(struct machport_op_message *message, uint32_t timeout_ms, enum machport_op_end *end)
{
    union small small;
    struct wire *wire = &small.wire;
    *end = MACHPORT_OP_REFUSED;
    if (message->size > MOST_BYTES || message->count > MOST_RIGHTS)
        return MACHPORT_MACH_SEND_TOO_LARGE;
    const size_t room = sizeof *wire + message->count * sizeof wire->rights[0] +
                        (MACHPORT_GNU_DESCRIPTOR_WORDS + words_for(message->size)) * sizeof(machport_gnu_word_t);
    if (room > sizeof small)
        wire = malloc(room);
    if (wire == NULL)
        return MACHPORT_KERN_RESOURCE_SHORTAGE;
    uint32_t options = MACHPORT_GNU_SEND;
    if (timeout_ms != MACHPORT_OP_FOREVER)
        options |= MACHPORT_GNU_SEND_TIMEOUT;
    const uint32_t size = build(wire, message);
    const machport_status_t status =
        machport_gnu_trap_msg(&wire->header, options, size, 0, MACHPORT_NULL, timeout_ms, MACHPORT_NULL) & ~MACHPORT_GNU_NO_ROOM;
    *end = end_of(status);
    if (*end == MACHPORT_OP_CAME_BACK)
        read_back(wire, message);
    if (wire != &small.wire)
        free(wire);
    return status;
}
