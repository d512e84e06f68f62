/* mach_port_peek: what waits in a queue is told and stays there (mach-semantics 6.12, 18.9, 19.11).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

enum { FIRST_ID = 1000, MESSAGES = 3, KERNEL_HEADER_MORE = 8 };

struct peeked {
    mach_port_seqno_t seqno;
    mach_msg_size_t size;
    mach_msg_id_t id;
    mach_msg_max_trailer_t trailer;
    mach_msg_type_number_t trailer_size;
};

static kern_return_t peek(mach_port_name_t name, mach_port_seqno_t seqno, int elements, struct peeked *peeked)
{
    memset(peeked, 0xff, sizeof *peeked);
    peeked->seqno = seqno;
    peeked->trailer_size = sizeof peeked->trailer;
    return mach_port_peek(SELF, name, (mach_msg_trailer_type_t)MACH_RCV_TRAILER_ELEMENTS(elements), &peeked->seqno, &peeked->size,
                          &peeked->id, (mach_msg_trailer_info_t)&peeked->trailer, &peeked->trailer_size);
}

/* Messages of 24, 28 and 32 bytes. */
static mach_port_name_t new_queue(void)
{
    mach_port_name_t port = new_receive();
    for (mach_msg_id_t i = 0; i < MESSAGES; i++) {
        struct {
            mach_msg_header_t header;
            uint32_t words[MESSAGES];
        } message = {.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0),
                                .msgh_size = (mach_msg_size_t)(sizeof message.header + (size_t)i * sizeof *message.words),
                                .msgh_remote_port = port,
                                .msgh_id = FIRST_ID + i}};
        OK(mach_msg_send(&message.header));
    }
    return port;
}

static void receive_one(mach_port_name_t port)
{
    struct {
        mach_msg_header_t header;
        char rest[64];
    } message;
    OK(mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, port, 0, MACH_PORT_NULL));
}

static void test_each_message_is_found_by_its_number(void)
{
    mach_port_name_t port = new_queue();
    struct peeked peeked;
    OK(mach_port_set_seqno(SELF, port, 70));
    for (mach_port_seqno_t i = 0; i < MESSAGES; i++) {
        OK(peek(port, 70 + i, MACH_RCV_TRAILER_NULL, &peeked));
        CHECK_EQ(peeked.seqno, 70 + i);
        CHECK_EQ(peeked.id, FIRST_ID + i);
        CHECK_EQ(peeked.size, sizeof(mach_msg_header_t) + i * sizeof(uint32_t) + KERNEL_HEADER_MORE);
    }
    OK(peek(port, 0, MACH_RCV_TRAILER_NULL, &peeked)); /* the first, and which it is */
    CHECK_EQ(peeked.seqno, 70);
    CHECK_EQ(peeked.id, FIRST_ID);
    CHECK_EQ(peek(port, 69, MACH_RCV_TRAILER_NULL, &peeked), KERN_FAILURE);
    CHECK_EQ(peek(port, 70 + MESSAGES, MACH_RCV_TRAILER_NULL, &peeked), KERN_FAILURE);
    CHECK_EQ(messages_at(port), MESSAGES); /* all are still there */
    CHECK_EQ(status_of(port).mps_seqno, 70);
    receive_one(port);
    OK(peek(port, 0, MACH_RCV_TRAILER_NULL, &peeked));
    CHECK_EQ(peeked.seqno, 71);
    CHECK_EQ(peeked.id, FIRST_ID + 1);
    receive_one(port);
    receive_one(port);
    CHECK_EQ(peek(port, 0, MACH_RCV_TRAILER_NULL, &peeked), KERN_FAILURE);
    destroy_receive(port);
}

static void test_the_trailer_is_as_long_as_was_asked(void)
{
    static const mach_msg_type_number_t sizes[] = {sizeof(mach_msg_trailer_t), sizeof(mach_msg_seqno_trailer_t),
                                                   sizeof(mach_msg_security_trailer_t), sizeof(mach_msg_audit_trailer_t)};
    mach_port_name_t port = new_queue();
    struct peeked peeked, other;
    uint64_t home;
    mach_port_name_t given;
    OK(mach_port_set_seqno(SELF, port, 5));
    for (int elements = 0; elements <= MACH_RCV_TRAILER_AUDIT; elements++) {
        OK(peek(port, 6, elements, &peeked));
        CHECK_EQ(peeked.trailer_size, sizes[elements]);
        CHECK_EQ(peeked.trailer.msgh_trailer_size, sizes[elements]);
        CHECK_EQ(peeked.trailer.msgh_trailer_type, MACH_MSG_TRAILER_FORMAT_0);
        CHECK_EQ(peeked.trailer.msgh_seqno, elements >= MACH_RCV_TRAILER_SEQNO ? 6 : 0xffffffff);
        CHECK_EQ(peeked.trailer.msgh_context, UINT64_MAX); /* nothing behind its end is written */
    }
    /* It tells who sent each. */
    uint64_t task = new_task();
    given = give(port, MACH_MSG_TYPE_MAKE_SEND, task);
    home = enter(task);
    mach_msg_header_t header = {
        .msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_size = sizeof header, .msgh_remote_port = given};
    OK(mach_msg_send(&header));
    enter(home);
    OK(peek(port, 5 + MESSAGES, MACH_RCV_TRAILER_AUDIT, &other));
    CHECK(memcmp(&other.trailer.msgh_sender, &peeked.trailer.msgh_sender, sizeof(security_token_t)) != 0);
    CHECK(memcmp(&other.trailer.msgh_audit, &peeked.trailer.msgh_audit, sizeof(audit_token_t)) != 0);
    OK(mach_embedded_task_destroy(task));
    destroy_receive(port);
}

static void test_what_is_refused(void)
{
    mach_port_name_t port = new_queue(), set = new_set(), dead = new_dead_name(1);
    struct peeked peeked;
    CHECK_EQ(peek(MACH_PORT_NULL, 0, MACH_RCV_TRAILER_CTX, &peeked), KERN_INVALID_RIGHT);
    CHECK_EQ(peek(MACH_PORT_DEAD, 0, MACH_RCV_TRAILER_CTX, &peeked), KERN_INVALID_RIGHT);
    CHECK_EQ(peek(NAME_UNKNOWN, 0, MACH_RCV_TRAILER_CTX, &peeked), KERN_INVALID_VALUE);
    CHECK_EQ(peek(port, 0, MACH_RCV_TRAILER_CTX, &peeked), KERN_INVALID_VALUE);
    CHECK_EQ(peek(NAME_UNKNOWN, 0, MACH_RCV_TRAILER_NULL, &peeked), KERN_INVALID_NAME);
    CHECK_EQ(peek(dead, 0, MACH_RCV_TRAILER_NULL, &peeked), KERN_INVALID_NAME);
    CHECK_EQ(peek(set, 0, MACH_RCV_TRAILER_NULL, &peeked), KERN_INVALID_RIGHT);
    CHECK_EQ(peek(SELF, 0, MACH_RCV_TRAILER_NULL, &peeked), KERN_INVALID_RIGHT);
    peeked.trailer_size = sizeof(mach_msg_seqno_trailer_t) - 1;
    CHECK_EQ(mach_port_peek(SELF, port, MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO), &peeked.seqno, &peeked.size,
                            &peeked.id, (mach_msg_trailer_info_t)&peeked.trailer, &peeked.trailer_size),
             KERN_INVALID_VALUE);
    CHECK_EQ(messages_at(port), MESSAGES);
    OK(mach_port_deallocate(SELF, dead));
    OK(mach_port_deallocate(SELF, set));
    destroy_receive(port);
}

int main(void)
{
    RUN(test_each_message_is_found_by_its_number);
    RUN(test_the_trailer_is_as_long_as_was_asked);
    RUN(test_what_is_refused);
    return check_result();
}
