/* How memory is allocated.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_STATISTICS_H
#define MACH_VM_STATISTICS_H

#define VM_FLAGS_FIXED 0x00000000    /* at the address given */
#define VM_FLAGS_ANYWHERE 0x00000001 /* where there is room */

#endif
