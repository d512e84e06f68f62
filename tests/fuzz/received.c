/* What a receiver does with a message: it is as its header and its trailer say, and all that it brought is accounted for.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "ground.h"

enum { PIECES_MOST = 4096, PORTS_MOST = 1024, ROOM = 1 << 16 };

struct piece {
    void *address;
    size_t size;
};

/* Each descriptor has its type at the same place. */
static size_t look_at_descriptor(const char *at, size_t left, bool keep, struct piece *piece)
{
    mach_msg_descriptor_t descriptor;
    *piece = (struct piece){NULL, 0};
    REQUIRE(left >= sizeof descriptor.type, "a descriptor is over the end");
    memcpy(&descriptor.type, at, sizeof descriptor.type);
    size_t size = descriptor.type.type == MACH_MSG_PORT_DESCRIPTOR ? sizeof descriptor.port : sizeof descriptor.out_of_line;
    REQUIRE(left >= size, "a descriptor is over the end");
    memcpy(&descriptor, at, size);
    switch (descriptor.type.type) {
    case MACH_MSG_PORT_DESCRIPTOR:
        if (keep)
            ground_keep(descriptor.port.name);
        break;
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        if (keep)
            ground_keep(descriptor.guarded_port.name);
        break;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        *piece = (struct piece){descriptor.ool_ports.address, descriptor.ool_ports.count * sizeof(mach_port_name_t)};
        for (uint32_t i = 0; keep && i < descriptor.ool_ports.count; i++)
            ground_keep(((const mach_port_name_t *)piece->address)[i]);
        break;
    case MACH_MSG_OOL_DESCRIPTOR:
    case MACH_MSG_OOL_VOLATILE_DESCRIPTOR:
        *piece = (struct piece){descriptor.out_of_line.address, descriptor.out_of_line.size};
        break;
    default: REQUIRE(false, "a descriptor of type %u came", descriptor.type.type);
    }
    return size;
}

/* The memory of the message that is looked at. */
static struct piece pieces[PIECES_MOST];
static uint32_t piece_count;

void received_look(mach_msg_header_t *message, size_t room, bool keep)
{
    const char *at = (const char *)(message + 1);
    mach_msg_body_t body = {0};
    REQUIRE(message->msgh_size >= sizeof *message && message->msgh_size <= room, "%u bytes in %zu", message->msgh_size, room);
    size_t left = message->msgh_size - sizeof *message;
    if (MACH_MSGH_BITS_IS_COMPLEX(message->msgh_bits)) {
        REQUIRE(left >= sizeof body, "no body");
        memcpy(&body, at, sizeof body);
        at += sizeof body;
        left -= sizeof body;
    }
    REQUIRE(body.msgh_descriptor_count <= PIECES_MOST, "%u descriptors", body.msgh_descriptor_count);
    for (piece_count = 0; piece_count < body.msgh_descriptor_count; piece_count++) {
        size_t size = look_at_descriptor(at, left, keep, &pieces[piece_count]);
        at += size;
        left -= size;
    }
    if (keep)
        ground_keep(message->msgh_remote_port);
}

void received_give_back(void)
{
    while (piece_count != 0) {
        piece_count--;
        memory_receive(pieces[piece_count].address, pieces[piece_count].size);
    }
}

void received_settle(mach_msg_header_t *message, size_t room, bool destroy)
{
    received_look(message, room, !destroy);
    if (destroy)
        mach_msg_destroy(message);
    received_give_back();
}

/* Receives what waits in a port of the acting task's. */
static uint32_t drain(mach_port_name_t port)
{
    static char buffer[ROOM];
    mach_msg_header_t *message = (mach_msg_header_t *)buffer;
    for (uint32_t received = 0;; received++) {
        mach_msg_return_t status =
            mach_msg(message, MACH_RCV_MSG | MACH_RCV_TIMEOUT | MACH_RCV_GUARDED_DESC, 0, sizeof buffer, port, 0, MACH_PORT_NULL);
        if (status == MACH_RCV_TIMED_OUT || status == MACH_RCV_INVALID_NAME)
            return received;
        if (status == MACH_MSG_SUCCESS || (status & ~MACH_MSG_MASK) == MACH_RCV_BODY_ERROR)
            received_settle(message, sizeof buffer, true);
    }
}

void received_drain(void)
{
    for (uint32_t received = 1; received != 0;) {
        received = 0;
        for (uint32_t i = 0; i < TASKS; i++) {
            ground_enter(i);
            mach_port_name_t ports[PORTS_MOST];
            for (uint32_t count = ground_receive_rights(ports, PORTS_MOST); count-- > 0;)
                received += drain(ports[count]);
        }
    }
}
