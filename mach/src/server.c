/* What a user of messages calls that is made of mach_msg: send, receive, and the loop of a server.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <stdlib.h>

NDR_record_t NDR_record = {.int_rep = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? NDR_INT_LITTLE_ENDIAN : NDR_INT_BIG_ENDIAN};

mach_port_t mach_reply_port(void)
{
    mach_port_t port = MACH_PORT_NULL;
    return mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &port) == KERN_SUCCESS ? port : MACH_PORT_NULL;
}

mach_msg_return_t mach_msg_send(mach_msg_header_t *msg)
{
    return mach_msg(msg, MACH_SEND_MSG, msg->msgh_size, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
}

mach_msg_return_t mach_msg_receive(mach_msg_header_t *msg)
{
    return mach_msg(msg, MACH_RCV_MSG, 0, msg->msgh_size, msg->msgh_local_port, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
}

typedef boolean_t demux_function(mach_msg_header_t *request, mach_msg_header_t *reply);

/* A reply of a stub that says that there is none, or that it failed: then what the request brought is nobody's. */
static void settle_error(mig_reply_error_t *reply, mach_msg_header_t *request)
{
    if (MACH_MSGH_BITS_IS_COMPLEX(reply->Head.msgh_bits))
        return;
    if (reply->RetCode == MIG_NO_REPLY) {
        reply->Head.msgh_remote_port = MACH_PORT_NULL;
    } else if (reply->RetCode != KERN_SUCCESS && MACH_MSGH_BITS_IS_COMPLEX(request->msgh_bits)) {
        request->msgh_remote_port = MACH_PORT_NULL; /* the reply goes there */
        mach_msg_destroy(request);
    }
}

/* Does not wait for room at a client that does not receive: its reply is destroyed. */
static mach_msg_return_t send_reply(mig_reply_error_t *reply, mach_msg_options_t options)
{
    if (reply->Head.msgh_remote_port == MACH_PORT_NULL) {
        if (MACH_MSGH_BITS_IS_COMPLEX(reply->Head.msgh_bits))
            mach_msg_destroy(&reply->Head);
        return MACH_MSG_SUCCESS;
    }
    mach_msg_option_t how = MACH_SEND_MSG | options;
    if (MACH_MSGH_BITS_REMOTE(reply->Head.msgh_bits) != MACH_MSG_TYPE_MOVE_SEND_ONCE)
        how |= MACH_SEND_TIMEOUT;
    mach_msg_return_t status =
        mach_msg(&reply->Head, how, reply->Head.msgh_size, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
    if (status != MACH_SEND_INVALID_DEST && status != MACH_SEND_TIMED_OUT)
        return status;
    mach_msg_destroy(&reply->Head);
    return MACH_MSG_SUCCESS;
}

static mach_msg_return_t serve(demux_function *demux, mach_msg_size_t size, mach_port_t port, mach_msg_options_t options,
                               mach_msg_header_t *request, mig_reply_error_t *reply)
{
    mach_msg_return_t status = mach_msg(request, MACH_RCV_MSG | options, 0, size, port, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
    if (status != MACH_MSG_SUCCESS)
        return status;
    *reply = (mig_reply_error_t){.RetCode = KERN_SUCCESS}; /* whoever writes no reply has none sent */
    (void)demux(request, &reply->Head);
    settle_error(reply, request);
    return send_reply(reply, options);
}

static mach_msg_return_t server(demux_function *demux, mach_msg_size_t max_size, mach_port_t port, mach_msg_options_t options,
                                boolean_t once)
{
    options &= ~(MACH_SEND_MSG | MACH_RCV_MSG);
    mach_msg_size_t size = (mach_msg_size_t)round_msg(max_size) + REQUESTED_TRAILER_SIZE(options);
    mach_msg_header_t *request = malloc(size);
    mig_reply_error_t *reply = malloc(size + sizeof *reply);
    mach_msg_return_t status = KERN_RESOURCE_SHORTAGE;
    if (request != NULL && reply != NULL) {
        do
            status = serve(demux, size, port, options, request, reply);
        while (status == MACH_MSG_SUCCESS && !once);
    }
    free(request);
    free(reply);
    return status;
}

mach_msg_return_t mach_msg_server_once(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                       mach_port_t rcv_name, mach_msg_options_t options)
{
    return server(demux, max_size, rcv_name, options, 1);
}

mach_msg_return_t mach_msg_server(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                  mach_port_t rcv_name, mach_msg_options_t options)
{
    return server(demux, max_size, rcv_name, options, 0);
}
