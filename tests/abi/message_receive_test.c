/* What a received message says, and that none is lost for want of room.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "this_mach.h"
#include <string.h>

static machport_receive_t port;
static machport_send_t to;

static machport_status_t receive(void *bytes, size_t capacity, machport_right_t *rights, size_t room, machport_received_t *got)
{
    memset(got, 0xff, sizeof *got);
    got->struct_size = sizeof *got;
    const machport_status_t status = machport_message_receive(port, bytes, capacity, rights, room, 0, 0, got);
    CHECK_EQ(got->struct_size, sizeof *got);
    return status;
}

static void what_was_sent_arrives(void)
{
    const machport_receive_t other = new_port();
    const char text[8] = "seven b";
    machport_right_t rights[] = {{.name = other, .disposition = MACHPORT_MOVE_RECEIVE}, {.disposition = MACHPORT_MAKE_SEND}};
    machport_right_t reply = {.name = port, .disposition = MACHPORT_MAKE_SEND_ONCE}, room[20];
    machport_received_t got;
    char bytes[64];
    CHECK_EQ(machport_message_send(to, -5, text, 8, &reply, rights, 2, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(receive(bytes, sizeof bytes, room, 20, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.id, -5);
    CHECK_EQ(got.from, port);
    CHECK_EQ(got.via, MACHPORT_MOVE_SEND);
    CHECK_EQ(got.origin, origin_if_known(MACHPORT_ORIGIN_TASK));
    CHECK_EQ(got.sequence, 0);
    CHECK_EQ(got.dropped, 0);
    CHECK_EQ(got.size, 8);
    CHECK_EQ(memcmp(bytes, text, 8), 0);
    CHECK_EQ(got.count, 2);
    CHECK_EQ(room[0].disposition, MACHPORT_MOVE_RECEIVE);
    CHECK_EQ(room[0].outcome, MACHPORT_OUTCOME_NONE);
    CHECK_EQ(units(room[0].name, MACHPORT_KIND_RECEIVE), 1);
    CHECK_EQ(room[1].name, MACHPORT_NULL);
    CHECK_EQ(machport_rights_release(room, 2), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.reply.disposition, MACHPORT_MOVE_SEND_ONCE);
    CHECK_EQ(machport_message_send_once(&got.reply, 6, NULL, 0, NULL, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.reply.outcome, MACHPORT_OUTCOME_MOVED);
    CHECK_EQ(receive(NULL, 0, NULL, 0, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.via, MACHPORT_MOVE_SEND_ONCE);
    CHECK_EQ(got.reply.name, MACHPORT_NULL);
    CHECK_EQ(got.sequence, 1);
}

/* Every shape of a small message, into every room: what is told is enough, and until then the message stays. */
static void too_large_leaves_the_message(void)
{
    static const char text[40] = "what is sent comes whole, or it stays.";
    for (size_t size = 0; size <= 40; size += 4) {
        for (size_t count = 0; count <= 3; count++) {
            machport_right_t rights[3] = {{.name = to, .disposition = MACHPORT_COPY_SEND},
                                          {.name = to, .disposition = MACHPORT_COPY_SEND},
                                          {.name = to, .disposition = MACHPORT_COPY_SEND}};
            for (size_t capacity = 0; capacity <= 48; capacity += 3) {
                char bytes[96];
                machport_right_t room[16];
                machport_received_t got;
                uint32_t waiting;
                CHECK_EQ(machport_message_send(to, 1, text, size, NULL, rights, count, 0, 0), MACHPORT_KERN_SUCCESS);
                for (size_t i = 0; i < 3; i++)
                    rights[i].name = to;
                machport_status_t status = receive(bytes, capacity, room, capacity % 4, &got);
                if (status == MACHPORT_MACH_RCV_TOO_LARGE) {
                    CHECK(got.size >= size && got.size <= sizeof bytes);
                    CHECK(got.count >= count && got.count <= 16);
                    CHECK_EQ(machport_attr_get(port, MACHPORT_ATTR_MESSAGE_COUNT, &waiting), MACHPORT_KERN_SUCCESS);
                    CHECK_EQ(waiting, 1);
                    status = receive(bytes, (size_t)got.size, room, (size_t)got.count, &got);
                } else {
                    CHECK(size <= capacity && count <= capacity % 4);
                }
                CHECK_EQ(status, MACHPORT_KERN_SUCCESS);
                CHECK_EQ(got.size, size);
                CHECK_EQ(got.count, count);
                CHECK_EQ(memcmp(bytes, text, size), 0);
                CHECK_EQ(machport_rights_release(room, count), MACHPORT_KERN_SUCCESS);
                CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
            }
        }
    }
}

/* More than fits where most messages are built: it needs memory, on both ways. */
static void a_large_message_comes_whole(void)
{
    enum { SIZE = 70000, COUNT = 300, ROOM = 90000 };
    static char text[SIZE], bytes[ROOM];
    static machport_right_t rights[COUNT], room[ROOM / 4];
    machport_received_t got;
    for (size_t i = 0; i < SIZE; i++)
        text[i] = (char)(i % 251);
    for (size_t i = 0; i < COUNT; i++)
        rights[i] = (machport_right_t){.name = to, .disposition = i % 2 ? MACHPORT_COPY_SEND : MACHPORT_MAKE_SEND};
    for (size_t i = 0; i < COUNT; i += 2)
        rights[i].name = port;
    CHECK_EQ(machport_message_send(to, 1, text, SIZE, NULL, rights, COUNT, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
    CHECK_EQ(receive(bytes, SIZE, room, COUNT, &got), MACHPORT_MACH_RCV_TOO_LARGE);
    CHECK(got.size <= ROOM && got.count <= ROOM / 4);
    CHECK_EQ(receive(bytes, (size_t)got.size, room, (size_t)got.count, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.size, SIZE);
    CHECK_EQ(memcmp(bytes, text, SIZE), 0);
    CHECK_EQ(got.count, COUNT);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1 + COUNT);
    CHECK_EQ(machport_rights_release(room, COUNT), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
}

static void a_message_of_a_set_says_its_member(void)
{
    machport_port_set_t set;
    machport_received_t got = {.struct_size = sizeof got};
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_insert(set, port), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_receive(set, NULL, 0, NULL, 0, 0, 0, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.from, port);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
}

/* A caller of a later version gets zeros for what this library does not know; one of an earlier there was not. */
static void a_struct_may_grow(void)
{
    struct {
        machport_received_t known;
        uint64_t later;
        uint64_t not_theirs;
    } got;
    memset(&got, 0xff, sizeof got);
    got.known.struct_size = sizeof got.known + 8;
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, 0, &got.known), MACHPORT_MACH_RCV_TIMED_OUT);
    CHECK_EQ(got.known.struct_size, sizeof got.known + 8);
    CHECK_EQ(got.known.count, 0);
    CHECK_EQ(got.later, 0);
    CHECK_EQ(got.not_theirs, UINT64_MAX);
    got.known.struct_size = sizeof got.known - 1;
    got.known.count = 9;
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, 0, &got.known), MACHPORT_KERN_INVALID_ARGUMENT);
    CHECK_EQ(got.known.count, 9);
}

static void refusals(void)
{
    machport_received_t got = {.struct_size = sizeof got};
    const machport_send_once_t send_once = new_send_once(port);
    CHECK_EQ(machport_message_receive(MACHPORT_NULL, NULL, 0, NULL, 0, 0, 0, &got), MACHPORT_E_NULL);
    CHECK_EQ(machport_message_receive(MACHPORT_DEAD, NULL, 0, NULL, 0, 0, 0, &got), MACHPORT_E_DEAD);
    CHECK_EQ(machport_message_receive(send_once, NULL, 0, NULL, 0, 0, 0, &got), MACHPORT_E_WRONG_KIND);
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 1, 0, &got), MACHPORT_KERN_INVALID_ARGUMENT);
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 0, 0, 0, NULL), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_receive(port, NULL, 1, NULL, 0, 0, 0, &got), MACHPORT_E_POINTER);
    CHECK_EQ(machport_message_receive(port, NULL, 0, NULL, 1, 0, 0, &got), MACHPORT_E_POINTER);
    CHECK_EQ(machport_send_once_right_release(send_once), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_message_receive(stale_name(), NULL, 0, NULL, 0, 0, 0, &got), MACHPORT_E_STALE);
    CHECK_EQ(receive(NULL, 0, NULL, 0, &got), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.origin, origin_if_known(MACHPORT_ORIGIN_KERNEL));
}

int main(void)
{
    const struct space_view before = view_space();
    port = new_port();
    to = new_send(port);
    what_was_sent_arrives();
    too_large_leaves_the_message();
    a_large_message_comes_whole();
    a_message_of_a_set_says_its_member();
    a_struct_may_grow();
    refusals();
    CHECK_EQ(machport_pair_release(port, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("the end", &before);
    return check_result();
}
