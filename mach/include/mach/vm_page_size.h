/* The size of a page.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_PAGE_SIZE_H
#define MACH_VM_PAGE_SIZE_H
#include <mach/decls.h>
#include <mach/vm_types.h>

MACH_DECLS_BEGIN
extern vm_size_t vm_page_size;
extern vm_size_t vm_page_mask;
extern int vm_page_shift;
MACH_DECLS_END

/* clang-format off */
#define trunc_page(x) ((x) & (~(vm_page_size - 1)))
#define round_page(x) trunc_page((x) + (vm_page_size - 1))
#define mach_vm_trunc_page(x) ((mach_vm_offset_t)(x) & ~((signed)vm_page_mask))
#define mach_vm_round_page(x) (((mach_vm_offset_t)(x) + vm_page_mask) & ~((signed)vm_page_mask))
/* clang-format on */

#endif
