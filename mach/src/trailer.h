/* What follows a received message: its number, and who sent it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_TRAILER_H
#define EMBEDDED_TRAILER_H
#include <mach/mach.h>

struct facts {
    mach_port_seqno_t seqno;
    uint64_t sender; /* the number of a task; 0: the kernel */
    mach_port_context_t context;
};

/* Writes as much as the options of a receive ask for, and says how much that is. */
uint32_t trailer_write(mach_msg_option_t option, const struct facts *facts, mach_msg_max_trailer_t *trailer);

#endif
