/* The code that Darwin's MIG would write for a small interface, as it writes it: the client's stubs, and the server's.
   SPDX-License-Identifier: MIT OR Apache-2.0

   subsystem counter 4400;
   routine counter_add(server : mach_port_t; amount : int; out total : int);
   skip;
   routine counter_lend(server : mach_port_t; port : mach_port_poly_t; label : c_string[*:32]);

   It knows of Mach what MIG's own output includes, and nothing of libmach. */
#ifndef COUNTER_STUBS_H
#define COUNTER_STUBS_H
#include <mach/boolean.h>
#include <mach/kern_return.h>
#include <mach/mach.h>
#include <mach/mach_types.h>
#include <mach/message.h>
#include <mach/mig.h>
#include <mach/mig_errors.h>
#include <mach/ndr.h>
#include <mach/notify.h>
#include <mach/port.h>
#include <mach/std_types.h>
#include <string.h>

/* The routines that the server's author writes. */
kern_return_t do_counter_add(mach_port_t server, int amount, int *total);
kern_return_t do_counter_lend(mach_port_t server, mach_port_t port, const char *label);

#define _WALIGN_(x) (((x) + 3) & ~3u)

#ifdef __MigPackStructs
#pragma pack(push, 4)
#endif
typedef struct {
    mach_msg_header_t Head;
    NDR_record_t NDR;
    int amount;
} __Request__counter_add_t;

typedef struct {
    mach_msg_header_t Head;
    /* start of the kernel processed data */
    mach_msg_body_t msgh_body;
    mach_msg_port_descriptor_t port;
    /* end of the kernel processed data */
    NDR_record_t NDR;
    mach_msg_type_number_t labelOffset; /* not used */
    mach_msg_type_number_t labelCnt;
    char label[32];
} __Request__counter_lend_t;

typedef struct {
    mach_msg_header_t Head;
    NDR_record_t NDR;
    kern_return_t RetCode;
    int total;
} __Reply__counter_add_t;

typedef struct {
    mach_msg_header_t Head;
    NDR_record_t NDR;
    kern_return_t RetCode;
} __Reply__counter_lend_t;
#ifdef __MigPackStructs
#pragma pack(pop)
#endif

union __ReplyUnion__counter_subsystem {
    __Reply__counter_add_t Reply_counter_add;
    __Reply__counter_lend_t Reply_counter_lend;
};

/* counterUser.c */

#define __MachMsgErrorWithoutTimeout(_R_)                                                                                        \
    {                                                                                                                            \
        switch (_R_) {                                                                                                           \
        case MACH_SEND_INVALID_DATA:                                                                                             \
        case MACH_SEND_INVALID_DEST:                                                                                             \
        case MACH_SEND_INVALID_HEADER: mig_put_reply_port(InP->Head.msgh_reply_port); break;                                     \
        default: mig_dealloc_reply_port(InP->Head.msgh_reply_port);                                                              \
        }                                                                                                                        \
    }
#define msgh_request_port msgh_remote_port
#define msgh_reply_port msgh_local_port

#if (__MigTypeCheck)
static __inline__ kern_return_t __MIG_check__Reply__counter_add_t(__Reply__counter_add_t *Out0P)
{
    typedef __Reply__counter_add_t __Reply;
    unsigned int msgh_size;
    if (Out0P->Head.msgh_id != 4500) {
        if (Out0P->Head.msgh_id == MACH_NOTIFY_SEND_ONCE)
            return MIG_SERVER_DIED;
        else
            return MIG_REPLY_MISMATCH;
    }
    msgh_size = Out0P->Head.msgh_size;
    if ((Out0P->Head.msgh_bits & MACH_MSGH_BITS_COMPLEX) ||
        ((msgh_size != (mach_msg_size_t)sizeof(__Reply)) &&
         (msgh_size != (mach_msg_size_t)sizeof(mig_reply_error_t) || Out0P->RetCode == KERN_SUCCESS)))
        return MIG_TYPE_ERROR;
    if (Out0P->RetCode != KERN_SUCCESS)
        return ((mig_reply_error_t *)Out0P)->RetCode;
    return MACH_MSG_SUCCESS;
}

static __inline__ kern_return_t __MIG_check__Reply__counter_lend_t(__Reply__counter_lend_t *Out0P)
{
    typedef __Reply__counter_lend_t __Reply;
    if (Out0P->Head.msgh_id != 4502) {
        if (Out0P->Head.msgh_id == MACH_NOTIFY_SEND_ONCE)
            return MIG_SERVER_DIED;
        else
            return MIG_REPLY_MISMATCH;
    }
    if ((Out0P->Head.msgh_bits & MACH_MSGH_BITS_COMPLEX) || (Out0P->Head.msgh_size != (mach_msg_size_t)sizeof(__Reply)))
        return MIG_TYPE_ERROR;
    return Out0P->RetCode;
}
#endif

static kern_return_t counter_add(mach_port_t server, int amount, int *total)
{
    typedef __Request__counter_add_t Request;
#ifdef __MigPackStructs
#pragma pack(push, 4)
#endif
    typedef struct {
        mach_msg_header_t Head;
        NDR_record_t NDR;
        kern_return_t RetCode;
        int total;
        mach_msg_trailer_t trailer;
    } Reply;
#ifdef __MigPackStructs
#pragma pack(pop)
#endif
    union {
        Request In;
        Reply Out;
    } Mess;
    Request *InP = &Mess.In;
    Reply *Out0P = &Mess.Out;
    mach_msg_return_t msg_result;
    kern_return_t check_result;

    InP->NDR = NDR_record;
    InP->amount = amount;
    InP->Head.msgh_reply_port = mig_get_reply_port();
    InP->Head.msgh_bits = MACH_MSGH_BITS(19, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    InP->Head.msgh_size = (mach_msg_size_t)sizeof(Request);
    InP->Head.msgh_request_port = server;
    InP->Head.msgh_id = 4400;
    InP->Head.msgh_reserved = 0;
    msg_result = mach_msg(&InP->Head, MACH_SEND_MSG | MACH_RCV_MSG | MACH_MSG_OPTION_NONE, (mach_msg_size_t)sizeof(Request),
                          (mach_msg_size_t)sizeof(Reply), InP->Head.msgh_reply_port, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
    if (msg_result != MACH_MSG_SUCCESS) {
        __MachMsgErrorWithoutTimeout(msg_result);
        return msg_result;
    }
    check_result = __MIG_check__Reply__counter_add_t((__Reply__counter_add_t *)Out0P);
    if (check_result != MACH_MSG_SUCCESS) {
        mach_msg_destroy(&Out0P->Head);
        return check_result;
    }
    *total = Out0P->total;
    return KERN_SUCCESS;
}

static kern_return_t counter_lend(mach_port_t server, mach_port_t port, mach_msg_type_name_t portPoly, const char *label)
{
    typedef __Request__counter_lend_t Request;
#ifdef __MigPackStructs
#pragma pack(push, 4)
#endif
    typedef struct {
        mach_msg_header_t Head;
        NDR_record_t NDR;
        kern_return_t RetCode;
        mach_msg_trailer_t trailer;
    } Reply;
#ifdef __MigPackStructs
#pragma pack(pop)
#endif
    union {
        Request In;
        Reply Out;
    } Mess;
    Request *InP = &Mess.In;
    Reply *Out0P = &Mess.Out;
    mach_msg_return_t msg_result;
    unsigned int msgh_size;
    kern_return_t check_result;

    InP->msgh_body.msgh_descriptor_count = 1;
    InP->port.name = port;
    InP->port.disposition = portPoly & 0xff;
    InP->port.type = MACH_MSG_PORT_DESCRIPTOR;
    InP->NDR = NDR_record;
    InP->labelCnt = (mach_msg_type_number_t)mig_strncpy(InP->label, label, 32);
    msgh_size = (mach_msg_size_t)(sizeof(Request) - 32) + _WALIGN_(InP->labelCnt);
    InP->Head.msgh_reply_port = mig_get_reply_port();
    InP->Head.msgh_bits = MACH_MSGH_BITS_COMPLEX | MACH_MSGH_BITS(19, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    InP->Head.msgh_size = msgh_size;
    InP->Head.msgh_request_port = server;
    InP->Head.msgh_id = 4402;
    InP->Head.msgh_reserved = 0;
    msg_result = mach_msg(&InP->Head, MACH_SEND_MSG | MACH_RCV_MSG | MACH_MSG_OPTION_NONE, msgh_size,
                          (mach_msg_size_t)sizeof(Reply), InP->Head.msgh_reply_port, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
    if (msg_result != MACH_MSG_SUCCESS) {
        __MachMsgErrorWithoutTimeout(msg_result);
        return msg_result;
    }
    check_result = __MIG_check__Reply__counter_lend_t((__Reply__counter_lend_t *)Out0P);
    if (check_result != MACH_MSG_SUCCESS) {
        mach_msg_destroy(&Out0P->Head);
        return check_result;
    }
    return KERN_SUCCESS;
}

#undef msgh_request_port
#undef msgh_reply_port

/* counterServer.c */

#define msgh_request_port msgh_local_port
#define MACH_MSGH_BITS_REQUEST(bits) MACH_MSGH_BITS_LOCAL(bits)
#define msgh_reply_port msgh_remote_port
#define MACH_MSGH_BITS_REPLY(bits) MACH_MSGH_BITS_REMOTE(bits)
#define MIG_RETURN_ERROR(X, code)                                                                                                \
    {                                                                                                                            \
        ((mig_reply_error_t *)X)->RetCode = code;                                                                                \
        ((mig_reply_error_t *)X)->NDR = NDR_record;                                                                              \
        return;                                                                                                                  \
    }

static void _Xcounter_add(mach_msg_header_t *InHeadP, mach_msg_header_t *OutHeadP)
{
    typedef __Request__counter_add_t Request;
    typedef __Reply__counter_add_t Reply;
    Request *In0P = (Request *)InHeadP;
    Reply *OutP = (Reply *)OutHeadP;
    if ((In0P->Head.msgh_bits & MACH_MSGH_BITS_COMPLEX) || (In0P->Head.msgh_size != (mach_msg_size_t)sizeof(Request))) {
        MIG_RETURN_ERROR(OutP, MIG_BAD_ARGUMENTS);
    }
    OutP->RetCode = do_counter_add(In0P->Head.msgh_request_port, In0P->amount, &OutP->total);
    if (OutP->RetCode != KERN_SUCCESS) {
        MIG_RETURN_ERROR(OutP, OutP->RetCode);
    }
    OutP->NDR = NDR_record;
    OutP->Head.msgh_size = (mach_msg_size_t)(sizeof(Reply));
}

static void _Xcounter_lend(mach_msg_header_t *InHeadP, mach_msg_header_t *OutHeadP)
{
    typedef __Request__counter_lend_t Request;
    typedef __Reply__counter_lend_t Reply;
    Request *In0P = (Request *)InHeadP;
    Reply *OutP = (Reply *)OutHeadP;
    mach_msg_max_trailer_t *TrailerP;
    unsigned int msgh_size = In0P->Head.msgh_size;
    if (!(In0P->Head.msgh_bits & MACH_MSGH_BITS_COMPLEX) || (In0P->msgh_body.msgh_descriptor_count != 1) ||
        (msgh_size < (mach_msg_size_t)(sizeof(Request) - 32)) || (msgh_size > (mach_msg_size_t)sizeof(Request)) ||
        (In0P->port.type != MACH_MSG_PORT_DESCRIPTOR)) {
        MIG_RETURN_ERROR(OutP, MIG_BAD_ARGUMENTS);
    }
    if (In0P->labelCnt > 32 || msgh_size != (mach_msg_size_t)(sizeof(Request) - 32) + _WALIGN_(In0P->labelCnt) ||
        memchr(In0P->label, '\0', In0P->labelCnt) == NULL) {
        MIG_RETURN_ERROR(OutP, MIG_BAD_ARGUMENTS);
    }
    TrailerP = (mach_msg_max_trailer_t *)((vm_offset_t)In0P + round_msg(In0P->Head.msgh_size));
    if (TrailerP->msgh_trailer_type != MACH_MSG_TRAILER_FORMAT_0) {
        MIG_RETURN_ERROR(OutP, MIG_TRAILER_ERROR);
    }
    OutP->RetCode = do_counter_lend(In0P->Head.msgh_request_port, In0P->port.name, In0P->label);
    OutP->NDR = NDR_record;
}

static mig_routine_t counter_server_routine(mach_msg_header_t *InHeadP);

/* Description of this subsystem, for use in direct RPC */
static const struct do_counter_subsystem {
    mig_server_routine_t server; /* Server routine */
    mach_msg_id_t start;         /* Min routine number */
    mach_msg_id_t end;           /* Max routine number + 1 */
    unsigned int maxsize;        /* Max msg size */
    vm_address_t reserved;       /* Reserved */
    struct routine_descriptor    /* Array of routine descriptors */
        routine[3];
} do_counter_subsystem = {
    counter_server_routine,
    4400,
    4403,
    (mach_msg_size_t)sizeof(union __ReplyUnion__counter_subsystem),
    (vm_address_t)0,
    {
        {(mig_impl_routine_t)0, (mig_stub_routine_t)_Xcounter_add, 3, 0, (routine_arg_descriptor_t)0,
         (mach_msg_size_t)sizeof(__Reply__counter_add_t)},
        {0, 0, 0, 0, 0, 0},
        {(mig_impl_routine_t)0, (mig_stub_routine_t)_Xcounter_lend, 5, 1, (routine_arg_descriptor_t)0,
         (mach_msg_size_t)sizeof(__Reply__counter_lend_t)},
    },
};

static boolean_t counter_server(mach_msg_header_t *InHeadP, mach_msg_header_t *OutHeadP)
{
    mig_routine_t routine;
    OutHeadP->msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_REPLY(InHeadP->msgh_bits), 0);
    OutHeadP->msgh_remote_port = InHeadP->msgh_reply_port;
    /* Minimal size: routine() will update it if different */
    OutHeadP->msgh_size = (mach_msg_size_t)sizeof(mig_reply_error_t);
    OutHeadP->msgh_local_port = MACH_PORT_NULL;
    OutHeadP->msgh_id = InHeadP->msgh_id + 100;
    OutHeadP->msgh_reserved = 0;
    if ((InHeadP->msgh_id > 4402) || (InHeadP->msgh_id < 4400) ||
        ((routine = do_counter_subsystem.routine[InHeadP->msgh_id - 4400].stub_routine) == 0)) {
        ((mig_reply_error_t *)OutHeadP)->NDR = NDR_record;
        ((mig_reply_error_t *)OutHeadP)->RetCode = MIG_BAD_ID;
        return FALSE;
    }
    (*routine)(InHeadP, OutHeadP);
    return TRUE;
}

static mig_routine_t counter_server_routine(mach_msg_header_t *InHeadP)
{
    int msgh_id = InHeadP->msgh_id - 4400;
    if ((msgh_id > 2) || (msgh_id < 0))
        return 0;
    return do_counter_subsystem.routine[msgh_id].stub_routine;
}

#undef msgh_request_port
#undef msgh_reply_port

#endif
