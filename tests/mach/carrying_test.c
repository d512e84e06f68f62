/* Rights in port descriptors and to answer with: how they leave and arrive together (mach-semantics 5, 7, 10).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

enum { ID = 1000, MOST = 100 };

struct carrying {
    mach_msg_base_t base;
    mach_msg_port_descriptor_t rights[MOST];
    mach_msg_max_trailer_t trailer;
};

static struct carrying message;

static void begin(mach_port_name_t to, mach_msg_type_name_t how, mach_port_name_t reply, mach_msg_type_name_t reply_how)
{
    memset(&message, 0, sizeof message);
    message.base.header = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(how, reply_how) | MACH_MSGH_BITS_COMPLEX,
                                              .msgh_remote_port = to,
                                              .msgh_local_port = reply,
                                              .msgh_id = ID};
}

static void add(mach_port_name_t name, uint8_t disposition)
{
    message.rights[message.base.body.msgh_descriptor_count++] =
        (mach_msg_port_descriptor_t){.name = name, .disposition = disposition, .type = MACH_MSG_PORT_DESCRIPTOR};
}

static mach_msg_return_t send(mach_msg_option_t option)
{
    mach_msg_size_t size =
        (mach_msg_size_t)(sizeof message.base + message.base.body.msgh_descriptor_count * sizeof message.rights[0]);
    return mach_msg(&message.base.header, MACH_SEND_MSG | option, size, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
}

static mach_msg_return_t receive(mach_port_name_t from)
{
    memset(&message, 0, sizeof message);
    return mach_msg(&message.base.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, from, 0, MACH_PORT_NULL);
}

/* The names and the types that arrive are those of the rights, and none is left when they are released. */
static void test_all_kinds_arrive(void)
{
    mach_port_name_t to = new_pair(1), other = new_pair(2);
    begin(to, MACH_MSG_TYPE_COPY_SEND, other, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    add(other, MACH_MSG_TYPE_COPY_SEND);
    add(other, MACH_MSG_TYPE_MOVE_SEND);
    add(MACH_PORT_NULL, MACH_MSG_TYPE_COPY_SEND);
    add(other, MACH_MSG_TYPE_MAKE_SEND);
    add(MACH_PORT_DEAD, MACH_MSG_TYPE_MOVE_SEND_ONCE);
    add(other, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    add(new_send_once(other), MACH_MSG_TYPE_MOVE_SEND_ONCE);
    OK(send(0));
    CHECK_EQ(status_of(other).mps_sorights, 3);
    CHECK_EQ(status_of(other).mps_mscount, 2);
    CHECK_EQ(urefs_of(other, MACH_PORT_RIGHT_SEND), 1);
    OK(receive(to));
    const mach_port_name_t names[] = {other, other, MACH_PORT_NULL, other, MACH_PORT_DEAD};
    const mach_msg_type_name_t types[] = {MACH_MSG_TYPE_PORT_SEND,     MACH_MSG_TYPE_PORT_SEND,      MACH_MSG_TYPE_PORT_SEND,
                                          MACH_MSG_TYPE_PORT_SEND,     MACH_MSG_TYPE_PORT_SEND_ONCE, MACH_MSG_TYPE_PORT_SEND_ONCE,
                                          MACH_MSG_TYPE_PORT_SEND_ONCE};
    CHECK_EQ(message.base.body.msgh_descriptor_count, 7);
    for (int i = 0; i < 7; i++) {
        CHECK_EQ(message.rights[i].type, MACH_MSG_PORT_DESCRIPTOR);
        CHECK_EQ(message.rights[i].disposition, types[i]);
        if (i < 5)
            CHECK_EQ(message.rights[i].name, names[i]);
        else
            CHECK_EQ(type_of(message.rights[i].name), MACH_PORT_TYPE_SEND_ONCE);
    }
    CHECK_EQ(type_of(message.base.header.msgh_remote_port), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(urefs_of(other, MACH_PORT_RIGHT_SEND), 4);
    mach_msg_destroy(&message.base.header);
    CHECK_EQ(urefs_of(other, MACH_PORT_RIGHT_SEND), 1);
    CHECK_EQ(messages_at(other), 3);
    OK(mach_port_destruct(SELF, other, -1, 0));
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* The header's right is taken first, so that the last send right may go along in the message to its own port. */
static void test_a_right_goes_along_to_its_own_port(void)
{
    mach_port_name_t to = new_pair(1);
    begin(to, MACH_MSG_TYPE_COPY_SEND, MACH_PORT_NULL, 0);
    add(to, MACH_MSG_TYPE_MOVE_SEND);
    OK(send(0));
    CHECK_EQ(type_of(to), MACH_PORT_TYPE_RECEIVE);
    OK(receive(to));
    CHECK_EQ(message.rights[0].name, to);
    CHECK_EQ(type_of(to), MACH_PORT_TYPE_SEND_RECEIVE);
    CHECK_EQ(status_of(to).mps_mscount, 1);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* Which is why a send-once right cannot: it is used up. */
static void test_a_send_once_right_does_not(void)
{
    mach_port_name_t to = new_receive(), once = new_send_once(to);
    begin(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0);
    add(once, MACH_MSG_TYPE_MOVE_SEND_ONCE);
    CHECK_EQ(send(0), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(type_of(once), 0);
    OK(receive(to));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
    CHECK_EQ(receive(to), MACH_RCV_TIMED_OUT);
    destroy_receive(to);
}

/* A right that cannot be taken destroys those before it, and the one to answer with. */
static void test_what_was_taken_goes(void)
{
    mach_port_name_t to = new_pair(1), other = new_pair(1);
    uint64_t task = new_task();
    mach_port_name_t given = give(other, MACH_MSG_TYPE_MAKE_SEND, task);
    uint64_t self = enter(task);
    mach_port_name_t answer = new_receive(), mine = new_pair(1);
    begin(mine, MACH_MSG_TYPE_COPY_SEND, answer, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    add(given, MACH_MSG_TYPE_MOVE_SEND);
    add(given, MACH_MSG_TYPE_COPY_SEND);
    CHECK_EQ(send(0), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(type_of(given), 0);
    CHECK_EQ(messages_at(mine), 0);
    OK(receive(answer));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
    (void)enter(self);
    OK(mach_embedded_task_destroy(task));
    OK(mach_port_mod_refs(SELF, other, MACH_PORT_RIGHT_SEND, -1));
    CHECK_EQ(status_of(other).mps_srights, 0);
    destroy_receive(other);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* Who asked to be told of a name hears that it went before the message that took its right. */
static void test_a_name_that_goes_is_told_first(void)
{
    mach_port_name_t to = new_pair(1), once = new_send_once(to);
    arm(once, MACH_NOTIFY_DEAD_NAME, 0, to);
    begin(to, MACH_MSG_TYPE_COPY_SEND, MACH_PORT_NULL, 0);
    add(once, MACH_MSG_TYPE_MOVE_SEND_ONCE);
    OK(send(0));
    OK(receive(to));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_PORT_DELETED);
    OK(receive(to));
    CHECK_EQ(message.base.header.msgh_id, ID);
    mach_msg_destroy(&message.base.header);
    OK(receive(to));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* No room: all comes back, received, in the sender's buffer. */
static void test_all_comes_back(void)
{
    mach_port_limits_t none = {0};
    mach_port_name_t to = new_pair(1), other = new_pair(1), answer = new_receive(), once = new_send_once(other);
    OK(mach_port_set_attributes(SELF, to, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&none, MACH_PORT_LIMITS_INFO_COUNT));
    begin(to, MACH_MSG_TYPE_COPY_SEND, answer, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    add(other, MACH_MSG_TYPE_MOVE_SEND);
    add(once, MACH_MSG_TYPE_MOVE_SEND_ONCE);
    CHECK_EQ(send(MACH_SEND_TIMEOUT), MACH_SEND_TIMED_OUT);
    CHECK_EQ(message.base.header.msgh_remote_port, to);
    CHECK_EQ(type_of(message.base.header.msgh_local_port), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(message.base.header.msgh_bits,
             MACH_MSGH_BITS(MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND_ONCE) | MACH_MSGH_BITS_COMPLEX);
    CHECK_EQ(message.rights[0].name, other);
    CHECK_EQ(message.rights[0].disposition, MACH_MSG_TYPE_PORT_SEND);
    CHECK_EQ(type_of(message.rights[1].name), MACH_PORT_TYPE_SEND_ONCE);
    CHECK_EQ(urefs_of(to, MACH_PORT_RIGHT_SEND), 2);
    mach_msg_destroy(&message.base.header);
    OK(mach_port_deallocate(SELF, message.base.header.msgh_local_port));
    CHECK_EQ(messages_at(answer), 1);
    CHECK_EQ(messages_at(other), 1);
    destroy_receive(answer);
    CHECK_EQ(type_of(other), MACH_PORT_TYPE_RECEIVE);
    destroy_receive(other);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* An answer uses up the send-once right that it is sent to; another has room beyond the limit. */
static void test_an_answer_has_room(void)
{
    mach_port_limits_t none = {0};
    mach_port_name_t to = new_receive(), once = new_send_once(to), dead = new_receive(), lost = new_send_once(dead);
    OK(mach_port_set_attributes(SELF, to, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&none, MACH_PORT_LIMITS_INFO_COUNT));
    begin(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0);
    OK(send(MACH_SEND_TIMEOUT));
    CHECK_EQ(type_of(once), 0);
    CHECK_EQ(status_of(to).mps_sorights, 1);
    OK(receive(to));
    CHECK_EQ(MACH_MSGH_BITS_LOCAL(message.base.header.msgh_bits), MACH_MSG_TYPE_PORT_SEND_ONCE);
    CHECK_EQ(status_of(to).mps_sorights, 0);
    begin(once, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0);
    CHECK_EQ(send(0), MACH_SEND_INVALID_DEST);
    /* Nobody looked at the right since its port died: the message goes with it. */
    destroy_receive(dead);
    begin(lost, MACH_MSG_TYPE_MOVE_SEND_ONCE, to, MACH_MSG_TYPE_MAKE_SEND_ONCE);
    OK(send(0));
    CHECK_EQ(type_of(lost), 0);
    OK(receive(to));
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
    destroy_receive(to);
}

/* The only send right there is comes back to the space of the receive right, and joins it under its name. */
static void test_the_only_send_right_comes_home(void)
{
    mach_port_name_t port = new_receive(), to = new_pair(1);
    uint64_t task = new_task();
    mach_port_name_t given = give(port, MACH_MSG_TYPE_MAKE_SEND, task), there = give(to, MACH_MSG_TYPE_MAKE_SEND, task);
    uint64_t self = enter(task);
    begin(there, MACH_MSG_TYPE_COPY_SEND, MACH_PORT_NULL, 0);
    add(given, MACH_MSG_TYPE_MOVE_SEND);
    OK(send(0));
    CHECK_EQ(type_of(given), 0);
    (void)enter(self);
    OK(mach_embedded_task_destroy(task));
    OK(receive(to));
    CHECK_EQ(message.rights[0].name, port);
    CHECK_EQ(type_of(port), MACH_PORT_TYPE_SEND_RECEIVE);
    CHECK_EQ(urefs_of(port, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_port_destruct(SELF, port, -1, 0));
    OK(mach_port_destruct(SELF, to, -1, 0));
}

/* The name of the destination is free before that of a right in the body: so the latter is the next that is given (section 2). */
static void test_names_are_free_in_the_order_of_the_message(void)
{
    mach_port_name_t to = new_receive(), other = new_receive(), moved;
    begin(new_send_once(to), MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0);
    moved = new_send_once(other);
    add(moved, MACH_MSG_TYPE_MOVE_SEND_ONCE);
    OK(send(0));
    mach_port_name_t next = new_receive();
    CHECK_EQ(MACH_PORT_INDEX(next), MACH_PORT_INDEX(moved));
    OK(receive(to));
    mach_msg_destroy(&message.base.header);
    destroy_receive(next);
    destroy_receive(other);
    destroy_receive(to);
}

/* As many as there is room for in a message of some size: each is a right of its own. */
static void test_many_arrive(void)
{
    mach_port_name_t to = new_pair(1), other = new_receive();
    begin(to, MACH_MSG_TYPE_COPY_SEND, MACH_PORT_NULL, 0);
    for (int i = 0; i < MOST; i++)
        add(other, i % 2 == 0 ? MACH_MSG_TYPE_MAKE_SEND : MACH_MSG_TYPE_MAKE_SEND_ONCE);
    OK(send(0));
    OK(receive(to));
    CHECK_EQ(urefs_of(other, MACH_PORT_RIGHT_SEND), MOST / 2);
    CHECK_EQ(status_of(other).mps_sorights, MOST / 2);
    CHECK_EQ(status_of(other).mps_mscount, MOST / 2);
    mach_msg_destroy(&message.base.header);
    CHECK_EQ(type_of(other), MACH_PORT_TYPE_RECEIVE);
    CHECK_EQ(messages_at(other), MOST / 2);
    destroy_receive(other);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

int main(void)
{
    RUN(test_all_kinds_arrive);
    RUN(test_a_right_goes_along_to_its_own_port);
    RUN(test_a_send_once_right_does_not);
    RUN(test_what_was_taken_goes);
    RUN(test_a_name_that_goes_is_told_first);
    RUN(test_all_comes_back);
    RUN(test_an_answer_has_room);
    RUN(test_the_only_send_right_comes_home);
    RUN(test_names_are_free_in_the_order_of_the_message);
    RUN(test_many_arrive);
    return check_result();
}
