/* A server that sends back what it gets, and a client with a reply port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_ID = 500, REPLY_ID = 600, REQUESTS = 3 };

struct text {
    mach_msg_header_t header;
    char text[32];
};

struct received_text {
    struct text message;
    mach_msg_trailer_t trailer;
};

static void check(kern_return_t status, const char *what)
{
    if (status == KERN_SUCCESS)
        return;
    fprintf(stderr, "%s: %s\n", what, mach_error_string(status));
    exit(1);
}

/* The right to reply came with the request and goes with the reply. */
static boolean_t echo(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    struct text *answer = (struct text *)reply;
    *answer = *(const struct text *)request;
    answer->header.msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_REMOTE(request->msgh_bits), 0);
    answer->header.msgh_remote_port = request->msgh_remote_port;
    answer->header.msgh_local_port = MACH_PORT_NULL;
    answer->header.msgh_size = sizeof *answer;
    answer->header.msgh_id = REPLY_ID;
    return TRUE;
}

static void *serve(void *port)
{
    for (int i = 0; i < REQUESTS; i++)
        check(mach_msg_server_once(echo, sizeof(struct text), *(const mach_port_t *)port, MACH_MSG_OPTION_NONE), "serve");
    return NULL;
}

static void ask(mach_port_t server, mach_port_t reply_port, const char *text)
{
    struct received_text buffer = {.message.header = {
                                       .msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                                       .msgh_size = sizeof(struct text),
                                       .msgh_remote_port = server,
                                       .msgh_local_port = reply_port,
                                       .msgh_id = REQUEST_ID,
                                   }};
    strncpy(buffer.message.text, text, sizeof buffer.message.text - 1);
    check(mach_msg(&buffer.message.header, MACH_SEND_MSG | MACH_RCV_MSG, sizeof(struct text), sizeof buffer, reply_port,
                   MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL),
          "ask");
    printf("%d: %s\n", (int)buffer.message.header.msgh_id, buffer.message.text);
}

int main(void)
{
    static const char *const texts[REQUESTS] = {"one", "two", "three"};
    mach_port_t server, reply_port;
    pthread_t thread;
    check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &server), "the server's port");
    check(mach_port_insert_right(mach_task_self(), server, server, MACH_MSG_TYPE_MAKE_SEND), "a send right to it");
    check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &reply_port), "the reply port");
    if (pthread_create(&thread, NULL, serve, &server) != 0)
        return 1;
    for (int i = 0; i < REQUESTS; i++)
        ask(server, reply_port, texts[i]);
    pthread_join(thread, NULL);
    check(mach_port_mod_refs(mach_task_self(), reply_port, MACH_PORT_RIGHT_RECEIVE, -1), "the reply port's end");
    check(mach_port_deallocate(mach_task_self(), server), "the send right's end");
    check(mach_port_mod_refs(mach_task_self(), server, MACH_PORT_RIGHT_RECEIVE, -1), "the server port's end");
    puts("done");
    return 0;
}
