/* What a test needs of the embedded Mach and no real Mach offers: several tasks in one process, limits, a fresh start.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Not part of the ABI; it goes through the same generator, and Python shows it as machport.testing. */
#ifndef MACH_EMBEDDED_H
#define MACH_EMBEDDED_H
#include <machport/machport.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Makes a task with an empty space: it holds its own port under the name 0x103, and nothing else.
    @param task its number, which no other task ever has
    @status E_POINTER task is NULL
    @status KERN_RESOURCE_SHORTAGE memory ran out */
MACHPORT_API machport_status_t mach_embedded_task_create(MACHPORT_OUT uint64_t *task);

/** Lets the calling thread act as a task from here on. A thread that entered none acts as the process's first task.
    @param task the task's number
    @param previous the task that the thread acted as before
    @status E_POINTER previous is NULL
    @status KERN_INVALID_TASK there is no such task */
MACHPORT_API machport_status_t mach_embedded_task_enter(uint64_t task, MACHPORT_OUT uint64_t *previous);

/** The task that the calling thread acts as.
    @param task its number
    @status E_POINTER task is NULL */
MACHPORT_API machport_status_t mach_embedded_task_current(MACHPORT_OUT uint64_t *task);

/** Ends a task: its rights go as those of a task that dies, and whoever held rights to its ports sees them dead. A
    thread that acts as it gets KERN_INVALID_TASK until it enters another.
    @param task the task's number, not the process's first task
    @status KERN_INVALID_TASK there is no such task
    @status KERN_INVALID_ARGUMENT it is the process's first task */
MACHPORT_API machport_status_t mach_embedded_task_destroy(uint64_t task);

/** Gives another task a right made or copied from one of the calling task's, as a message would, but without one.
    @param name the calling task's right
    @param disposition MACHPORT_COPY_SEND, MACHPORT_MAKE_SEND or MACHPORT_MAKE_SEND_ONCE
    @param task the task that gets it
    @param given the right's name there
    @status E_POINTER given is NULL
    @status KERN_INVALID_TASK there is no such task
    @status KERN_INVALID_VALUE the disposition is another
    @status KERN_INVALID_NAME name holds nothing
    @status KERN_INVALID_RIGHT name does not hold what the disposition needs
    @status KERN_NO_SPACE the other task's space is full */
MACHPORT_API machport_status_t mach_embedded_right_give(MACHPORT_BORROWED machport_any_t name, uint32_t disposition,
                                                        uint64_t task, MACHPORT_OUT MACHPORT_PLAIN machport_name_t *given);

/** Limits how many names the space of the calling task may hold, so that a full one can be tested.
    @param names the most; 0 lifts the limit
    @status KERN_INVALID_TASK the thread's task has ended */
MACHPORT_API machport_status_t mach_embedded_limit_names(uint32_t names);

/** A file descriptor that is readable while a message waits.
    @param from the calling task's receive right or port set
    @param fd the descriptor, the caller's to close
    @status E_POINTER fd is NULL
    @status KERN_INVALID_TASK the thread's task has ended
    @status KERN_INVALID_NAME from holds nothing
    @status KERN_INVALID_RIGHT from is neither
    @status KERN_RESOURCE_SHORTAGE memory or descriptors ran out */
MACHPORT_API machport_status_t mach_embedded_wait_fd(MACHPORT_BORROWED machport_any_t from, MACHPORT_OUT int32_t *fd);

/** Gives the calling task another bootstrap port, as task_set_special_port does: a copy of the right. It is the one that
    machport_special_port tells, also when it has died.
    @param port the send right; NULL: none
    @status KERN_INVALID_NAME port holds no send right */
MACHPORT_API machport_status_t
mach_embedded_bootstrap_set(MACHPORT_BORROWED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_t port);

/** How many guard exceptions XNU would have raised so far in this process: a fatal one for a hardened task.
    @param count the number
    @status E_POINTER count is NULL */
MACHPORT_API machport_status_t mach_embedded_guard_exceptions(MACHPORT_OUT uint64_t *count);

/** Ends every task and starts as a new process would. No other thread may be in a Mach call.
    @status KERN_RESOURCE_SHORTAGE memory ran out */
MACHPORT_API machport_status_t mach_embedded_reset(void);

#ifdef __cplusplus
}
#endif
#endif
