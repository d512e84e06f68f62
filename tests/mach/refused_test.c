/* What mach_msg refuses before it takes anything: all that the message names is as it was (mach-semantics 10, phases 1 to 3; 11).
   What was recorded of XNU lacks most of it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <stdbool.h>
#include <sys/mman.h>

enum { ID = 1000, PORTS_MOST = 16383, SIZE_MOST = 48 * 1024 * 1024 - 68, SOME_NUMBER = 0x1234567 };

static struct {
    mach_msg_base_t base;
    char descriptors[64];
    mach_msg_max_trailer_t trailer;
} message;
static size_t length; /* of the descriptors */

static mach_port_name_t to, answer;

static void begin(mach_msg_bits_t bits, mach_port_name_t reply)
{
    memset(&message, 0, sizeof message);
    length = 0;
    message.base.header = (mach_msg_header_t){.msgh_bits = bits, .msgh_remote_port = to, .msgh_local_port = reply, .msgh_id = ID};
}

static mach_msg_return_t send(size_t size)
{
    return mach_msg(&message.base.header, MACH_SEND_MSG | MACH_SEND_TIMEOUT, (mach_msg_size_t)size, 0, MACH_PORT_NULL, 0,
                    MACH_PORT_NULL);
}

static mach_msg_return_t receive(mach_msg_option_t option)
{
    memset(&message, 0, sizeof message);
    return mach_msg(&message.base.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT | option, 0, sizeof message, to, 0, MACH_PORT_NULL);
}

/* A right to send to, and one to be answered by. */
static void set_up(void)
{
    to = new_pair(1);
    answer = new_receive();
}

static void tear_down(void)
{
    CHECK_EQ(urefs_of(to, MACH_PORT_RIGHT_SEND), 1);
    CHECK_EQ(status_of(to).mps_msgcount, 0);
    CHECK_EQ(status_of(answer).mps_sorights + messages_at(answer), 0);
    destroy_receive(answer);
    OK(mach_port_destruct(SELF, to, -1, 0));
}

static void test_sizes(void)
{
    const size_t small[] = {0, 4, 20, 23, 25, 26, 27};
    begin(MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE), answer);
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        CHECK_EQ(send(small[i]), MACH_SEND_MSG_TOO_SMALL);
    message.base.header.msgh_bits |= MACH_MSGH_BITS_COMPLEX;
    CHECK_EQ(send(sizeof message.base.header), MACH_SEND_MSG_TOO_SMALL);
    CHECK_EQ(mach_msg(NULL, MACH_SEND_MSG, sizeof message.base.header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL),
             MACH_SEND_INVALID_DATA);
    mach_msg_header_t *large = mmap(NULL, SIZE_MOST + 4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!CHECK(large != MAP_FAILED))
        return;
    *large = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_remote_port = to};
    CHECK_EQ(mach_msg(large, MACH_SEND_MSG, SIZE_MOST + 4, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL), MACH_SEND_TOO_LARGE);
    OK(mach_msg(large, MACH_SEND_MSG, SIZE_MOST, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    CHECK_EQ(receive(MACH_RCV_LARGE), MACH_RCV_TOO_LARGE);
    CHECK_EQ(message.base.header.msgh_size, SIZE_MOST);
    CHECK_EQ(receive(0), MACH_RCV_TOO_LARGE);
    CHECK_EQ(munmap(large, SIZE_MOST + 4), 0);
}

/* A number without a disposition goes along as it is, there and back; what is said to be a voucher must be one. */
static void test_vouchers(void)
{
    const mach_port_name_t names[] = {MACH_PORT_NULL, MACH_PORT_DEAD, to, SOME_NUMBER};
    for (mach_msg_bits_t as = 0; as < 32; as++) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            begin(MACH_MSGH_BITS_SET(MACH_MSG_TYPE_COPY_SEND, 0, as, 0), MACH_PORT_NULL);
            message.base.header.msgh_voucher_port = names[i];
            bool fits = as == 0 || ((as == MACH_MSG_TYPE_MOVE_SEND || as == MACH_MSG_TYPE_COPY_SEND) && i == 0);
            CHECK_EQ(send(sizeof message.base.header), fits ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_VOUCHER);
            if (!fits)
                continue;
            OK(receive(0));
            CHECK_EQ(message.base.header.msgh_voucher_port, names[i]);
            CHECK_EQ(message.base.header.msgh_bits, MACH_MSGH_BITS(0, MACH_MSG_TYPE_PORT_SEND));
        }
    }
    mach_port_limits_t none = {0};
    OK(mach_port_set_attributes(SELF, to, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&none, MACH_PORT_LIMITS_INFO_COUNT));
    begin(MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), MACH_PORT_NULL);
    message.base.header.msgh_voucher_port = SOME_NUMBER;
    CHECK_EQ(send(sizeof message.base.header), MACH_SEND_TIMED_OUT);
    CHECK_EQ(message.base.header.msgh_voucher_port, SOME_NUMBER);
    mach_msg_destroy(&message.base.header);
}

/* Of several faults the voucher's comes before the destination's, and the reply's before both. */
static void test_headers(void)
{
    const struct {
        mach_msg_bits_t bits;
        mach_port_name_t remote, local, voucher;
        mach_msg_return_t status;
    } refused[] = {
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), to, answer, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), to, MACH_PORT_DEAD, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MOVE_RECEIVE), to, answer, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MOVE_RECEIVE), to, 0, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS_SET(0, 1, 1, 0), 0, answer, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS_SET(0, 0, MACH_MSG_TYPE_MAKE_SEND, 0), 0, 0, 0, MACH_SEND_INVALID_VOUCHER},
        {MACH_MSGH_BITS_SET(0, 0, MACH_MSG_TYPE_MOVE_SEND, 0), 0, 0, MACH_PORT_DEAD, MACH_SEND_INVALID_VOUCHER},
        {MACH_MSGH_BITS(0, 0), 0, 0, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_RECEIVE, 0), to, 0, 0, MACH_SEND_INVALID_HEADER},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), 0, 0, 0, MACH_SEND_INVALID_DEST},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_COPY_SEND), MACH_PORT_DEAD, answer, 0, MACH_SEND_INVALID_DEST},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_COPY_SEND), NAME_UNKNOWN, answer, 0, MACH_SEND_INVALID_DEST},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_COPY_SEND), to, answer, 0, MACH_SEND_INVALID_REPLY},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MAKE_SEND), to, NAME_UNKNOWN, 0, MACH_SEND_INVALID_REPLY},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND), to, to, 0, MACH_SEND_INVALID_DEST},
        {MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND_ONCE), to, to, 0, MACH_SEND_INVALID_DEST},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        begin(refused[i].bits, refused[i].local);
        message.base.header.msgh_remote_port = refused[i].remote;
        message.base.header.msgh_voucher_port = refused[i].voucher;
        if (!CHECK_EQ(send(sizeof message.base.header), refused[i].status))
            fprintf(stderr, "header %zu\n", i);
        CHECK_EQ(message.base.header.msgh_bits, refused[i].bits);
    }
}

static void begin_body(void)
{
    begin(MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE) | MACH_MSGH_BITS_COMPLEX, answer);
}

static void add(const void *descriptor, size_t size)
{
    memcpy(message.descriptors + length, descriptor, size);
    length += size;
    message.base.body.msgh_descriptor_count++;
}

static mach_msg_return_t send_body(void)
{
    return send(sizeof message.base + length);
}

/* A body is looked at before the header is, and both before any right is. */
static void test_shapes(void)
{
    const mach_msg_port_descriptor_t port = {.type = MACH_MSG_PORT_DESCRIPTOR};
    mach_msg_ool_descriptor_t other = {.type = MACH_MSG_OOL_DESCRIPTOR};
    begin_body();
    add(&port, sizeof port);
    CHECK_EQ(send(sizeof message.base), MACH_SEND_MSG_TOO_SMALL);
    CHECK_EQ(send(sizeof message.base + length - 4), MACH_SEND_MSG_TOO_SMALL);
    message.base.body.msgh_descriptor_count = UINT32_MAX;
    CHECK_EQ(send_body(), MACH_SEND_MSG_TOO_SMALL);
    begin_body();
    add(&other, sizeof other);
    CHECK_EQ(send(sizeof message.base + length - 4), MACH_SEND_MSG_TOO_SMALL);
    for (unsigned type = MACH_MSG_GUARDED_PORT_DESCRIPTOR + 1; type < 256; type++) {
        other.type = type & 0xff;
        begin_body();
        add(&other, sizeof other);
        CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
    }
    message.base.header.msgh_remote_port = MACH_PORT_NULL;
    CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
    CHECK_EQ(send(sizeof message.base), MACH_SEND_MSG_TOO_SMALL);
}

static void test_copies(void)
{
    for (unsigned copy = MACH_MSG_VIRTUAL_COPY + 1; copy < 4; copy++) {
        mach_msg_ool_descriptor_t memory = {.type = MACH_MSG_OOL_DESCRIPTOR, .copy = copy & 3};
        const mach_msg_ool_ports_descriptor_t ports = {.type = MACH_MSG_OOL_PORTS_DESCRIPTOR, .copy = copy & 3};
        begin_body();
        add(&memory, sizeof memory);
        CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
        memory.type = MACH_MSG_OOL_VOLATILE_DESCRIPTOR;
        begin_body();
        add(&memory, sizeof memory);
        CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
        begin_body();
        add(&ports, sizeof ports);
        CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
    }
}

/* A guarded descriptor moves a receive right, says how, and has no guard where there is to be none. */
static bool is_guarded(unsigned as, unsigned flags, mach_port_context_t context)
{
    bool unguarded = (flags & MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND) != 0;
    return as == MACH_MSG_TYPE_MOVE_RECEIVE && flags != 0 && flags <= MACH_MSG_GUARD_FLAGS_MASK && !(unguarded && context != 0);
}

static void test_guarded(void)
{
    mach_port_name_t moved = new_receive();
    for (unsigned i = 0; i < 32 * 2 * (MACH_MSG_GUARD_FLAGS_MASK + 2); i++) {
        const unsigned as = i % 32, context = i / 32 % 2, flags = i / 64;
        const mach_msg_guarded_port_descriptor_t guarded = {.type = MACH_MSG_GUARDED_PORT_DESCRIPTOR,
                                                            .disposition = as & 0xff,
                                                            .flags = flags & 0xffff,
                                                            .context = context,
                                                            .name = moved};
        begin_body();
        add(&guarded, sizeof guarded);
        if (!is_guarded(as, flags, context))
            CHECK_EQ(send_body(), MACH_SEND_INVALID_TYPE);
    }
    CHECK_EQ(type_of(moved), MACH_PORT_TYPE_RECEIVE);
    destroy_receive(moved);
}

/* All ports of a message count, however they are carried. */
static void test_more_ports_than_a_message_takes(void)
{
    mach_port_name_t *names = calloc(PORTS_MOST + 1, sizeof *names);
    const mach_msg_port_descriptor_t one = {.disposition = MACH_MSG_TYPE_COPY_SEND, .type = MACH_MSG_PORT_DESCRIPTOR};
    mach_msg_ool_ports_descriptor_t ports = {
        .type = MACH_MSG_OOL_PORTS_DESCRIPTOR, .disposition = MACH_MSG_TYPE_COPY_SEND, .address = names, .count = PORTS_MOST + 1};
    begin_body();
    add(&ports, sizeof ports);
    CHECK_EQ(send_body(), MACH_SEND_TOO_LARGE);
    ports.count--;
    begin_body();
    add(&ports, sizeof ports);
    add(&one, sizeof one);
    CHECK_EQ(send_body(), MACH_SEND_TOO_LARGE);
    begin(MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX, MACH_PORT_NULL);
    add(&ports, sizeof ports);
    OK(send_body());
    OK(receive(0));
    memcpy(&ports, message.descriptors, sizeof ports);
    CHECK_EQ(ports.count, PORTS_MOST);
    mach_msg_destroy(&message.base.header);
    free(names);
}

static void test_receives(void)
{
    const mach_port_name_t set = new_set(), once = new_send_once(answer), dead = new_dead_name(1);
    const mach_port_name_t none[] = {MACH_PORT_NULL, MACH_PORT_DEAD, NAME_UNKNOWN, once, dead};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_EQ(mach_msg(&message.base.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, none[i], 0, MACH_PORT_NULL),
                 MACH_RCV_INVALID_NAME);
    CHECK_EQ(mach_msg(&message.base.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, set, 0, MACH_PORT_NULL),
             MACH_RCV_TIMED_OUT);
    OK(mach_port_destroy(SELF, set));
    OK(mach_port_destroy(SELF, dead));
    OK(mach_port_mod_refs(SELF, once, MACH_PORT_RIGHT_SEND_ONCE, -1));
    CHECK_EQ(mach_msg(&message.base.header, MACH_RCV_MSG, 0, sizeof message, answer, 0, MACH_PORT_NULL), MACH_MSG_SUCCESS);
    CHECK_EQ(message.base.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
}

/* Whatever else they say. */
static void test_options_without_a_message(void)
{
    OK(mach_msg(NULL, MACH_MSG_OPTION_NONE, 0, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    OK(mach_msg(NULL, MACH_SEND_TIMEOUT | MACH_RCV_TIMEOUT | MACH_RCV_LARGE, 0, 0, NAME_UNKNOWN, 0, MACH_PORT_NULL));
}

/* The receive is not begun. */
static void test_a_send_that_fails_receives_nothing(void)
{
    begin(MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), MACH_PORT_NULL);
    OK(send(sizeof message.base.header));
    begin(MACH_MSGH_BITS(0, 0), MACH_PORT_NULL);
    CHECK_EQ(mach_msg(&message.base.header, MACH_SEND_MSG | MACH_RCV_MSG, sizeof message.base.header, sizeof message, to, 0,
                      MACH_PORT_NULL),
             MACH_SEND_INVALID_HEADER);
    CHECK_EQ(messages_at(to), 1);
    OK(receive(0));
}

#define RUN_WITH_PORTS(test) (set_up(), RUN(test), tear_down())

int main(void)
{
    RUN_WITH_PORTS(test_sizes);
    RUN_WITH_PORTS(test_vouchers);
    RUN_WITH_PORTS(test_headers);
    RUN_WITH_PORTS(test_shapes);
    RUN_WITH_PORTS(test_copies);
    RUN_WITH_PORTS(test_guarded);
    RUN_WITH_PORTS(test_more_ports_than_a_message_takes);
    RUN_WITH_PORTS(test_receives);
    RUN_WITH_PORTS(test_options_without_a_message);
    RUN_WITH_PORTS(test_a_send_that_fails_receives_nothing);
    return check_result();
}
