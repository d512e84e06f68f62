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

/* Messages. How bytes and rights lie on the wire is the Mach's: what one machport sends, another receives alike. */

/* For timeouts, which are in milliseconds: no limit. 0 polls. */
#define MACHPORT_OP_FOREVER UINT32_MAX
/* The longest timeout that this Mach waits out. */
extern const uint32_t machport_op_longest_ms;

/* Where a message ended. */
enum machport_op_end {
    /* It left: everything in it is gone, also where the destination has died since. The only end of KERN_SUCCESS. */
    MACHPORT_OP_SENT,
    /* Refused before anything was touched. */
    MACHPORT_OP_REFUSED,
    /* Refused at one of the rights, nobody knows which: `to`, `reply` and the rights before it are destroyed as their
       dispositions say (of a copy, only the copy), it and those after it are untouched. Also the answer where it is not
       known that nothing was touched. */
    MACHPORT_OP_BROKEN,
    /* Taken in whole, and given back: `to`, `reply` and the rights are rewritten. Each says what the caller now owns,
       as a receiver would: its name, which may be a new one, and MOVE_RECEIVE, MOVE_SEND or MOVE_SEND_ONCE. A copy came
       back as one send user reference more. DEAD where the right died on its way, NULL where its name found no room:
       then there is nothing to own. What was NULL or DEAD comes back as it was. */
    MACHPORT_OP_CAME_BACK
};

/* A message to send. Names that are not NULL or DEAD were looked at: they held what their dispositions need. No name of
   a dead right is sent, but DEAD. The op writes here only when the message came back, and `outcome` never. */
struct machport_op_message {
    /* A name, by COPY_SEND or MOVE_SEND_ONCE. */
    machport_right_t to;
    /* NULL where there is none; with any disposition but MOVE_SEND and MOVE_RECEIVE. */
    machport_right_t reply;
    int32_t id;
    /* A multiple of 4. */
    size_t size;
    const void *bytes;
    /* With any disposition but MOVE_SEND: the caller copies, and releases its own after success. DEAD may have it. */
    machport_right_t *rights;
    size_t count;
};
/* Waits while the queue is full, but at a send-once right. KERN_RESOURCE_SHORTAGE, refused: no memory to build it in.
   MACH_SEND_TOO_LARGE, refused: more than this Mach carries. MACH_SEND_TIMED_OUT and MACH_SEND_INTERRUPTED (a signal:
   nothing is retried here) come back. No bits of MACH_MSG_MASK. */
machport_status_t machport_op_send(struct machport_op_message *message, uint32_t timeout_ms, enum machport_op_end *end);

/* KERN_INVALID_ARGUMENT where this receive right is guarded: a message that carried it away would silently undo that, and its
   release without the guard would raise an exception. */
machport_status_t machport_op_unguarded(machport_name_t receive);

/* Takes the next message of a receive right or a port set; the name was looked at. All of `received` is written but
   struct_size; bytes and rights as far as there is room.
   KERN_SUCCESS: the caller owns the rights and the reply. Each is MOVE_RECEIVE, MOVE_SEND or MOVE_SEND_ONCE, or a value,
     and its outcome MACHPORT_OUTCOME_NONE. What cannot be expressed (memory, arrays of rights elsewhere, guarded
     rights, vouchers) is released, and counted in `dropped`.
   MACH_RCV_BODY_ERROR: the same, but names found no room: NULL stands for what was destroyed.
   MACH_RCV_HEADER_ERROR: the reply's name found no room, and the Mach has destroyed the whole message.
   MACH_RCV_TOO_LARGE: the message stays. A Mach tells only how large a message is, not how many rights are in it, and
     once taken it cannot be put back. So one is taken only where whatever has its size is sure to fit; else
     received->size and received->count say what is surely enough, and a second call with that much room takes it.
   KERN_RESOURCE_SHORTAGE: no memory to receive into; the message stays.
   MACH_RCV_TIMED_OUT, MACH_RCV_INTERRUPTED (a signal: nothing is retried here), MACH_RCV_PORT_CHANGED and the like:
     nothing was taken. */
machport_status_t machport_op_receive(machport_name_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                      size_t rights_capacity, uint32_t timeout_ms, machport_received_t *received);

/* A descriptor, the caller's to close, that is readable while a message waits at a receive right or a port set. */
machport_status_t machport_op_wait_fd(machport_name_t from, int32_t *fd);

/* Registers a request, MACHPORT_NOTIFY_*, or takes it back where notify is NULL. `sync` is Mach's: the make-send count
   for NO_SENDERS, not 0 to be told at once for SEND_POSSIBLE. Both names were looked at: `notify` is a send-once right,
   and gone whatever the answer. `previous` is the notify right of the request that was there, owned; NULL where there
   was none, and where its port is dead. KERN_FAILURE for a second PORT_DESTROYED, on every Mach: the first stays. */
machport_status_t machport_op_request_notification(machport_name_t name, int32_t id, uint32_t sync, machport_name_t notify,
                                                   machport_name_t *previous);
/* The name (PORT_DELETED, SEND_POSSIBLE, DEAD_NAME) or count (NO_SENDERS) in the bytes of a notification, as
   machport_op_receive gives them; KERN_INVALID_VALUE where they have not its shape. */
machport_status_t machport_op_notification_number(const void *bytes, size_t size, uint32_t *number);

#endif
