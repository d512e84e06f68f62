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
static SELDOM mach_msg_return_t hand_over_bare(struct receiving *receiving, mach_msg_return_t status)
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
QUICK mach_msg_return_t copyout_reply(const struct message *message, mach_port_name_t *name, struct visit *visit,
                                      struct debts *debts)
{
    *name = header_no_reply(message);
    if (!header_has_reply(message))
        return MACH_MSG_SUCCESS;
    struct space *space = visit_lock(visit);
    /* The task may have ended meanwhile. */
    return space != NULL && right_go_in(space, message->reply, name, debts) == KERN_SUCCESS
               ? MACH_MSG_SUCCESS
               : MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE;
}

QUICK mach_msg_return_t copyout_descriptors(struct message *message, const mach_msg_header_t *buffer, mach_msg_option_t option,
                                            struct visit *visit, struct debts *debts)
{
    if (!message->complex)
        return MACH_MSG_SUCCESS;
    mach_msg_return_t status =
        descriptors_copyout(message, (struct taker){buffer, (option & MACH_RCV_GUARDED_DESC) != 0, false}, visit, debts);
    return status == MACH_MSG_SUCCESS ? status : MACH_RCV_BODY_ERROR | status;
}

/* Who was owed something when the message left its queue, or when the reply right came. */
static void tell(struct receiving *receiving, struct visit *visit)
{
    visit_pay(visit, &receiving->debts);
    if (receiving->requested == NULL)
        return;
    visit_leave(visit);
    queue_tell_room(receiving->requested);
}

/* The rights enter the receiver's space, one by one, and their names go into his buffer once it is left. */
static mach_msg_return_t hand_over(struct receiving *receiving)
{
    struct message *message = receiving->message;
    struct visit visit = visit_begin(receiving->acting);
    mach_port_name_t reply;
    if (receiving_needs(receiving, message) > receiving->size)
        return hand_over_bare(receiving, MACH_RCV_TOO_LARGE);
    mach_msg_return_t status = copyout_reply(message, &reply, &visit, &receiving->debts);
    if (status != MACH_MSG_SUCCESS) {
        visit_leave(&visit);
        return hand_over_bare(receiving, status);
    }
    tell(receiving, &visit);
    status = copyout_descriptors(message, receiving->buffer, receiving->option, &visit, &receiving->debts);
    visit_leave(&visit);
    receiving_write(message, reply, receiving->local, receiving->option, &receiving->facts, receiving->buffer);
    return status;
}

mach_msg_return_t receiving_hand_over(struct receiving *receiving)
{
    mach_msg_return_t status = hand_over(receiving);
    if (receiving->requested != NULL)
        port_release(receiving->requested);
    return status;
}

/* The reply right found no room. */
static SELDOM mach_msg_return_t refuse(struct message *message, mach_msg_header_t *buffer, mach_msg_option_t option,
                                       mach_msg_size_t size, mach_port_name_t local, const struct facts *facts,
                                       mach_msg_return_t status)
{
    struct receiving receiving;
    receiving_begin(&receiving, buffer, option, size);
    receiving.message = message;
    receiving.local = local;
    receiving.facts = *facts;
    return hand_over_bare(&receiving, status);
}

mach_msg_return_t hand_over_rights(struct message *message, mach_msg_header_t *buffer, mach_msg_option_t option,
                                   mach_msg_size_t size, mach_port_name_t local, const struct facts *facts)
{
    struct visit visit = visit_begin(task_acting());
    struct debts debts;
    mach_port_name_t reply;
    debts_begin(&debts, NULL);
    mach_msg_return_t status = copyout_reply(message, &reply, &visit, &debts);
    if (status != MACH_MSG_SUCCESS) {
        visit_leave(&visit);
        return refuse(message, buffer, option, size, local, facts, status);
    }
    visit_pay(&visit, &debts);
    status = copyout_descriptors(message, buffer, option, &visit, &debts);
    visit_leave(&visit);
    receiving_write(message, reply, local, option, facts, buffer);
    return status;
}
