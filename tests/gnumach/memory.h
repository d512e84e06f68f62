/* The trap that gives memory: whole pages, which are zero.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_TEST_MEMORY_H
#define MACHPORT_TEST_MEMORY_H
#include "machport.h"

int32_t test_trap_vm_allocate(machport_name_t task, uintptr_t *address, uintptr_t size, int anywhere);

#endif
