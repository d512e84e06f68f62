/* One right of each kind, so that each release changes what the next one finds: a receive right, a send right under its name, a
   send-once right to it, a port set that it is in, a dead name; and in its queue a message with a receive and a send right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef FIVE_RIGHTS_H
#define FIVE_RIGHTS_H
#include "orders.h"
#include "space_view.h"
#include <stdbool.h>

static const machport_kind_t kinds[RIGHTS] = {MACHPORT_KIND_RECEIVE, MACHPORT_KIND_SEND, MACHPORT_KIND_SEND_ONCE,
                                              MACHPORT_KIND_PORT_SET, MACHPORT_KIND_DEAD_NAME};

struct five_rights {
    size_t names_before;
    machport_name_t name[RIGHTS];
};

static inline struct five_rights make_five_rights(void)
{
    struct five_rights five = {.names_before = view_space().count};
    const machport_receive_t receive = new_port(), dies = new_port();
    machport_port_set_t set;
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_insert(set, receive), MACHPORT_KERN_SUCCESS);
    const machport_name_t names[RIGHTS] = {receive, new_send(receive), new_send_once(receive), set, new_send(dies)};
    for (int i = 0; i < RIGHTS; i++)
        five.name[i] = names[i];
    CHECK_EQ(machport_receive_right_release(dies, 0), MACHPORT_KERN_SUCCESS);
    machport_right_t carried[] = {{.name = new_port(), .disposition = MACHPORT_MOVE_RECEIVE},
                                  {.name = receive, .disposition = MACHPORT_MAKE_SEND}};
    CHECK_EQ(machport_message_send(names[1], 1, NULL, 0, NULL, carried, 2, 0, 0), MACHPORT_KERN_SUCCESS);
    return five;
}

/* The space holds what was not released, and nothing else: with its port a send or send-once right dies. */
static inline void check_what_is_left(const struct five_rights *five, const struct order *order)
{
    bool left[RIGHTS] = {false};
    for (int i = order->released; i < RIGHTS; i++)
        left[order->right[i]] = true;
    const bool lives = left[0];
    const uint32_t expected[] = {
        (left[0] ? MACHPORT_TYPE_RECEIVE : 0) | (left[1] ? lives ? MACHPORT_TYPE_SEND : MACHPORT_TYPE_DEAD_NAME : 0),
        left[2] ? lives ? MACHPORT_TYPE_SEND_ONCE : MACHPORT_TYPE_DEAD_NAME : 0,
        left[3] ? MACHPORT_TYPE_PORT_SET : 0,
        left[4] ? MACHPORT_TYPE_DEAD_NAME : 0,
    };
    size_t names = five->names_before;
    for (int i = 0; i < RIGHTS - 1; i++) {
        uint32_t types;
        const machport_status_t status = machport_types(five->name[i + 1], &types);
        CHECK_EQ(status, expected[i] != 0 ? MACHPORT_KERN_SUCCESS : MACHPORT_E_STALE);
        CHECK_EQ(types, expected[i]);
        names += expected[i] != 0;
    }
    CHECK_EQ(view_space().count, names);
}

/* A finalizer may still make, send, receive and release. */
static inline void check_it_works(void)
{
    machport_receive_t receive;
    machport_send_t send;
    machport_received_t received = {.struct_size = sizeof received};
    CHECK_EQ(machport_pair_new(0, 0, &receive, &send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_send(send, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_receive(receive, NULL, 0, NULL, 0, 0, 0, &received), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(receive, send, 0), MACHPORT_KERN_SUCCESS);
}

#endif
