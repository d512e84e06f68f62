/* How memory is allocated.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_STATISTICS_H
#define MACH_VM_STATISTICS_H

#define VM_FLAGS_FIXED 0x00000000    /* at the address given */
#define VM_FLAGS_ANYWHERE 0x00000001 /* where there is room */
#define VM_FLAGS_PURGABLE 0x00000002
#define VM_FLAGS_4GB_CHUNK 0x00000004
#define VM_FLAGS_RANDOM_ADDR 0x00000008
#define VM_FLAGS_NO_CACHE 0x00000010
#define VM_FLAGS_PERMANENT 0x00000080
#define VM_FLAGS_TPRO 0x00001000
#define VM_FLAGS_MTE 0x00002000
#define VM_FLAGS_OVERWRITE 0x00004000 /* with VM_FLAGS_FIXED: in the place of what is there */
#define VM_FLAGS_GUARD_OBJECT_OPTOUT 0x00400000
#define VM_FLAGS_ALIAS_MASK 0xFF000000
#define VM_FLAGS_HW (VM_FLAGS_TPRO | VM_FLAGS_MTE)
/* Others are refused. Those without a word beside them are accepted, and nothing else. */
#define VM_FLAGS_USER_ALLOCATE                                                                                                   \
    (VM_FLAGS_FIXED | VM_FLAGS_ANYWHERE | VM_FLAGS_PURGABLE | VM_FLAGS_4GB_CHUNK | VM_FLAGS_RANDOM_ADDR | VM_FLAGS_NO_CACHE |    \
     VM_FLAGS_PERMANENT | VM_FLAGS_OVERWRITE | VM_FLAGS_GUARD_OBJECT_OPTOUT | VM_FLAGS_HW | VM_FLAGS_ALIAS_MASK)

/* Who allocated it: a number that goes into the flags. */
#define VM_MAKE_TAG(tag) ((tag) << 24)
#define VM_MEMORY_MACH_MSG 20

#endif
