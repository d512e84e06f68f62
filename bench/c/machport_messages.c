/* The same messages by libmachport's functions.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_exchange.h"
#include <machport.h>

#define FOREVER UINT64_MAX
enum { RIGHTS = 8 }; /* none takes a message that might, for its size, be all rights */

static mach_port_name_t pair, carried;

static void fill(uint32_t live)
{
    (void)live;
    pair = new_pair();
    carried = send_right_of_another_task();
}

static void send(machport_right_t *rights, size_t count)
{
    static const char bytes[MESSAGE_SIZE];
    must(machport_message_send(pair, 0, bytes, sizeof bytes, NULL, rights, count, 0, FOREVER) == MACHPORT_KERN_SUCCESS);
}

static machport_name_t receive(void)
{
    char bytes[2 * MESSAGE_SIZE];
    machport_right_t rights[RIGHTS];
    machport_received_t received = {.struct_size = sizeof received};
    must(machport_message_receive(pair, bytes, sizeof bytes, rights, RIGHTS, 0, FOREVER, &received) == MACHPORT_KERN_SUCCESS);
    return received.count != 0 ? rights[0].name : MACHPORT_NULL;
}

static void send_and_receive(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        send(NULL, 0);
        (void)receive();
    }
}

static void move_right(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        machport_right_t right = {.name = carried, .disposition = MACHPORT_MOVE_SEND};
        send(&right, 1);
        carried = receive();
    }
}

static const struct operation operations[] = {{"message", 10000, send_and_receive}, {"right moved", 5000, move_right}};

const struct subject machport_messages = {"machport_message", fill, operations, sizeof operations / sizeof *operations};
