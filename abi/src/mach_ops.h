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

machport_status_t machport_op_type(machport_name_t name, uint32_t *types);
machport_status_t machport_op_get_refs(machport_name_t name, machport_kind_t kind, uint32_t *urefs);
/* Writes at most capacity names and says in count how many there are. */
machport_status_t machport_op_names(machport_name_t *names, uint32_t *types, size_t capacity, size_t *count);

/* MAKE_SEND of a receive right under its own name. */
machport_status_t machport_op_make_send(machport_name_t receive);
machport_status_t machport_op_make_send_once(machport_name_t receive, machport_name_t *send_once);
/* One more user reference of a send right or a dead name. */
machport_status_t machport_op_retain(machport_name_t name, machport_kind_t kind);
/* One unit less of a send right, a send-once right or a dead name. */
machport_status_t machport_op_deallocate(machport_name_t name);

/* Kept by the library for the process's life. */
machport_name_t machport_op_task_self(void);
/* One user reference more with every call, as of machport_op_special_port. */
machport_status_t machport_op_host_self(machport_name_t *host);
machport_status_t machport_op_thread_self(machport_name_t *thread);
/* MACHPORT_SPECIAL_*. The port may be NULL, or dead and so DEAD. */
machport_status_t machport_op_special_port(uint32_t which, machport_name_t *port);

machport_status_t machport_op_set_new(machport_name_t *name);
machport_status_t machport_op_set_destroy(machport_name_t name);
machport_status_t machport_op_set_insert(machport_name_t set, machport_name_t receive);
machport_status_t machport_op_set_extract(machport_name_t set, machport_name_t receive);
/* Writes at most capacity names and says in count how many there are. */
machport_status_t machport_op_set_members(machport_name_t set, machport_name_t *names, size_t capacity, size_t *count);

/* A receive right with a guard (MACHPORT_GUARD* flags), and one send user reference under the same name where send is
   not 0. */
machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name);
/* The receive right, and as many send user references of the same name; all or nothing. */
machport_status_t machport_op_receive_destroy(machport_name_t name, uint32_t send_urefs, machport_guard_t guard);
/* KERN_INVALID_ARGUMENT where the right is guarded already, or its context is not 0. */
machport_status_t machport_op_guard_set(machport_name_t receive, machport_guard_t guard, uint32_t flags);
machport_status_t machport_op_guard_clear(machport_name_t receive, machport_guard_t guard);
machport_status_t machport_op_context_get(machport_name_t receive, uint64_t *context);
machport_status_t machport_op_context_set(machport_name_t receive, uint64_t context);

struct machport_op_attributes {
    uint32_t queue_limit;
    uint32_t message_count;
    uint32_t sequence;
    uint32_t make_send_count;
    uint32_t send_once_rights;
    uint32_t has_senders;
};
machport_status_t machport_op_attributes(machport_name_t receive, struct machport_op_attributes *attributes);
machport_status_t machport_op_queue_limit_set(machport_name_t receive, uint32_t limit);

#endif
