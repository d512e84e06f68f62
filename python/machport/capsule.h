/* How one owned right travels between two Python libraries that do not know each other: what the capsule points to.
   SPDX-License-Identifier: MIT OR Apache-2.0
   An object that can give its right away has a method __mach_port_export__(), which returns a PyCapsule named
   MACHPORT_CAPSULE_NAME. The right leaves the object for the capsule; whoever takes it from the capsule owns it.

   A consumer, holding the GIL throughout:
   1. asks PyCapsule_GetPointer for MACHPORT_CAPSULE_NAME; one that was taken before has another name, so this fails;
   2. refuses a struct_size below the fields that it reads, flags that it does not know, an epoch that is not
      machport_epoch(), a kind that it has no use for: the capsule is then untouched, and still owns the right;
   3. copies the fields, and renames the capsule by PyCapsule_SetName to MACHPORT_CAPSULE_USED.
   The struct itself stays the capsule's. A capsule that ends untaken releases its right, where it can: in the name
   space that the right belongs to. */
#ifndef MACHPORT_CAPSULE_H
#define MACHPORT_CAPSULE_H
#include "raw.h"

#define MACHPORT_CAPSULE_NAME "machport.right"
#define MACHPORT_CAPSULE_USED "used_machport.right"

/** One owned right on its way. It grows only at the end: struct_size tells how far it reaches. */
typedef struct machport_capsule {
    /** sizeof this struct, as its maker knew it. */
    uint32_t struct_size;
    /** 0: no flag is defined yet. */
    uint32_t flags;
    /** The kind of right, one of MACHPORT_KIND_*. */
    machport_kind_t kind;
    /** The right's name: neither NULL nor DEAD. A send or send-once right may have died. */
    machport_name_t name;
    /** machport_epoch() of the name space that the name belongs to. */
    uint64_t epoch;
    /** The guard of a receive right that has one, else 0. */
    uint64_t guard;
} machport_capsule_t;

#endif
