/* Addresses and sizes of memory.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_TYPES_H
#define MACH_VM_TYPES_H
#include <mach/port.h>

typedef uintptr_t vm_offset_t;
typedef vm_offset_t vm_address_t;
typedef uintptr_t vm_size_t;

/* The same for any machine. */
typedef uint64_t mach_vm_offset_t;
typedef uint64_t mach_vm_address_t;
typedef uint64_t mach_vm_size_t;

/* The task whose memory it is: that of the process, whichever task. */
typedef mach_port_t vm_map_t;
typedef mach_port_t vm_map_read_t;
#define VM_MAP_NULL ((vm_map_t)0)

#endif
