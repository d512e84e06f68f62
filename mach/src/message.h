/* A message, from its sender's buffer to its receiver's: its header, what its descriptors carry, and its bytes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_MESSAGE_H
#define EMBEDDED_MESSAGE_H
#include "message_memory.h"
#include "right.h"
#include <stdlib.h>
#include <string.h>

/* The largest that may be sent. */
#define MESSAGE_MOST ((UINT32_C(48) << 20) - 68)

/* What one descriptor carries. */
struct carried {
    uint8_t type;        /* MACH_MSG_PORT_DESCRIPTOR or one of its sisters */
    uint8_t disposition; /* of its rights, as they arrive: MACH_MSG_TYPE_PORT_* */
    uint8_t copy;
    uint8_t guard_flags;
    uint32_t count; /* of the rights, or of the bytes */
    union {
        struct port *port;   /* as a right's: counted as the disposition says; NULL, or &port_dead */
        struct port **ports; /* owned, as are the rights */
        void *memory;        /* owned: pages that the receiver gets */
        mach_port_name_t
            name; /* in place of the port, once the right is in the receiver's space; and names in place of the ports */
    };
};

struct message {
    struct message *next;
    struct right destination; /* the send or send-once right that it was sent to */
    struct right reply;
    uint64_t sender; /* the number of the task that sent it; 0: the kernel */
    uint32_t size;   /* of header, descriptors and bytes in a buffer, as msgh_size */
    mach_msg_id_t id;
    mach_port_name_t voucher; /* a number that is passed on */
    bool complex;
    bool small;          /* it has the memory of a small one */
    bool guarded;        /* it carries guarded ports */
    bool circular;       /* it holds a receive right in whose queue it would end up: nobody could ever receive it */
    uint32_t byte_count; /* after the descriptors */
    uint32_t carried_count;
    struct carried carried[];
};

static inline void *message_bytes(struct message *message)
{
    return message->carried + message->carried_count;
}

/* A message without rights; NULL where memory ran out. */
static inline struct message *message_create(uint32_t carried_count, uint32_t byte_count)
{
    const size_t size = sizeof(struct message) + carried_count * sizeof(struct carried) + byte_count;
    const bool small = size <= MESSAGE_SMALL;
    struct message *message = small ? message_memory_take() : malloc(size);
    if (message == NULL)
        return NULL;
    *message = (struct message){.reply = {MACH_MSG_TYPE_PORT_NONE, NULL},
                                .destination = {MACH_MSG_TYPE_PORT_NONE, NULL},
                                .complex = carried_count != 0,
                                .small = small,
                                .byte_count = byte_count,
                                .carried_count = carried_count};
    return message;
}

/* A message with what a sender's buffer says beside its rights; its bytes are behind its descriptors' end. NULL where memory ran
   out. */
static inline struct message *message_read(const mach_msg_header_t *buffer, mach_msg_size_t size, bool complex,
                                           uint32_t carried_count, uint32_t end, uint64_t sender)
{
    struct message *message = message_create(carried_count, size - end);
    if (message == NULL)
        return NULL;
    message->complex = complex;
    message->sender = sender;
    message->size = size;
    message->id = buffer->msgh_id;
    message->voucher = buffer->msgh_voucher_port;
    memcpy(message_bytes(message), (const char *)buffer + end, message->byte_count);
    return message;
}

/* Without what it carried. */
static inline void message_free(struct message *message)
{
    if (message->small)
        message_memory_give(message);
    else
        free(message);
}

/* How many bytes a descriptor takes in a buffer; 0 where there is no such type. */
static inline uint32_t descriptor_size(uint32_t type)
{
    switch (type) {
    case MACH_MSG_PORT_DESCRIPTOR: return sizeof(mach_msg_port_descriptor_t);
    case MACH_MSG_OOL_DESCRIPTOR:
    case MACH_MSG_OOL_VOLATILE_DESCRIPTOR: return sizeof(mach_msg_ool_descriptor_t);
    case MACH_MSG_OOL_PORTS_DESCRIPTOR: return sizeof(mach_msg_ool_ports_descriptor_t);
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR: return sizeof(mach_msg_guarded_port_descriptor_t);
    default: return 0;
    }
}

/* These need that no lock is held, and pay what they owe. */

/* Destroys what a descriptor carries. */
void carried_destroy(struct carried *carried, struct debts *debts);
/* Destroys a message that is in no queue, with its rights. */
void message_destroy(struct message *message, struct debts *debts);
/* The same, of a message whose destination has been told apart. */
void message_destroy_rest(struct message *message, struct debts *debts);

#endif
