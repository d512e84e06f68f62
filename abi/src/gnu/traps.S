/* The way into GNU Mach's kernel: one entry for each trap that the library uses.
   SPDX-License-Identifier: MIT OR Apache-2.0
   x86_64: the number in %rax, arguments as in C but %r10 for %rcx, which the instruction itself overwrites.
   i386: the number in %eax, arguments on the caller's stack, a far call through the gate that GNU Mach keeps for it. */
        .text

        .macro  TRAP name, number
        .globl  machport_gnu_trap_\name
        .hidden machport_gnu_trap_\name
        .type   machport_gnu_trap_\name, @function
machport_gnu_trap_\name:
#ifdef __x86_64__
        movq    $\number, %rax
        movq    %rcx, %r10
        syscall
#else
        movl    $\number, %eax
        lcall   $7, $0
#endif
        ret
        .size   machport_gnu_trap_\name, . - machport_gnu_trap_\name
        .endm

        TRAP    msg, -25
        TRAP    reply_port, -26
        TRAP    thread_self, -27
        TRAP    task_self, -28
        TRAP    host_self, -29
        TRAP    vm_deallocate, -66
        TRAP    port_allocate, -72
        TRAP    port_deallocate, -73
        TRAP    port_insert_right, -74

        .section .note.GNU-stack, "", @progbits
