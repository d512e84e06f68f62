/* Messages through queues: what waits, who is woken, and what is told (mach-semantics 8, 10, 11).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ID = 1000, SENDERS = 3, EACH = 400, SHORT_WAIT = 30 /* milliseconds */, LONG_WAIT = 60000 };

struct message {
    mach_msg_header_t header;
    uint32_t words[2];
    mach_msg_max_trailer_t trailer;
};
enum { SIZE = sizeof(mach_msg_header_t) + 2 * sizeof(uint32_t) };

static mach_msg_return_t send(mach_port_name_t to, mach_msg_type_name_t how, uint32_t first, uint32_t second,
                              mach_msg_option_t option, mach_msg_timeout_t timeout)
{
    struct message message = {.header = {.msgh_bits = MACH_MSGH_BITS(how, 0), .msgh_remote_port = to, .msgh_id = ID},
                              .words = {first, second}};
    mach_msg_return_t status =
        mach_msg(&message.header, MACH_SEND_MSG | option, SIZE, 0, MACH_PORT_NULL, timeout, MACH_PORT_NULL);
    if (status == MACH_SEND_TIMED_OUT)
        mach_msg_destroy(&message.header);
    return status;
}

static mach_msg_return_t receive(struct message *message, mach_port_name_t from, mach_msg_timeout_t timeout)
{
    return mach_msg(&message->header, MACH_RCV_MSG | MACH_RCV_TIMEOUT | MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SEQNO), 0,
                    sizeof *message, from, timeout, MACH_PORT_NULL);
}

static void set_limit(mach_port_name_t port, mach_port_msgcount_t messages)
{
    mach_port_limits_t limits = {messages};
    OK(mach_port_set_attributes(SELF, port, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
}

static void test_there_and_back(void)
{
    mach_port_name_t port = new_receive();
    struct message message;
    OK(send(port, MACH_MSG_TYPE_MAKE_SEND_ONCE, 1, 2, 0, 0));
    OK(receive(&message, port, 0));
    CHECK_EQ(message.header.msgh_id, ID);
    CHECK_EQ(message.header.msgh_size, SIZE);
    CHECK_EQ(message.header.msgh_local_port, port);
    CHECK_EQ(message.header.msgh_remote_port, MACH_PORT_NULL);
    CHECK_EQ(MACH_MSGH_BITS_LOCAL(message.header.msgh_bits), MACH_MSG_TYPE_PORT_SEND_ONCE);
    CHECK_EQ(message.words[0], 1);
    CHECK_EQ(message.words[1], 2);
    CHECK_EQ(message.trailer.msgh_seqno, 0);
    CHECK_EQ(receive(&message, port, 0), MACH_RCV_TIMED_OUT);
    CHECK_EQ(receive(&message, port, SHORT_WAIT), MACH_RCV_TIMED_OUT);
    destroy_receive(port);
}

/* As long as was asked for, whatever type was: programs give the elements for it as well. */
static void test_each_trailer_is_as_long_as_was_asked(void)
{
    static const mach_msg_trailer_size_t sizes[] = {sizeof(mach_msg_trailer_t),          sizeof(mach_msg_seqno_trailer_t),
                                                    sizeof(mach_msg_security_trailer_t), sizeof(mach_msg_audit_trailer_t),
                                                    sizeof(mach_msg_context_trailer_t),  sizeof(mach_msg_mac_trailer_t),
                                                    sizeof(mach_msg_mac_trailer_t),      sizeof(mach_msg_mac_trailer_t)};
    mach_port_name_t port = new_receive();
    struct message message;
    OK(mach_port_set_context(SELF, port, 0x12345678));
    for (unsigned i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
        const unsigned elements = i / 2, type = i % 2 == 0 ? MACH_MSG_TRAILER_FORMAT_0 : elements;
        const mach_msg_option_t option = (mach_msg_option_t)(MACH_RCV_TRAILER_TYPE(type) | MACH_RCV_TRAILER_ELEMENTS(elements));
        const mach_msg_size_t needed = SIZE + sizes[elements];
        OK(send(port, MACH_MSG_TYPE_MAKE_SEND, 0, 0, MACH_SEND_TIMEOUT, 0));
        memset(&message, 0xff, sizeof message);
        CHECK_EQ(mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_LARGE | option, 0, needed - 1, port, 0, MACH_PORT_NULL),
                 MACH_RCV_TOO_LARGE);
        OK(mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT | option, 0, needed, port, 0, MACH_PORT_NULL));
        CHECK_EQ(message.trailer.msgh_trailer_type, MACH_MSG_TRAILER_FORMAT_0);
        CHECK_EQ(message.trailer.msgh_trailer_size, sizes[elements]);
        CHECK_EQ(message.trailer.msgh_seqno, elements >= MACH_RCV_TRAILER_SEQNO ? i : UINT32_MAX);
        CHECK_EQ(message.trailer.msgh_audit.val[0] == UINT32_MAX, elements < MACH_RCV_TRAILER_AUDIT);
        CHECK_EQ(message.trailer.msgh_context, elements >= MACH_RCV_TRAILER_CTX ? 0x12345678 : UINT64_MAX);
        CHECK_EQ(message.trailer.msgh_labels.sender, elements > MACH_RCV_TRAILER_CTX ? MACH_PORT_NULL : MACH_PORT_DEAD);
    }
    destroy_receive(port);
}

struct sender {
    pthread_t thread;
    mach_port_name_t port;
    uint32_t number;
};

static void *send_each(void *argument)
{
    const struct sender *sender = argument;
    for (uint32_t i = 0; i < EACH; i++)
        OK(send(sender->port, MACH_MSG_TYPE_MAKE_SEND, sender->number, i, 0, 0));
    return NULL;
}

/* Receives all that the senders send: none is lost or doubled, and those of one sender come in its order. */
static void receive_all(mach_port_name_t from, const mach_port_name_t ports[SENDERS])
{
    struct sender senders[SENDERS];
    uint32_t next[SENDERS] = {0};
    for (uint32_t i = 0; i < SENDERS; i++) {
        senders[i] = (struct sender){.port = ports[i], .number = i};
        CHECK_EQ(pthread_create(&senders[i].thread, NULL, send_each, &senders[i]), 0);
    }
    for (int i = 0; i < SENDERS * EACH; i++) {
        struct message message;
        OK(receive(&message, from, LONG_WAIT));
        CHECK(message.words[0] < SENDERS);
        CHECK_EQ(message.words[1], next[message.words[0]]++);
        CHECK_EQ(message.header.msgh_local_port, ports[message.words[0]]);
    }
    for (int i = 0; i < SENDERS; i++)
        pthread_join(senders[i].thread, NULL);
}

/* Without room for anything there need be no buffer: the message is destroyed all the same. */
static void test_no_buffer(void)
{
    mach_port_name_t port = new_receive();
    OK(send(port, MACH_MSG_TYPE_MAKE_SEND_ONCE, 1, 2, 0, 0));
    CHECK_EQ(mach_msg(NULL, MACH_RCV_MSG | MACH_RCV_LARGE, 0, 0, port, 0, MACH_PORT_NULL), MACH_RCV_TOO_LARGE);
    CHECK_EQ(messages_at(port), 1);
    CHECK_EQ(mach_msg(NULL, MACH_RCV_MSG, 0, 0, port, 0, MACH_PORT_NULL), MACH_RCV_INVALID_DATA);
    CHECK_EQ(messages_at(port), 0);
    destroy_receive(port);
}

static void test_senders_wait_for_room(void)
{
    mach_port_name_t port = new_receive();
    set_limit(port, 1);
    receive_all(port, (mach_port_name_t[SENDERS]){port, port, port});
    destroy_receive(port);
}

static void test_a_set_receives_from_all_its_members(void)
{
    mach_port_name_t set = new_set(), ports[SENDERS];
    for (int i = 0; i < SENDERS; i++) {
        ports[i] = new_receive();
        OK(mach_port_insert_member(SELF, ports[i], set));
    }
    receive_all(set, ports);
    for (int i = 0; i < SENDERS; i++)
        destroy_receive(ports[i]);
    OK(mach_port_deallocate(SELF, set));
}

struct waiting {
    atomic_bool begun; /* the thread is there: on a loaded machine that takes a while */
    mach_port_name_t at;
    mach_msg_return_t status;
};

static void *wait_for_message(void *argument)
{
    struct waiting *wait = argument;
    struct message message;
    atomic_store(&wait->begun, true);
    wait->status = receive(&message, wait->at, LONG_WAIT);
    return NULL;
}

static void *wait_for_room(void *argument)
{
    struct waiting *wait = argument;
    atomic_store(&wait->begun, true);
    wait->status = send(wait->at, MACH_MSG_TYPE_MAKE_SEND, 0, 0, 0, 0);
    return NULL;
}

/* A call that waits, something done meanwhile, and what the call then answers. */
static mach_msg_return_t meanwhile(void *(*call)(void *), mach_port_name_t at, void (*done)(mach_port_name_t),
                                   mach_port_name_t to)
{
    pthread_t thread;
    struct waiting wait = {.at = at};
    CHECK_EQ(pthread_create(&thread, NULL, call, &wait), 0);
    while (!atomic_load(&wait.begun))
        usleep(1000);
    usleep(SHORT_WAIT * 1000);
    done(to);
    pthread_join(thread, NULL);
    return wait.status;
}

static void destroy(mach_port_name_t name)
{
    OK(mach_port_destroy(SELF, name));
}

static void move_away(mach_port_name_t name)
{
    mach_msg_type_name_t type;
    mach_port_name_t moved;
    OK(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type));
    destroy_receive(moved);
}

static void send_one(mach_port_name_t name)
{
    OK(send(name, MACH_MSG_TYPE_MAKE_SEND, 0, 0, 0, 0));
}

static void make_room(mach_port_name_t name)
{
    set_limit(name, 1);
}

static void test_who_waits_is_told_what_happens(void)
{
    mach_port_name_t port = new_receive(), set = new_set();
    CHECK_EQ(meanwhile(wait_for_message, port, send_one, port), MACH_MSG_SUCCESS);
    CHECK_EQ(meanwhile(wait_for_message, port, destroy, port), MACH_RCV_PORT_CHANGED);
    port = new_receive();
    CHECK_EQ(meanwhile(wait_for_message, port, move_away, port), MACH_RCV_PORT_CHANGED);
    port = new_receive();
    OK(mach_port_insert_member(SELF, port, set));
    CHECK_EQ(meanwhile(wait_for_message, set, send_one, port), MACH_MSG_SUCCESS);
    CHECK_EQ(meanwhile(wait_for_message, port, send_one, port), MACH_MSG_SUCCESS);
    CHECK_EQ(meanwhile(wait_for_message, set, destroy, set), MACH_RCV_PORT_CHANGED);
    set_limit(port, 0);
    CHECK_EQ(send(port, MACH_MSG_TYPE_MAKE_SEND, 0, 0, MACH_SEND_TIMEOUT, SHORT_WAIT), MACH_SEND_TIMED_OUT);
    CHECK_EQ(meanwhile(wait_for_room, port, make_room, port), MACH_MSG_SUCCESS);
    set_limit(port, 0);
    CHECK_EQ(meanwhile(wait_for_room, port, destroy, port), MACH_MSG_SUCCESS); /* the message dies with the port */
}

/* As many threads as there are senders in the tests above wait at one place. */
static void *wait_with_a_copy(void *argument)
{
    struct waiting *wait = argument;
    atomic_store(&wait->begun, true);
    wait->status = send(wait->at, MACH_MSG_TYPE_COPY_SEND, 0, 0, MACH_SEND_TIMEOUT, LONG_WAIT);
    return NULL;
}

static void all_begin(void *(*call)(void *), mach_port_name_t at, struct waiting waiting[SENDERS], pthread_t threads[SENDERS])
{
    for (int i = 0; i < SENDERS; i++) {
        waiting[i] = (struct waiting){.at = at};
        CHECK_EQ(pthread_create(&threads[i], NULL, call, &waiting[i]), 0);
    }
    for (int i = 0; i < SENDERS; i++) {
        while (!atomic_load(&waiting[i].begun))
            usleep(1000);
    }
    usleep(SHORT_WAIT * 1000);
}

static void all_receivers_are_told(mach_port_name_t at, void (*done)(mach_port_name_t))
{
    struct waiting waiting[SENDERS];
    pthread_t threads[SENDERS];
    all_begin(wait_for_message, at, waiting, threads);
    done(at);
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(waiting[i].status == MACH_RCV_PORT_CHANGED || waiting[i].status == MACH_RCV_INVALID_NAME /* it came late */);
    }
}

static void all_senders_go_on(mach_port_name_t at, void (*done)(mach_port_name_t), mach_port_msgcount_t left)
{
    struct waiting waiting[SENDERS];
    pthread_t threads[SENDERS];
    set_limit(at, 0);
    all_begin(wait_with_a_copy, at, waiting, threads);
    done(at);
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(waiting[i].status == MACH_MSG_SUCCESS || (left == 0 && waiting[i].status == MACH_SEND_INVALID_DEST));
    }
    if (left != 0)
        CHECK_EQ(messages_at(at), left);
    destroy(at);
}

static void make_room_for_all(mach_port_name_t name)
{
    set_limit(name, SENDERS);
}

/* The receive right comes back under the name of the send right: who waits for room has seen nothing of it. */
static void move_and_make_room_for_all(mach_port_name_t name)
{
    mach_msg_type_name_t type;
    mach_port_name_t moved;
    OK(mach_port_extract_right(SELF, name, MACH_MSG_TYPE_MOVE_RECEIVE, &moved, &type));
    CHECK_EQ(moved, name);
    usleep(SHORT_WAIT * 1000);
    CHECK_EQ(messages_at(name), 0);
    make_room_for_all(name);
}

/* Nobody takes a message meanwhile: what wakes the second and the third is what woke the first. */
static void test_all_who_wait_are_told_what_happens(void)
{
    all_receivers_are_told(new_receive(), destroy);
    all_receivers_are_told(new_receive(), move_away);
    all_receivers_are_told(new_set(), destroy);
    all_senders_go_on(new_pair(1), make_room_for_all, SENDERS);
    all_senders_go_on(new_pair(1), move_and_make_room_for_all, SENDERS);
    all_senders_go_on(new_pair(1), destroy_receive, 0); /* their messages die with the port */
}

static int is_readable(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return poll(&polled, 1, 0);
}

static void test_a_descriptor_is_readable_while_a_message_waits(void)
{
    mach_port_name_t port = new_receive(), set = new_set();
    struct message message;
    int32_t of_port = -1, of_set = -1;
    OK(mach_port_insert_member(SELF, port, set));
    OK(mach_embedded_wait_fd(port, &of_port));
    OK(mach_embedded_wait_fd(set, &of_set));
    for (int round = 0; round < 2; round++) {
        CHECK_EQ(is_readable(of_port) + is_readable(of_set), 0);
        send_one(port);
        send_one(port);
        CHECK_EQ(is_readable(of_port) + is_readable(of_set), 2);
        OK(receive(&message, set, 0));
        CHECK_EQ(is_readable(of_port) + is_readable(of_set), 2);
        OK(receive(&message, port, 0));
    }
    send_one(port);
    OK(mach_port_extract_member(SELF, port, set));
    CHECK_EQ(is_readable(of_set), 0);
    OK(mach_port_insert_member(SELF, port, set));
    CHECK_EQ(is_readable(of_set), 1);
    destroy_receive(port);
    CHECK_EQ(is_readable(of_port), 1); /* none can come any more */
    CHECK_EQ(is_readable(of_set), 0);
    CHECK_EQ(close(of_port), 0);
    OK(mach_port_deallocate(SELF, set));
    CHECK_EQ(is_readable(of_set), 1);
    close(of_set);
}

static void test_memory_that_cannot_be_read_is_refused(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    CHECK_EQ(mprotect(memory + page, page, PROT_NONE), 0);
    void *gone = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK_EQ(munmap(gone, page), 0); /* where the next pages of that size are likely to be */
    void *const bad[] = {gone, NULL, memory + page, memory + page / 2, (void *)(UINTPTR_MAX - page / 2)};
    mach_port_name_t port = new_receive();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct {
            mach_msg_base_t base;
            mach_msg_ool_descriptor_t ool;
        } message = {.base = {.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
                                         .msgh_remote_port = port},
                              .body = {1}},
                     .ool = {.address = bad[i], .size = (mach_msg_size_t)page, .type = MACH_MSG_OOL_DESCRIPTOR}};
        CHECK_EQ(mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL),
                 MACH_SEND_INVALID_MEMORY);
    }
    destroy_receive(port);
    CHECK_EQ(munmap(memory, 2 * page), 0);
}

/* What a message took along is the receiver's, and the sender's is gone where it said so. */
static void test_memory_goes_along(void)
{
    struct {
        mach_msg_base_t base;
        mach_msg_ool_descriptor_t ool;
        mach_msg_trailer_t trailer;
    } message;
    const vm_size_t size = 3 * (vm_size_t)sysconf(_SC_PAGESIZE) - 100;
    vm_address_t memory = 0;
    mach_port_name_t port = mach_reply_port();
    OK(vm_allocate(SELF, &memory, size, VM_FLAGS_ANYWHERE));
    memset((void *)memory, 7, size);
    memset(&message, 0, sizeof message);
    message.base.header = (mach_msg_header_t){.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
                                              .msgh_remote_port = port};
    message.base.body.msgh_descriptor_count = 1;
    message.ool = (mach_msg_ool_descriptor_t){.address = (void *)memory,
                                              .size = (mach_msg_size_t)size,
                                              .deallocate = 1,
                                              .copy = MACH_MSG_VIRTUAL_COPY,
                                              .type = MACH_MSG_OOL_DESCRIPTOR};
    OK(mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message - sizeof message.trailer, 0, MACH_PORT_NULL, 0,
                MACH_PORT_NULL));
    OK(vm_allocate(SELF, &memory, size, VM_FLAGS_FIXED)); /* where it was there is room */
    CHECK_EQ(vm_allocate(SELF, &memory, size, VM_FLAGS_FIXED), KERN_NO_SPACE);
    vm_address_t within = memory + 100;
    CHECK_EQ(vm_allocate(SELF, &within, SIZE_MAX - 10, VM_FLAGS_FIXED), KERN_NO_SPACE);
    OK(mach_msg(&message.base.header, MACH_RCV_MSG, 0, sizeof message, port, 0, MACH_PORT_NULL));
    const char *received = message.ool.address;
    CHECK(received != (const char *)memory);
    CHECK_EQ(message.ool.size, size);
    CHECK_EQ(received[0], 7);
    CHECK_EQ(received[size - 1], 7);
    mach_msg_destroy(&message.base.header);
    OK(vm_deallocate(SELF, memory, size));
    destroy_receive(port);
}

/* Each of two ports' queues holds the receive right of the other: nobody could ever receive either, so both go. */
static void test_a_circle_of_queues_goes(void)
{
    mach_port_name_t ports[2] = {new_pair(1), new_pair(1)};
    for (int i = 0; i < 2; i++) {
        struct {
            mach_msg_base_t base;
            mach_msg_port_descriptor_t right;
        } message = {.base = {.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
                                         .msgh_remote_port = ports[!i]},
                              .body = {1}},
                     .right = {.name = ports[i], .disposition = MACH_MSG_TYPE_MOVE_RECEIVE, .type = MACH_MSG_PORT_DESCRIPTOR}};
        OK(mach_msg(&message.base.header, MACH_SEND_MSG, sizeof message, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    }
    for (int i = 0; i < 2; i++) {
        mach_port_type_t type;
        OK(mach_port_type(SELF, ports[i], &type));
        CHECK_EQ(type, MACH_PORT_TYPE_DEAD_NAME);
        OK(mach_port_deallocate(SELF, ports[i]));
    }
}

int main(void)
{
    RUN(test_there_and_back);
    RUN(test_each_trailer_is_as_long_as_was_asked);
    RUN(test_no_buffer);
    RUN(test_senders_wait_for_room);
    RUN(test_a_set_receives_from_all_its_members);
    RUN(test_who_waits_is_told_what_happens);
    RUN(test_all_who_wait_are_told_what_happens);
    RUN(test_a_descriptor_is_readable_while_a_message_waits);
    RUN(test_memory_that_cannot_be_read_is_refused);
    RUN(test_memory_goes_along);
    RUN(test_a_circle_of_queues_goes);
    return check_result();
}
