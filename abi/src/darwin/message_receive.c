/* Receiving above <mach/mach.h>. Port descriptors are rights; what other descriptors bring is released.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The Mach leaves a message that is larger than the buffer, and tells how large it is; a smaller one it takes. So the
   buffer is no larger than a message of which both parts fit: one that were all bytes, and one that were all rights. */
#include "mach_ops.h"
#include <mach/mach.h>
#include <stdlib.h>
#include <string.h>

#define HEADER sizeof(mach_msg_header_t)
#define BODY (HEADER + sizeof(mach_msg_body_t))
/* No descriptor is smaller than this one. */
#define DESCRIPTOR sizeof(mach_msg_port_descriptor_t)
#define TRAILER sizeof(mach_msg_audit_trailer_t)
/* Sizes are 32 bits wide, and no Mach carries as much. */
#define LARGEST ((size_t)1 << 30)

union small {
    mach_msg_header_t header;
    char room[1024];
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The most rights that a message of a size can hold. */
static size_t most_rights(size_t size)
{
    return size < BODY ? 0 : (size - BODY) / DESCRIPTOR;
}

/* The largest message that is sure to fit. */
static size_t limit(size_t capacity, size_t rights_capacity)
{
    const size_t bytes = HEADER + (smaller(capacity, LARGEST) & ~(size_t)3);
    const size_t rights = BODY + (smaller(rights_capacity, LARGEST / DESCRIPTOR) + 1) * DESCRIPTOR - sizeof(natural_t);
    return smaller(bytes, rights);
}

static void release(machport_name_t name, uint32_t disposition)
{
    if (!MACH_PORT_VALID(name))
        return;
    if (disposition == MACH_MSG_TYPE_MOVE_RECEIVE)
        (void)machport_op_receive_destroy(name, 0, 0);
    else
        (void)machport_op_deallocate(name);
}

/* Whatever the descriptor says of it: it is ours, since nobody else was told where it is. */
static void release_memory(const void *address, size_t size)
{
    if (size != 0)
        (void)vm_deallocate(mach_task_self(), (vm_address_t)address, size);
}

/* Reads one descriptor: a right, or something to release and count. Answers where the next one is. */
static const char *read_descriptor(const char *at, machport_right_t *rights, machport_received_t *received)
{
    mach_msg_type_descriptor_t type;
    mach_msg_port_descriptor_t port;
    mach_msg_ool_descriptor_t memory;
    mach_msg_ool_ports_descriptor_t ports;
    memcpy(&type, at, sizeof type);
    switch (type.type) {
    case MACH_MSG_PORT_DESCRIPTOR:
        memcpy(&port, at, sizeof port);
        rights[received->count++] = (machport_right_t){.name = port.name, .disposition = port.disposition};
        return at + sizeof port;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        memcpy(&ports, at, sizeof ports);
        for (size_t i = 0; i < ports.count; i++)
            release(((const mach_port_t *)ports.address)[i], ports.disposition);
        release_memory(ports.address, ports.count * sizeof(mach_port_t));
        received->dropped++;
        return at + sizeof ports;
    case MACH_MSG_OOL_DESCRIPTOR:
    case MACH_MSG_OOL_VOLATILE_DESCRIPTOR:
        memcpy(&memory, at, sizeof memory);
        release_memory(memory.address, memory.size);
        received->dropped++;
        return at + sizeof memory;
    default: /* a guarded right, which the Mach has destroyed, for nobody asked for it */
        received->dropped++;
        return at + sizeof(mach_msg_guarded_port_descriptor_t);
    }
}

static void read_trailer(const char *at, machport_received_t *received)
{
    mach_msg_audit_trailer_t trailer;
    memcpy(&trailer, at, sizeof trailer);
    received->sequence = trailer.msgh_seqno;
    const audit_token_t nobody = {{0}};
    const int kernel = trailer.msgh_sender.val[0] == 0 && trailer.msgh_sender.val[1] == 1 &&
                       memcmp(&trailer.msgh_audit, &nobody, sizeof nobody) == 0;
    received->origin = kernel ? MACHPORT_ORIGIN_KERNEL : MACHPORT_ORIGIN_TASK;
}

static void read_message(const mach_msg_header_t *header, void *bytes, machport_right_t *rights, machport_received_t *received)
{
    const char *at = (const char *)(header + 1), *end = (const char *)header + header->msgh_size;
    received->id = header->msgh_id;
    received->from = header->msgh_local_port;
    received->via = MACH_MSGH_BITS_LOCAL(header->msgh_bits);
    received->reply =
        (machport_right_t){.name = header->msgh_remote_port, .disposition = MACH_MSGH_BITS_REMOTE(header->msgh_bits)};
    if (header->msgh_bits & MACH_MSGH_BITS_COMPLEX) {
        mach_msg_body_t body;
        memcpy(&body, at, sizeof body);
        at += sizeof body;
        for (mach_msg_size_t i = 0; i < body.msgh_descriptor_count; i++)
            at = read_descriptor(at, rights, received);
    }
    received->size = (uint64_t)(end - at);
    if (end != at)
        memcpy(bytes, at, (size_t)(end - at));
    read_trailer(end, received);
}

machport_status_t machport_op_receive(machport_name_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                      size_t rights_capacity, uint32_t timeout_ms, machport_received_t *received)
{
    union small small;
    mach_msg_header_t *header = &small.header;
    *received = (machport_received_t){.struct_size = received->struct_size};
    const size_t size = limit(capacity, rights_capacity) + TRAILER;
    if (size > sizeof small)
        header = malloc(size);
    if (header == NULL)
        return KERN_RESOURCE_SHORTAGE;
    mach_msg_option_t options = MACH_RCV_MSG | MACH_RCV_LARGE | MACH_RCV_INTERRUPT |
                                MACH_RCV_TRAILER_TYPE(MACH_MSG_TRAILER_FORMAT_0) |
                                MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_AUDIT);
    if (timeout_ms != MACHPORT_OP_FOREVER)
        options |= MACH_RCV_TIMEOUT;
    const machport_status_t status =
        mach_msg(header, options, 0, (mach_msg_size_t)size, from, timeout_ms, MACH_PORT_NULL) & ~MACH_MSG_MASK;
    if (status == MACH_MSG_SUCCESS || status == MACH_RCV_BODY_ERROR) {
        read_message(header, bytes, rights, received);
    } else if (status == MACH_RCV_TOO_LARGE) {
        received->size = header->msgh_size - HEADER;
        received->count = most_rights(header->msgh_size);
    }
    if (header != &small.header)
        free(header);
    return status;
}
