/* What abi/src/gnu promises beside what the ABI shows: numbers, reply ports, memory, and operations that are done
   whole or not at all.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "kernel_tests.h"
#include "gnu/reply_port.h"
#include "gnu/rpc.h"
#include "gnu/traps.h"
#include "mach_ops.h"
#include "machine.h"
#include "memory.h"

#define MANY 3000

static unsigned failures;
static machport_name_t ports[MANY], names[2 * MANY];
static uint32_t types[2 * MANY];

static void check(int good, const char *what, int line)
{
    if (good)
        return;
    failures++;
    machine_print("ops_test.c:");
    machine_print_number(line);
    machine_print(": not so: ");
    machine_print(what);
    machine_print("\n");
}

#define CHECK(condition) check((condition) != 0, #condition, __LINE__)
#define CHECK_OK(call) CHECK((call) == MACHPORT_KERN_SUCCESS)

static uint32_t urefs(machport_name_t name, machport_kind_t kind)
{
    uint32_t count;
    return machport_op_get_refs(name, kind, &count) == MACHPORT_KERN_SUCCESS ? count : UINT32_MAX;
}

static size_t names_in_space(void)
{
    size_t count;
    CHECK_OK(machport_op_names(names, types, 2 * MANY, &count));
    return count;
}

/* Numbers that mean something else on Darwin. */
static void statuses_are_darwins(void)
{
    CHECK(machport_gnu_status(0) == MACHPORT_KERN_SUCCESS);
    CHECK(machport_gnu_status(15) == MACHPORT_KERN_INVALID_NAME);
    CHECK(machport_gnu_status(19) == MACHPORT_KERN_UREFS_OVERFLOW);
    CHECK(machport_gnu_status(24) == MACHPORT_KERN_PROTECTION_FAILURE);
    CHECK(machport_gnu_status(26) == MACHPORT_KERN_TERMINATED);
    CHECK(machport_gnu_status(27) == MACHPORT_KERN_OPERATION_TIMED_OUT);
    CHECK(machport_gnu_status(28) == MACHPORT_KERN_ABORTED);
    CHECK(machport_gnu_status(-303) == MACHPORT_MIG_BAD_ID);
    CHECK(machport_gnu_status(0x10000003) == MACHPORT_MACH_SEND_INVALID_DEST);
    CHECK(machport_gnu_status(0x1000000e) == MACHPORT_KERN_FAILURE);
    CHECK(machport_gnu_status(0x10004003) == MACHPORT_MACH_RCV_TIMED_OUT);
    CHECK(machport_gnu_status(0x1000600c) == MACHPORT_KERN_NO_SPACE);
    CHECK(machport_gnu_status(0x1000440c) == MACHPORT_KERN_RESOURCE_SHORTAGE);
}

/* Two threads that call at once: the second gets a port of its own, and it is gone afterwards. */
static void a_second_reply_port_does_not_stay(void)
{
    const size_t before = names_in_space();
    const machport_name_t first = machport_gnu_reply_port_take();
    const machport_name_t second = machport_gnu_reply_port_take();
    CHECK(first != second);
    machport_gnu_reply_port_give(first);
    CHECK(urefs(second, MACHPORT_KIND_RECEIVE) == 1);
    machport_gnu_reply_port_give(second);
    CHECK(urefs(second, MACHPORT_KIND_RECEIVE) == UINT32_MAX);
    CHECK(names_in_space() == before);
}

/* The kernel refuses a message for a right in it that nobody holds. The next call still gets its own reply. */
static void a_refused_message_leaves_no_reply(void)
{
    struct machport_gnu_rpc rpc;
    machport_name_t receive;
    CHECK_OK(machport_op_receive_new(0, 0, 0, &receive));
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_MOD_REFS);
    rpc.header.bits |= MACHPORT_GNU_COMPLEX;
    machport_gnu_rpc_put(&rpc, MACHPORT_MOVE_SEND, MACHPORT_GNU_RIGHT_BITS, receive);
    CHECK(machport_gnu_rpc_call(&rpc) == MACHPORT_MACH_SEND_INVALID_RIGHT);
    CHECK(urefs(receive, MACHPORT_KIND_RECEIVE) == 1);
    CHECK_OK(machport_op_receive_destroy(receive, 0, 0));
}

/* A call that the kernel does not know. */
static void an_unknown_call_says_so(void)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), 3299);
    CHECK(machport_gnu_rpc_call(&rpc) == MACHPORT_MIG_BAD_ID);
}

/* The trap that names the task adds a user reference each time. */
static void the_task_costs_one_reference(void)
{
    const uint32_t before = urefs(machport_op_task_self(), MACHPORT_KIND_SEND);
    CHECK(urefs(machport_op_task_self(), MACHPORT_KIND_SEND) == before);
}

/* Where the next block of memory would be that is larger than both arrays of names together. */
static uintptr_t free_memory(void)
{
    const uintptr_t size = 4 * MANY * sizeof names[0];
    uintptr_t address = 0;
    CHECK(test_trap_vm_allocate(machport_op_task_self(), &address, size, 1) == 0);
    CHECK(machport_gnu_trap_vm_deallocate(machport_op_task_self(), address, size) == 0);
    return address;
}

/* The kernel gives the names in memory that the task must give back. */
static void many_names_cost_no_memory(void)
{
    const size_t before = names_in_space();
    for (size_t i = 0; i < MANY; i++)
        CHECK_OK(machport_op_receive_new(0, 0, 0, &ports[i]));
    const uintptr_t memory = free_memory();
    CHECK(names_in_space() == before + MANY);
    CHECK(free_memory() == memory);

    size_t found = 0;
    for (size_t i = 0; i < before + MANY; i++)
        found += names[i] == ports[0] || names[i] == ports[MANY - 1] ? types[i] == MACHPORT_TYPE_RECEIVE : 0;
    CHECK(found == 2);

    size_t count;
    names[2] = 0;
    CHECK_OK(machport_op_names(names, types, 2, &count));
    CHECK(count == before + MANY && names[2] == 0);
    for (size_t i = 0; i < MANY; i++)
        CHECK_OK(machport_op_receive_destroy(ports[i], 0, 0));
    CHECK(names_in_space() == before);
}

/* The members of a set come in such memory too. */
static void the_members_of_a_set_cost_no_memory(void)
{
    machport_name_t set, members[1];
    size_t count;
    CHECK_OK(machport_op_set_new(&set));
    CHECK_OK(machport_op_receive_new(0, 0, 0, &ports[0]));
    CHECK_OK(machport_op_set_insert(set, ports[0]));
    const uintptr_t memory = free_memory();
    for (size_t i = 0; i < MANY; i++)
        CHECK_OK(machport_op_set_members(set, members, 1, &count));
    CHECK(count == 1 && members[0] == ports[0]);
    CHECK(free_memory() == memory);
    CHECK_OK(machport_op_receive_destroy(ports[0], 0, 0));
    CHECK_OK(machport_op_set_destroy(set));
}

static void a_pair_goes_whole_or_not_at_all(void)
{
    machport_name_t pair, lone;
    CHECK_OK(machport_op_receive_new(0, 0, 1, &pair));
    CHECK(machport_op_receive_destroy(pair, 2, 0) == MACHPORT_KERN_INVALID_VALUE);
    CHECK(urefs(pair, MACHPORT_KIND_SEND) == 1 && urefs(pair, MACHPORT_KIND_RECEIVE) == 1);
    CHECK_OK(machport_op_receive_destroy(pair, 1, 0));
    CHECK(urefs(pair, MACHPORT_KIND_DEAD_NAME) == UINT32_MAX);

    CHECK_OK(machport_op_receive_new(0, 0, 0, &lone));
    CHECK(machport_op_receive_destroy(lone, 1, 0) == MACHPORT_KERN_INVALID_RIGHT);
    CHECK(urefs(lone, MACHPORT_KIND_RECEIVE) == 1);
    CHECK_OK(machport_op_receive_destroy(lone, 0, 0));

    CHECK(machport_op_receive_destroy(machport_op_task_self(), 1, 0) == MACHPORT_KERN_INVALID_RIGHT);
}

unsigned ops_test(void)
{
    const size_t before = names_in_space();
    statuses_are_darwins();
    a_second_reply_port_does_not_stay();
    a_refused_message_leaves_no_reply();
    an_unknown_call_says_so();
    the_task_costs_one_reference();
    many_names_cost_no_memory();
    the_members_of_a_set_cost_no_memory();
    a_pair_goes_whole_or_not_at_all();
    CHECK(names_in_space() == before);
    return failures;
}
