/* The types that an interface written for MIG may use without saying where they come from.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_STD_TYPES_H
#define MACH_STD_TYPES_H
#include <mach/boolean.h>
#include <mach/kern_return.h>
#include <mach/port.h>
#include <mach/vm_types.h>

#endif
