/* What follows a received message: its number, and who sent it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_TRAILER_H
#define EMBEDDED_TRAILER_H
#include <mach/mach.h>
#include <string.h>

struct facts {
    mach_port_seqno_t seqno;
    uint64_t sender; /* the number of a task; 0: the kernel */
    mach_port_context_t context;
};

/* Notes who the process is, when it begins or is a child after fork. What it changes of its users and groups later is
   not seen. */
void trailer_begin_process(void);
/* Writes as much as the options of a receive ask for, and says how much that is. There is one type: another that is asked for, as
   programs do that take it for the elements, is this one, as on Darwin. */
uint32_t trailer_write(mach_msg_option_t option, const struct facts *facts, mach_msg_max_trailer_t *trailer);
/* The same to where a message ends. */
static inline void trailer_append(mach_msg_option_t option, const struct facts *facts, char *end)
{
    mach_msg_max_trailer_t trailer;
    if (GET_RCV_ELEMENTS(option) == MACH_RCV_TRAILER_NULL) {
        const mach_msg_trailer_t least = {MACH_MSG_TRAILER_FORMAT_0, sizeof least};
        memcpy(end, &least, sizeof least);
    } else {
        size_t size = trailer_write(option, facts, &trailer);
        memcpy(end, &trailer, size);
    }
}

#endif
