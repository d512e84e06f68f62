/* The server of counter_stubs.h: a thread that answers until its port dies, and what its routines do.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef COUNTER_SERVER_H
#define COUNTER_SERVER_H
#include "counter_stubs.h"
#include "mach_test.h"
#include <pthread.h>

enum { MAX_SIZE = 128, REFUSED = -1 };

static mach_port_name_t port;
static pthread_t thread;
static int sum;
static char labels[64];
static mach_port_name_t lost; /* what a call of the server's destroys */

kern_return_t do_counter_add(mach_port_t server, int amount, int *total)
{
    CHECK_EQ(server, port);
    if (amount == REFUSED)
        return KERN_INVALID_VALUE;
    if (lost != MACH_PORT_NULL)
        destroy_receive(lost);
    lost = MACH_PORT_NULL;
    *total = sum += amount;
    return KERN_SUCCESS;
}

/* Keeps nothing of what it is lent: where it fails, what came with the request is not its to release. */
kern_return_t do_counter_lend(mach_port_t server, mach_port_t lent, const char *label)
{
    CHECK_EQ(server, port);
    if (*label == '\0')
        return KERN_INVALID_ARGUMENT;
    strcpy(labels, label);
    if ((type_of(lent) & MACH_PORT_TYPE_SEND) != 0)
        OK(mach_port_deallocate(SELF, lent));
    else
        destroy_receive(lent);
    return KERN_SUCCESS;
}

static void *serve(void *none)
{
    mach_msg_return_t end = mach_msg_server(counter_server, MAX_SIZE, port, MACH_MSG_OPTION_NONE);
    CHECK(end == MACH_RCV_PORT_CHANGED || end == MACH_RCV_INVALID_NAME);
    return none;
}

static void begin_server(void)
{
    port = new_pair(1);
    sum = 0;
    CHECK_EQ(pthread_create(&thread, NULL, serve, NULL), 0);
}

static void end_server(void)
{
    destroy_receive(port);
    pthread_join(thread, NULL);
    OK(mach_port_deallocate(SELF, port));
}

/* As found: a test that called leaves no port. */
static void give_up_reply_port(void)
{
    mig_dealloc_reply_port(mig_get_reply_port());
}

#endif
