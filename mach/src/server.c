/* What a user of messages calls that is made of mach_msg: send, receive, and the loop of a server.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "destroy.h"
#include "memory.h"

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

/* What a server works with. Its buffers are whole pages, as on Darwin: a reply may be larger than any request. */
struct server {
    demux_function *demux;
    mach_port_t port;
    mach_msg_options_t options;
    mach_msg_size_t size; /* of what it receives, trailer included */
    mach_msg_header_t *request;
    mig_reply_error_t *reply;
};

/* With MACH_RCV_LARGE a message that has no room waits for a buffer that has. One whose rights found no room in part is nobody's:
   Darwin's server would lose what came. */
static mach_msg_return_t receive_request(struct server *server)
{
    mach_msg_return_t status;
    while ((status = mach_msg(server->request, MACH_RCV_MSG | server->options, 0, server->size, server->port,
                              MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL)) == MACH_RCV_TOO_LARGE &&
           (server->options & MACH_RCV_LARGE) != 0) {
        mach_msg_size_t size = server->request->msgh_size + REQUESTED_TRAILER_SIZE(server->options);
        memory_free(server->request, server->size);
        server->request = memory_allocate(size);
        server->size = size;
        if (server->request == NULL)
            return KERN_RESOURCE_SHORTAGE;
    }
    if ((status & ~MACH_MSG_MASK) == MACH_RCV_BODY_ERROR)
        destroy_unseen(server->request);
    return status;
}

/* A stub may say that there is no reply, or that it failed: then what the request brought is nobody's. A complex reply has no
   such word. */
static void settle_error(mig_reply_error_t *reply, mach_msg_header_t *request)
{
    if (MACH_MSGH_BITS_IS_COMPLEX(reply->Head.msgh_bits) || reply->RetCode == KERN_SUCCESS)
        return;
    if (reply->RetCode == MIG_NO_REPLY) {
        reply->Head.msgh_remote_port = MACH_PORT_NULL;
    } else {
        request->msgh_remote_port = MACH_PORT_NULL; /* the reply goes there */
        mach_msg_destroy(request);
    }
}

/* A reply came back, or its rights were not taken: they go. mach_msg_destroy leaves the local one. What came back is in memory
   that nobody knows; what was not taken is in that of the function that wrote it. */
static void destroy_unsent(mach_msg_header_t *reply, bool came_back)
{
    mach_msg_type_name_t local = MACH_MSGH_BITS_LOCAL(reply->msgh_bits);
    if (local == MACH_MSG_TYPE_MOVE_SEND || local == MACH_MSG_TYPE_MOVE_SEND_ONCE)
        (void)mach_port_deallocate(mach_task_self(), reply->msgh_local_port);
    if (came_back)
        destroy_unseen(reply);
    else
        mach_msg_destroy(reply);
}

/* Does not wait for room at a client that does not receive: its reply is destroyed. One without a port to go to is left to the
   function that wrote it. */
static mach_msg_return_t send_reply(mach_msg_header_t *reply, mach_msg_options_t options)
{
    if (reply->msgh_remote_port == MACH_PORT_NULL)
        return MACH_MSG_SUCCESS;
    if (MACH_MSGH_BITS_REMOTE(reply->msgh_bits) != MACH_MSG_TYPE_MOVE_SEND_ONCE)
        options |= MACH_SEND_TIMEOUT;
    mach_msg_return_t status =
        mach_msg(reply, MACH_SEND_MSG | options, reply->msgh_size, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL);
    if (status != MACH_SEND_INVALID_DEST && status != MACH_SEND_TIMED_OUT && status != MACH_SEND_INTERRUPTED)
        return status;
    destroy_unsent(reply, status != MACH_SEND_INVALID_DEST);
    return MACH_MSG_SUCCESS;
}

static mach_msg_return_t serve(struct server *server)
{
    mach_msg_return_t status = receive_request(server);
    if (status != MACH_MSG_SUCCESS)
        return status;
    *server->reply = (mig_reply_error_t){.RetCode = KERN_SUCCESS}; /* whoever writes no reply has none sent */
    (void)server->demux(server->request, &server->reply->Head);
    settle_error(server->reply, server->request);
    return send_reply(&server->reply->Head, server->options);
}

static mach_msg_return_t serve_all(demux_function *demux, mach_msg_size_t max_size, mach_port_t port, mach_msg_options_t options,
                                   boolean_t once)
{
    struct server server = {.demux = demux, .port = port, .options = options & ~(MACH_SEND_MSG | MACH_RCV_MSG)};
    server.size = max_size + REQUESTED_TRAILER_SIZE(options);
    server.request = memory_allocate(server.size);
    server.reply = memory_allocate(max_size + sizeof *server.reply);
    mach_msg_return_t status = KERN_RESOURCE_SHORTAGE;
    if (server.request != NULL && server.reply != NULL) {
        do
            status = serve(&server);
        while (status == MACH_MSG_SUCCESS && !once);
    }
    memory_free(server.request, server.size);
    memory_free(server.reply, max_size + sizeof *server.reply);
    return status;
}

mach_msg_return_t mach_msg_server_once(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                       mach_port_t rcv_name, mach_msg_options_t options)
{
    return serve_all(demux, max_size, rcv_name, options, 1);
}

mach_msg_return_t mach_msg_server(boolean_t (*demux)(mach_msg_header_t *, mach_msg_header_t *), mach_msg_size_t max_size,
                                  mach_port_t rcv_name, mach_msg_options_t options)
{
    return serve_all(demux, max_size, rcv_name, options, 0);
}
