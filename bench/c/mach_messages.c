/* Messages of the embedded Mach, by mach_msg.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "mach_exchange.h"

static mach_port_name_t pair, carried;

static void fill(uint32_t live)
{
    (void)live;
    pair = new_pair();
    carried = send_right_of_another_task();
}

static void send_and_receive(uint32_t count)
{
    static struct plain message;
    for (uint32_t i = 0; i < count; i++) {
        mach_send(pair, &message);
        mach_receive(pair, &message);
    }
}

/* It comes back under a new name. */
static void move_right(uint32_t count)
{
    static struct carrying message;
    for (uint32_t i = 0; i < count; i++) {
        mach_send_right(pair, carried, MACH_MSG_TYPE_MOVE_SEND, &message);
        carried = mach_receive_right(pair, &message);
    }
}

static void copy_right(uint32_t count)
{
    static struct carrying message;
    for (uint32_t i = 0; i < count; i++) {
        mach_send_right(pair, carried, MACH_MSG_TYPE_COPY_SEND, &message);
        must(mach_port_deallocate(mach_task_self(), mach_receive_right(pair, &message)) == KERN_SUCCESS);
    }
}

static const struct operation operations[] = {
    {"message", 20000, send_and_receive},
    {"right moved", 10000, move_right},
    {"right copied", 10000, copy_right},
};

const struct subject mach_messages = {"mach_msg", fill, operations, sizeof operations / sizeof *operations};

/* Between two threads: one port for each way. */
static mach_port_name_t there, back;

static void begin(void)
{
    there = new_pair();
    back = new_pair();
}

static void send(void)
{
    struct plain message = {.bytes = {0}};
    mach_send(there, &message);
}

static void receive(void)
{
    struct plain message;
    mach_receive(there, &message);
}

static void call(void)
{
    struct plain message = {.bytes = {0}};
    mach_send(there, &message);
    mach_receive(back, &message);
}

static void answer(void)
{
    struct plain message;
    mach_receive(there, &message);
    mach_send(back, &message);
}

const struct exchange mach_exchange = {"mach_msg", begin, call, answer, send, receive};
