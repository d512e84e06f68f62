/* Another thread of this task. It runs on a stack of its own until whoever waits for its work ends it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "meanwhile.h"
#include "check.h"
#include "gnu/rpc.h"
#include "gnu/traps.h"
#include "mach_ops.h"
#include <stdatomic.h>
#include <string.h>

#define THREAD_TERMINATE INT32_C(2016)
#define THREAD_SET_STATE INT32_C(2018)
#define THREAD_CREATE INT32_C(2061)
#define THREAD_RESUME INT32_C(2063)
#define THREAD_ABORT INT32_C(2064)
#define HOST_GET_TIME INT32_C(2634)

/* The registers of a thread, as the kernel takes them; the segments are the kernel's to choose. */
#define REGISTERS UINT32_C(1)
#ifdef __x86_64__
struct registers {
    uint64_t unused[16];
    uint64_t instruction;
    uint64_t segment;
    uint64_t flags;
    uint64_t stack;
    uint64_t stack_segment;
};
#else
struct registers {
    uint32_t unused[12];
    uint32_t instruction;
    uint32_t segment;
    uint32_t flags;
    uint32_t stack;
    uint32_t stack_segment;
};
#endif

static struct {
    _Alignas(16) char room[65536];
    uintptr_t return_address; /* of a function that does not return */
} stack;

static machport_send_t waiter, worker;
/* Nobody sends to it: threads that pause wait at it. */
static machport_receive_t silent;
static void (*work_of)(void);
static _Atomic int done;

static _Noreturn void run(void)
{
    work_of();
    atomic_store(&done, 1);
    for (;;)
        meanwhile_pause(1000);
}

static void call(machport_send_t to, int32_t id)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, to, id);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
}

static void create(void)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), THREAD_CREATE);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND, &worker), MACHPORT_KERN_SUCCESS);
}

static void set_registers(void)
{
    struct machport_gnu_rpc rpc;
    const struct registers registers = {.instruction = (uintptr_t)run, .stack = (uintptr_t)&stack.return_address};
    machport_gnu_rpc_begin(&rpc, worker, THREAD_SET_STATE);
    machport_gnu_rpc_put_integer(&rpc, REGISTERS);
    rpc.position += machport_gnu_describe(&rpc.words[rpc.position], MACHPORT_GNU_INTEGER_32, 32, sizeof registers / 4);
    memcpy(&rpc.words[rpc.position], &registers, sizeof registers);
    rpc.position += sizeof registers / sizeof rpc.words[0];
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
}

void meanwhile_begin(void (*work)(void))
{
    work_of = work;
    atomic_store(&done, 0);
    CHECK_EQ(machport_op_receive_new(0, 0, 0, &silent), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_op_thread_self(&waiter), MACHPORT_KERN_SUCCESS);
    create();
    set_registers();
    call(worker, THREAD_RESUME);
}

void meanwhile_end(void)
{
    while (!atomic_load(&done))
        meanwhile_pause(10);
    call(worker, THREAD_TERMINATE);
    CHECK_EQ(machport_op_deallocate(worker), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_op_deallocate(waiter), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_op_receive_destroy(silent, 0, 0), MACHPORT_KERN_SUCCESS);
}

void meanwhile_interrupt(void)
{
    call(waiter, THREAD_ABORT);
}

void meanwhile_pause(uint32_t ms)
{
    struct machport_gnu_header header;
    (void)machport_gnu_trap_msg(&header, MACHPORT_GNU_RECEIVE | MACHPORT_GNU_RECEIVE_TIMEOUT, 0, sizeof header, silent, ms,
                                MACHPORT_NULL);
}

/* Seconds, as wide as a word, and microseconds. */
uint64_t meanwhile_now_ms(void)
{
    struct machport_gnu_rpc rpc;
    machport_send_t host;
    machport_gnu_word_t seconds;
    uint32_t microseconds;
    CHECK_EQ(machport_op_host_self(&host), MACHPORT_KERN_SUCCESS);
    machport_gnu_rpc_begin(&rpc, host, HOST_GET_TIME);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
    memcpy(&seconds, &rpc.words[rpc.position + 1], sizeof seconds);
    memcpy(&microseconds, &rpc.words[rpc.position + 2], sizeof microseconds);
    CHECK_EQ(machport_op_deallocate(host), MACHPORT_KERN_SUCCESS);
    return (uint64_t)seconds * 1000 + microseconds / 1000;
}
