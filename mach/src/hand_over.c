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
static inline mach_msg_return_t copyout_reply(struct receiving *receiving, struct visit *visit, mach_port_name_t *name)
{
    struct space *space = visit_lock(visit);
    /* The task may have ended meanwhile. */
    if (space == NULL || right_copyout(space, receiving->message->reply, name, &receiving->debts) != KERN_SUCCESS)
        return MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE;
    return MACH_MSG_SUCCESS;
}

/* Who was owed something when the message left its queue, or when the reply right came. */
static inline void tell(struct receiving *receiving, struct visit *visit)
{
    visit_pay(visit, &receiving->debts);
    if (receiving->requested == NULL)
        return;
    visit_leave(visit);
    queue_tell_room(receiving->requested);
}

static inline mach_msg_return_t copyout_descriptors(struct receiving *receiving, struct visit *visit)
{
    const struct taker taker = {receiving->buffer, .knows_guarded = (receiving->option & MACH_RCV_GUARDED_DESC) != 0};
    mach_msg_return_t status = descriptors_copyout(receiving->message, &taker, visit, &receiving->debts);
    return status == MACH_MSG_SUCCESS ? status : MACH_RCV_BODY_ERROR | status;
}

/* The rights enter the receiver's space, one by one, and their names go into his buffer once it is left. */
QUICK mach_msg_return_t hand_over(struct receiving *receiving)
{
    struct message *message = receiving->message;
    struct visit visit = visit_begin(receiving->acting);
    mach_port_name_t reply = header_no_reply(message);
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (header_has_reply(message))
        status = copyout_reply(receiving, &visit, &reply);
    if (status != MACH_MSG_SUCCESS) {
        visit_leave(&visit);
        return hand_over_bare(receiving, status);
    }
    tell(receiving, &visit);
    if (message->complex)
        status = copyout_descriptors(receiving, &visit);
    visit_leave(&visit);
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
    bool fits = receiving_needs(receiving, receiving->message) <= receiving->size;
    mach_msg_return_t status = fits ? hand_over(receiving) : hand_over_bare(receiving, MACH_RCV_TOO_LARGE);
    if (receiving->requested != NULL)
        port_release(receiving->requested);
    return status;
}

mach_msg_return_t hand_over_rights(struct message *message, mach_msg_header_t *buffer, mach_msg_option_t option,
                                   mach_msg_size_t size, mach_port_name_t local)
{
    struct receiving receiving;
    receiving_begin(&receiving, buffer, option, size);
    receiving.message = message;
    receiving.local = local;
    return hand_over(&receiving);
}
