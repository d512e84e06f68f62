/* Several services behind one receive: a port set, and the port that each message came by.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <stdio.h>
#include <stdlib.h>

enum { SERVICES = 3, ROUNDS = 2 };

static void check(kern_return_t status, const char *what)
{
    if (status == KERN_SUCCESS)
        return;
    fprintf(stderr, "%s: %s\n", what, mach_error_string(status));
    exit(1);
}

static void send_to(mach_port_t port, mach_msg_id_t id)
{
    mach_msg_header_t message = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0),
                                 .msgh_size = sizeof message,
                                 .msgh_remote_port = port,
                                 .msgh_id = id};
    check(mach_msg_send(&message), "send");
}

int main(void)
{
    mach_port_t set, ports[SERVICES];
    int calls[SERVICES] = {0};
    check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_PORT_SET, &set), "the set");
    for (int i = 0; i < SERVICES; i++) {
        check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &ports[i]), "a port");
        check(mach_port_insert_member(mach_task_self(), ports[i], set), "its place in the set");
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SERVICES; i++)
            send_to(ports[i], 100 + i);
    }

    mach_msg_empty_rcv_t message;
    mach_msg_return_t status;
    while ((status = mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, set, 0, MACH_PORT_NULL)) ==
           MACH_MSG_SUCCESS) {
        for (int i = 0; i < SERVICES; i++)
            calls[i] += message.header.msgh_local_port == ports[i] && message.header.msgh_id == 100 + i;
    }
    if (status != MACH_RCV_TIMED_OUT)
        check(status, "receive");

    for (int i = 0; i < SERVICES; i++) {
        printf("service %d: %d calls\n", i, calls[i]);
        check(mach_port_mod_refs(mach_task_self(), ports[i], MACH_PORT_RIGHT_RECEIVE, -1), "a port's end");
    }
    check(mach_port_mod_refs(mach_task_self(), set, MACH_PORT_RIGHT_PORT_SET, -1), "the set's end");
    puts("done");
    return 0;
}
