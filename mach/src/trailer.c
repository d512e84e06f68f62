/* Trailers. A task of a process is told from its sisters by its number, which Darwin would give to an audit session.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "trailer.h"
#include <unistd.h>

const security_token_t KERNEL_SECURITY_TOKEN = KERNEL_SECURITY_TOKEN_VALUE;
const audit_token_t KERNEL_AUDIT_TOKEN = KERNEL_AUDIT_TOKEN_VALUE;

enum { AUDIT_USER, AUDIT_EFFECTIVE_USER, AUDIT_EFFECTIVE_GROUP, AUDIT_REAL_USER, AUDIT_REAL_GROUP, AUDIT_PROCESS, AUDIT_SESSION };

/* Of the process, with no task in it. To ask the kernel for each message would cost more than the message. */
static audit_token_t process;

void trailer_begin_process(void)
{
    process.val[AUDIT_USER] = process.val[AUDIT_REAL_USER] = getuid();
    process.val[AUDIT_EFFECTIVE_USER] = geteuid();
    process.val[AUDIT_REAL_GROUP] = getgid();
    process.val[AUDIT_EFFECTIVE_GROUP] = getegid();
    process.val[AUDIT_PROCESS] = (unsigned)getpid();
}

/* Not a user and a group, as on Darwin: they are the same for all tasks of a process, and root's would be the kernel's. */
static security_token_t sender_token(uint64_t task)
{
    return (security_token_t){{(unsigned)task, process.val[AUDIT_PROCESS]}};
}

static audit_token_t audit_token(uint64_t task)
{
    audit_token_t token = process;
    token.val[AUDIT_SESSION] = (unsigned)task;
    return token;
}

uint32_t trailer_write(mach_msg_option_t option, const struct facts *facts, mach_msg_max_trailer_t *trailer)
{
    int elements = GET_RCV_ELEMENTS(option);
    trailer->msgh_trailer_type = MACH_MSG_TRAILER_FORMAT_0;
    trailer->msgh_trailer_size = REQUESTED_TRAILER_SIZE(option);
    if (elements >= MACH_RCV_TRAILER_SEQNO)
        trailer->msgh_seqno = facts->seqno;
    if (elements >= MACH_RCV_TRAILER_SENDER)
        trailer->msgh_sender = facts->sender == 0 ? KERNEL_SECURITY_TOKEN : sender_token(facts->sender);
    if (elements >= MACH_RCV_TRAILER_AUDIT)
        trailer->msgh_audit = facts->sender == 0 ? KERNEL_AUDIT_TOKEN : audit_token(facts->sender);
    if (elements >= MACH_RCV_TRAILER_CTX)
        trailer->msgh_context = facts->context;
    if (elements > MACH_RCV_TRAILER_CTX) {
        trailer->msgh_ad = 0;
        trailer->msgh_labels.sender = MACH_PORT_NULL;
    }
    return trailer->msgh_trailer_size;
}
