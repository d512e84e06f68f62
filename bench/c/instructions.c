/* The hot calls, one after the other, for callgrind: `valgrind --tool=callgrind instructions COUNT` dumps the
   instructions of COUNT times each, under its name. What is counted is what a C program executes for the call: its
   arguments, the jump through the library's table, and a loop around it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_exchange.h"
#include <machport.h>
#include <valgrind/callgrind.h>

static mach_port_name_t pair; /* a receive and a send right under one name */
static mach_port_name_t pair_for_answers;
static mach_port_name_t send; /* a send right to a port of another task */
static uint32_t answer;

static void types(void)
{
    must(machport_types(pair, &answer) == MACHPORT_KERN_SUCCESS);
}

static void urefs(void)
{
    must(machport_urefs(pair, MACHPORT_KIND_SEND, &answer) == MACHPORT_KERN_SUCCESS);
}

static void dup_and_release(void)
{
    must(machport_send_right_dup(pair, &answer) == MACHPORT_KERN_SUCCESS);
    must(machport_send_right_release(answer) == MACHPORT_KERN_SUCCESS);
}

static void new_and_release(void)
{
    must(machport_receive_right_new(0, 0, &answer) == MACHPORT_KERN_SUCCESS);
    must(machport_receive_right_release(answer, 0) == MACHPORT_KERN_SUCCESS);
}

static void port_type(void)
{
    must(mach_port_type(mach_task_self(), pair, &answer) == KERN_SUCCESS);
}

static void port_type_of_send(void)
{
    must(mach_port_type(mach_task_self(), send, &answer) == KERN_SUCCESS);
}

static void change_urefs(void)
{
    must(mach_port_mod_refs(mach_task_self(), pair, MACH_PORT_RIGHT_SEND, 1) == KERN_SUCCESS);
    must(mach_port_mod_refs(mach_task_self(), pair, MACH_PORT_RIGHT_SEND, -1) == KERN_SUCCESS);
}

static void allocate_and_destroy(void)
{
    must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &answer) == KERN_SUCCESS);
    must(mach_port_mod_refs(mach_task_self(), answer, MACH_PORT_RIGHT_RECEIVE, -1) == KERN_SUCCESS);
}

static void send_and_receive(void)
{
    static struct plain message;
    mach_send(pair, &message);
    mach_receive(pair, &message);
}

static void move_right(void)
{
    static struct carrying message;
    mach_send_right(pair, send, MACH_MSG_TYPE_MOVE_SEND, &message);
    send = mach_receive_right(pair, &message);
}

static void copy_right(void)
{
    static struct carrying message;
    mach_send_right(pair, send, MACH_MSG_TYPE_COPY_SEND, &message);
    must(mach_port_deallocate(mach_task_self(), mach_receive_right(pair, &message)) == KERN_SUCCESS);
}

/* The question brings a send-once right, which the answer uses up. */
static void ask_and_answer(void)
{
    static struct plain message;
    mach_send_to(pair, MACH_MSG_TYPE_COPY_SEND, pair_for_answers, &message);
    mach_receive(pair, &message);
    mach_send_to(message.header.msgh_remote_port, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, &message);
    mach_receive(pair_for_answers, &message);
}

/* Inlined into the loop, so that no call of ours is counted. */
#define COUNT_CALL(name, call)                                                                                                   \
    do {                                                                                                                         \
        for (long i = 0; i < 100; i++) /* symbols are bound and memory is warm */                                                \
            call();                                                                                                              \
        CALLGRIND_ZERO_STATS;                                                                                                    \
        for (long i = 0; i < count; i++)                                                                                         \
            call();                                                                                                              \
        CALLGRIND_DUMP_STATS_AT(name);                                                                                           \
    } while (0)

int main(int argc, char **argv)
{
    must(argc == 2);
    long count = strtol(argv[1], NULL, 10);
    pair = new_pair();
    pair_for_answers = new_pair();
    COUNT_CALL("machport_types", types);
    COUNT_CALL("machport_urefs", urefs);
    COUNT_CALL("machport_send_right_dup + release", dup_and_release);
    COUNT_CALL("machport_receive_right_new + release", new_and_release);
    COUNT_CALL("mach_port_type", port_type);
    COUNT_CALL("mach_port_mod_refs +1 -1", change_urefs);
    COUNT_CALL("mach_port_allocate + mod_refs", allocate_and_destroy);
    COUNT_CALL("mach_msg send + receive", send_and_receive);
    send = send_right_of_another_task(); /* last: the thread's task is found another way from here on */
    COUNT_CALL("mach_port_type of a send right", port_type_of_send);
    COUNT_CALL("mach_msg send + receive of a right", move_right);
    COUNT_CALL("mach_msg send + receive of a copied right, deallocate", copy_right);
    COUNT_CALL("mach_msg question + answer", ask_and_answer);
    return 0;
}
