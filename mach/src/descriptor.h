/* The descriptors of a message, between a user's buffer and what they carry.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_DESCRIPTOR_H
#define EMBEDDED_DESCRIPTOR_H
#include "message.h"

/* Whether a complex message's descriptors are of known shape and within its size. Says how many there are and where they end. */
mach_msg_return_t descriptors_check(const void *buffer, uint32_t size, uint32_t *count, uint32_t *end);
/* Takes what they name into the message. On failure the message holds those before, and nothing of the rest. Needs no lock. */
mach_msg_return_t descriptors_copyin(const void *buffer, uint32_t count, struct message *message, struct debts *debts);

/* Who gets a message. */
struct taker {
    void *buffer;       /* its address is the guard of what arrives guarded */
    bool knows_guarded; /* descriptors; else what they carry is destroyed */
    bool sender;        /* gets it back */
};
/* Hands over what a message carries, and writes the descriptors after the header and the count; whatever cannot be handed over
   is destroyed, and the answer says why. Needs no lock. */
mach_msg_return_t descriptors_copyout(struct message *message, struct taker taker, struct debts *debts);

#endif
