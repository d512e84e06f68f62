/* The Mach operations that libmachport stands on. One implementation each: darwin/ above <mach/mach.h> (Apple's, or
   libmach's on other hosts), gnu/ above GNU Mach's traps and messages. They answer with Mach's statuses in Darwin's
   numbers, check nothing that the Mach checks itself, and always write their results.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_MACH_OPS_H
#define MACHPORT_MACH_OPS_H
#include "machport.h"

/* The name of the Mach: what machport_mach_name answers. */
extern const char machport_op_mach_name[];
/* A number for the calling thread's name space, the same as long as it is in it. */
uint32_t machport_op_space(void);
/* Arranges that the function runs in the child of every fork, before what was registered later. */
void machport_op_at_fork(void (*child)(void));

machport_name_t machport_op_task_self(void);

machport_status_t machport_op_type(machport_name_t name, uint32_t *types);
machport_status_t machport_op_get_refs(machport_name_t name, machport_kind_t kind, uint32_t *urefs);
/* Writes at most capacity names and says in count how many there are. */
machport_status_t machport_op_names(machport_name_t *names, uint32_t *types, size_t capacity, size_t *count);

/* A receive right with a guard (MACHPORT_GUARD* flags), and one send user reference under the same name where send is
   not 0. */
machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name);
machport_status_t machport_op_set_new(machport_name_t *name);
/* MAKE_SEND of a receive right under its own name. */
machport_status_t machport_op_make_send(machport_name_t receive);
machport_status_t machport_op_make_send_once(machport_name_t receive, machport_name_t *send_once);
/* One more user reference of a send right or a dead name. */
machport_status_t machport_op_retain(machport_name_t name, machport_kind_t kind);

/* One unit less of a send right, a send-once right or a dead name. */
machport_status_t machport_op_deallocate(machport_name_t name);
machport_status_t machport_op_set_destroy(machport_name_t name);
/* The receive right, and as many send user references of the same name; all or nothing. */
machport_status_t machport_op_receive_destroy(machport_name_t name, uint32_t send_urefs, machport_guard_t guard);

#endif
