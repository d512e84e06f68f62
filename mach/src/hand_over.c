/* A message that was taken out of its queue comes to its receiver.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "descriptor.h"
#include "header.h"
#include "queue.h"
#include "receiving.h"
#include "visit.h"
#include <string.h>

/* The receiver cannot have it, and nobody is told that there is room: the buffer gets a bare header and as much of the trailer
   as it holds, and the rest of the message is destroyed. */
static mach_msg_return_t hand_over_bare(struct receiving *receiving, mach_msg_return_t status)
{
    struct {
        mach_msg_header_t header;
        mach_msg_max_trailer_t trailer;
    } bare;
    const struct facts facts = {.seqno = receiving->facts.seqno};
    header_write(receiving->message, header_no_reply(receiving->message), receiving->local, &bare.header);
    bare.header.msgh_size = sizeof bare.header;
    uint32_t size = (uint32_t)sizeof bare.header + trailer_write(receiving->option, &facts, &bare.trailer);
    if (receiving->size != 0) /* else there may be no buffer */
        memcpy(receiving->buffer, &bare, size < receiving->size ? size : receiving->size);
    debts_pay(&receiving->debts);
    message_destroy_rest(receiving->message, &receiving->debts);
    return status == MACH_RCV_TOO_LARGE && receiving->size < sizeof bare.header ? MACH_RCV_INVALID_DATA : status;
}

/* The reply right enters the receiver's space. On failure the message still has it. */
static mach_msg_return_t copyout_reply(struct receiving *receiving, struct visit *visit, mach_port_name_t *name)
{
    struct space *space = visit_lock(visit);
    /* The task may have ended meanwhile. */
    if (space == NULL || right_copyout(space, receiving->message->reply, name, &receiving->debts) != KERN_SUCCESS)
        return MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE;
    return MACH_MSG_SUCCESS;
}

/* The rights enter the receiver's space: that to reply to both or none, and then those of the descriptors, one by one. */
static inline mach_msg_return_t copyout(struct receiving *receiving, mach_port_name_t *reply)
{
    struct message *message = receiving->message;
    struct visit visit = visit_begin(receiving->acting);
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (header_has_reply(message))
        status = copyout_reply(receiving, &visit, reply);
    if (status == MACH_MSG_SUCCESS) {
        visit_pay(&visit, &receiving->debts);
        if (receiving->requested != NULL) {
            visit_leave(&visit);
            queue_tell_room(receiving->requested);
        }
        if (message->complex) {
            struct taker taker = {receiving->buffer, .knows_guarded = (receiving->option & MACH_RCV_GUARDED_DESC) != 0};
            status = descriptors_copyout(message, &taker, &visit, &receiving->debts);
            if (status != MACH_MSG_SUCCESS)
                status |= MACH_RCV_BODY_ERROR;
        }
    }
    visit_leave(&visit);
    return status;
}

static mach_msg_return_t hand_over(struct receiving *receiving)
{
    struct message *message = receiving->message;
    mach_port_name_t reply = header_no_reply(message);
    if (receiving_needs(receiving, message) > receiving->size)
        return hand_over_bare(receiving, MACH_RCV_TOO_LARGE);
    mach_msg_return_t status = copyout(receiving, &reply);
    if ((status & ~MACH_MSG_MASK) == MACH_RCV_HEADER_ERROR)
        return hand_over_bare(receiving, status);
    header_write(message, reply, receiving->local, receiving->buffer);
    if (message->complex)
        descriptors_write(message, receiving->buffer);
    char *end = (char *)receiving->buffer + message->size;
    memcpy(end - message->byte_count, message_bytes(message), message->byte_count);
    trailer_append(receiving->option, &receiving->facts, end);
    message_free(message);
    return status;
}

mach_msg_return_t receiving_hand_over(struct receiving *receiving)
{
    mach_msg_return_t status = hand_over(receiving);
    if (receiving->requested != NULL)
        port_release(receiving->requested);
    return status;
}
