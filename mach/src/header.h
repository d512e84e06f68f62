/* The header of a message: in, out, and back to a sender whose message was not taken.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_HEADER_H
#define EMBEDDED_HEADER_H
#include "message.h"

/* Whether a header could be one, whatever its names hold. */
mach_msg_return_t header_check(const mach_msg_header_t *header);
/* Takes the rights that a header names, both or none. Whether the message then goes in whatever the queue's limit is told in
   always. Needs the space's lock. */
mach_msg_return_t header_copyin(struct space *space, const mach_msg_header_t *header, bool notify, struct message *message,
                                bool *always, struct debts *debts);
/* Puts the reply right into the receiver's space and uses the destination up: the header as the receiver gets it. On failure
   the message's rights are as they were. Needs the space's lock. */
mach_msg_return_t header_copyout(struct space *space, struct message *message, mach_msg_header_t *header, struct debts *debts);
/* The header of a message that its receiver cannot have: the destination alone is told. The message is left with the rest. */
void header_copyout_bare(struct space *space, struct message *message, mach_msg_header_t *header, struct debts *debts);
/* Puts both rights back into the sender's space, where they were or under new names. */
mach_msg_return_t header_return(struct message *message, mach_msg_header_t *header, struct debts *debts);

#endif
