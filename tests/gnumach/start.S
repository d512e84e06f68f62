/* Where the kernel enters the test program, on a stack that begins with the arguments, and a trap that only the tests
   use; see abi/src/gnu/traps.S.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
        .text
        .globl  _start
#ifdef __x86_64__
_start: movq    %rsp, %rdi
        xorl    %ebp, %ebp
        andq    $-16, %rsp
        call    boot
        hlt
#else
_start: movl    %esp, %eax
        xorl    %ebp, %ebp
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %eax
        call    boot
        hlt
#endif

        .globl  test_trap_vm_allocate
test_trap_vm_allocate:
#ifdef __x86_64__
        movq    $-65, %rax
        movq    %rcx, %r10
        syscall
#else
        movl    $-65, %eax
        lcall   $7, $0
#endif
        ret

        .section .note.GNU-stack, "", @progbits
