/* Where the kernel enters the test program, on a stack that begins with the arguments; and a trap that only the tests use.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
        .text
        .globl  _start
_start: movq    %rsp, %rdi
        xorl    %ebp, %ebp
        andq    $-16, %rsp
        call    boot
        hlt

        .globl  test_trap_vm_allocate
test_trap_vm_allocate:
        movq    $-65, %rax
        movq    %rcx, %r10
        syscall
        ret

        .section .note.GNU-stack, "", @progbits
