/* Messages that machport does not send itself: values of several types, memory, arrays of rights elsewhere, and what a
   task writes that only looks like a right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "kernel_tests.h"
#include "gnu/traps.h"
#include "mach_ops.h"
#include "memory.h"
#include "space_view.h"
#include <string.h>

/* Of a descriptor's first word: what follows lies in line. */
#define IN_LINE ((machport_gnu_word_t)1 << (sizeof(machport_gnu_word_t) == 8 ? 29 : 28))

static struct {
    struct machport_gnu_header header;
    machport_gnu_word_t words[64];
} message;
static size_t position;
static machport_receive_t port;
static machport_send_t to;

static void begin(uint32_t bits)
{
    memset(&message, 0, sizeof message);
    message.header.bits = MACHPORT_COPY_SEND | bits;
    message.header.remote = to;
    message.header.id = 9;
    position = 0;
}

static void put(uint32_t type, uint32_t bits, uint32_t count)
{
    position += machport_gnu_describe(&message.words[position], type, bits, count);
}

static void put_word(machport_gnu_word_t word)
{
    message.words[position++] = word;
}

/* At most 4095, which a short descriptor can count. */
static void put_elsewhere(uint32_t type, uint32_t bits, uint32_t count, const void *address)
{
    message.words[position] = 0;
    put(type, bits, count);
    message.words[position - 1] &= ~IN_LINE;
    put_word((uintptr_t)address);
}

static void send(void)
{
    const uint32_t size = (uint32_t)(sizeof message.header + position * sizeof message.words[0]);
    CHECK_EQ(machport_gnu_trap_msg(&message.header, MACHPORT_GNU_SEND | MACHPORT_GNU_SEND_TIMEOUT, size, 0, MACHPORT_NULL, 0,
                                   MACHPORT_NULL),
             MACHPORT_KERN_SUCCESS);
}

static struct {
    char bytes[256];
    machport_right_t rights[64];
    machport_received_t message;
} got;

static void receive(size_t size, size_t count, uint32_t dropped)
{
    got.message.struct_size = sizeof got.message;
    CHECK_EQ(machport_message_receive(port, got.bytes, sizeof got.bytes, got.rights, 64, 0, 0, &got.message),
             MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.message.id, 9);
    CHECK_EQ(got.message.size, size);
    CHECK_EQ(got.message.count, count);
    CHECK_EQ(got.message.dropped, dropped);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1 + count);
    CHECK_EQ(machport_rights_release(got.rights, (size_t)got.message.count), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
}

/* Memory of one page, and whether its place is free again. */
static uintptr_t page_new(void)
{
    uintptr_t address = 0;
    CHECK_EQ(test_trap_vm_allocate(machport_op_task_self(), &address, 4096, 1), 0);
    return address;
}

static void page_release(uintptr_t address)
{
    CHECK_EQ(machport_gnu_trap_vm_deallocate(machport_op_task_self(), address, 4096), 0);
}

/* Values come one after another, each filled up to 4 bytes; an array of rights is as many rights. */
static void values_are_bytes_and_rights(void)
{
    const uint32_t number = 0x01020304;
    begin(MACHPORT_GNU_COMPLEX);
    put(MACHPORT_GNU_INTEGER_32, 32, 1);
    put_word(number);
    put(MACHPORT_COPY_SEND, MACHPORT_GNU_RIGHT_BITS, 3);
    put_word(to);
    put_word(MACHPORT_DEAD);
    put_word(to);
    put(MACHPORT_GNU_BYTE, 8, 1);
    put_word(0x7f);
    put(MACHPORT_GNU_BYTE, 8, 0);
    send();
    got.message.struct_size = sizeof got.message;
    CHECK_EQ(machport_message_receive(port, got.bytes, sizeof got.bytes, got.rights, 64, 0, 0, &got.message),
             MACHPORT_KERN_SUCCESS);
    CHECK_EQ(got.message.size, 8);
    CHECK_EQ(memcmp(got.bytes, "\4\3\2\1\x7f\0\0", 8), 0);
    CHECK_EQ(got.message.count, 3);
    CHECK_EQ(got.message.dropped, 0);
    CHECK_EQ(got.rights[0].name, to);
    CHECK_EQ(got.rights[0].disposition, MACHPORT_MOVE_SEND);
    CHECK_EQ(got.rights[1].name, MACHPORT_DEAD);
    CHECK_EQ(got.rights[2].name, to);
    CHECK_EQ(machport_rights_release(got.rights, 3), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(units(to, MACHPORT_KIND_SEND), 1);
}

static void what_lies_elsewhere_is_released_and_counted(void)
{
    const machport_name_t names[] = {to, MACHPORT_NULL, to};
    const uintptr_t place = page_new();
    page_release(place);
    begin(MACHPORT_GNU_COMPLEX);
    put_elsewhere(MACHPORT_GNU_BYTE, 8, sizeof got, &got);
    put(MACHPORT_COPY_SEND, MACHPORT_GNU_RIGHT_BITS, 1);
    put_word(to);
    put_elsewhere(MACHPORT_COPY_SEND, 32, 3, names);
    put_elsewhere(MACHPORT_COPY_SEND, 32, 0, NULL);
    send();
    receive(0, 1, 3);
    CHECK_EQ(page_new(), place);
    page_release(place);
}

/* A long array of rights elsewhere: receive rights, which are destroyed. */
static void receive_rights_elsewhere_are_destroyed(void)
{
    machport_name_t names[8];
    for (size_t i = 0; i < 8; i++)
        names[i] = new_port();
    begin(MACHPORT_GNU_COMPLEX);
    put_elsewhere(MACHPORT_MOVE_RECEIVE, 32, 8, names);
    send();
    receive(0, 0, 1);
}

/* The kernel does not look into a message that is not complex. */
static void a_forged_right_is_none(void)
{
    const uintptr_t page = page_new();
    begin(0);
    put(MACHPORT_MOVE_SEND, MACHPORT_GNU_RIGHT_BITS, 1);
    put_word(to);
    put(MACHPORT_GNU_INTEGER_32, 32, 1);
    put_word(5);
    put_elsewhere(MACHPORT_GNU_BYTE, 8, 4000, (const void *)page);
    put_elsewhere(MACHPORT_MOVE_SEND, 32, 1, &to);
    send();
    receive(4, 0, 3);
    *(volatile char *)page = 1; /* it is still there */
    page_release(page);
}

/* A descriptor that promises more than there is, and one that is cut off. */
static void what_makes_no_sense_is_counted_once(void)
{
    begin(0);
    put(MACHPORT_GNU_INTEGER_32, 32, 1);
    put_word(5);
    put(MACHPORT_GNU_INTEGER_32, 32, UINT32_MAX);
    send();
    receive(4, 0, 1);
    begin(0);
    put_word(UINTPTR_MAX);
    send();
    receive(0, 0, 1);
}

/* The library builds large messages in memory of its own. */
static void large_messages_cost_no_memory(void)
{
    static char bytes[16384];
    static machport_right_t rights[sizeof bytes / 4];
    const uintptr_t place = page_new();
    page_release(place);
    for (int i = 0; i < 16; i++) {
        CHECK_EQ(machport_message_send(to, 9, bytes, sizeof bytes / 2, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
        got.message.struct_size = sizeof got.message;
        CHECK_EQ(machport_message_receive(port, bytes, sizeof bytes, rights, sizeof bytes / 4, 0, 0, &got.message),
                 MACHPORT_KERN_SUCCESS);
    }
    CHECK_EQ(page_new(), place);
    page_release(place);
}

/* Leaves something where the next call will have its variables. */
static __attribute__((noinline)) void soil_the_stack(void)
{
    volatile char room[4096];
    for (size_t i = 0; i < sizeof room; i++)
        room[i] = 0x55;
}

/* What fills the last word of the bytes tells nothing of the sender. */
static void what_is_sent_is_filled_up_with_zeros(void)
{
    const machport_gnu_word_t ones = (machport_gnu_word_t)-1;
    soil_the_stack();
    CHECK_EQ(machport_message_send(to, 9, &ones, 4, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    memset(&message, 0xff, sizeof message);
    CHECK_EQ(machport_gnu_trap_msg(&message.header, MACHPORT_GNU_RECEIVE | MACHPORT_GNU_RECEIVE_TIMEOUT, 0, sizeof message, port,
                                   0, MACHPORT_NULL),
             MACHPORT_KERN_SUCCESS);
    CHECK_EQ(message.words[1], UINT32_MAX);
}

unsigned foreign_test(void)
{
    const struct space_view before = view_space();
    const unsigned failed = check_failures;
    port = new_port();
    to = new_send(port);
    values_are_bytes_and_rights();
    what_lies_elsewhere_is_released_and_counted();
    receive_rights_elsewhere_are_destroyed();
    a_forged_right_is_none();
    what_makes_no_sense_is_counted_once();
    large_messages_cost_no_memory();
    what_is_sent_is_filled_up_with_zeros();
    CHECK_EQ(machport_pair_release(port, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("foreign", &before);
    return check_failures - failed;
}
