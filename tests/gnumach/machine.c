/* The second serial line and the emulator's debug exit, by I/O ports that the kernel lets the task use.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The second line, for the first one is the kernel's console, and the kernel speaks in the middle of a test. */
#include "machine.h"
#include "gnu/rpc.h"
#include "mach_ops.h"

#define IO_PERM_CREATE INT32_C(3805)
#define IO_PERM_MODIFY INT32_C(3806)

#define SERIAL UINT16_C(0x2f8)
#define SERIAL_STATUS (SERIAL + 5)
#define SERIAL_ROOM 0x20
#define SERIAL_SENT 0x40
#define DEBUG_EXIT UINT16_C(0xf4)

static void out(uint16_t port, uint8_t byte)
{
    __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port));
}

static uint8_t in(uint16_t port)
{
    uint8_t byte;
    __asm__ volatile("inb %1, %0" : "=a"(byte) : "Nd"(port));
    return byte;
}

static machport_status_t allow(machport_send_t device, uint16_t first, uint16_t last)
{
    struct machport_gnu_rpc rpc;
    machport_name_t permission;
    machport_gnu_rpc_begin(&rpc, device, IO_PERM_CREATE);
    machport_gnu_rpc_put(&rpc, MACHPORT_GNU_INTEGER_16, 16, first);
    machport_gnu_rpc_put(&rpc, MACHPORT_GNU_INTEGER_16, 16, last);
    machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status == MACHPORT_KERN_SUCCESS)
        status = machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND, &permission);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;

    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), IO_PERM_MODIFY);
    rpc.header.bits |= MACHPORT_GNU_COMPLEX;
    machport_gnu_rpc_put(&rpc, MACHPORT_MOVE_SEND, MACHPORT_GNU_RIGHT_BITS, permission);
    machport_gnu_rpc_put(&rpc, MACHPORT_GNU_BOOLEAN, 32, 1);
    return machport_gnu_rpc_call(&rpc);
}

machport_status_t machine_open(machport_send_t device)
{
    const machport_status_t status = allow(device, DEBUG_EXIT, DEBUG_EXIT);
    return status != MACHPORT_KERN_SUCCESS ? status : allow(device, SERIAL, SERIAL_STATUS);
}

void machine_print(const char *text)
{
    for (; *text != '\0'; text++) {
        while ((in(SERIAL_STATUS)&SERIAL_ROOM) == 0)
            ;
        out(SERIAL, (uint8_t)*text);
    }
}

void machine_print_number(int64_t number)
{
    char text[21];
    size_t at = sizeof text;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    text[--at] = '\0';
    do
        text[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        text[--at] = '-';
    machine_print(text + at);
}

_Noreturn void machine_exit(uint8_t status)
{
    while ((in(SERIAL_STATUS)&SERIAL_SENT) == 0)
        ;
    out(DEBUG_EXIT, status);
    for (;;)
        ;
}
