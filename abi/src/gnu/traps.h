/* GNU Mach's traps, of which each answers with its own numbers: machport_gnu_status makes Darwin's of them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GNU_TRAPS_H
#define MACHPORT_GNU_TRAPS_H
#include "machport.h"
#include "wire.h"

int32_t machport_gnu_trap_msg(struct machport_gnu_header *message, uint32_t options, uint32_t send_size, uint32_t receive_size,
                              machport_name_t receive, uint32_t timeout, machport_name_t notify);
machport_name_t machport_gnu_trap_reply_port(void);
/* Another send user reference of the port with every call; MACHPORT_NULL when there is no room for its name. */
machport_name_t machport_gnu_trap_thread_self(void);
machport_name_t machport_gnu_trap_task_self(void);
machport_name_t machport_gnu_trap_host_self(void);

int32_t machport_gnu_trap_port_allocate(machport_name_t task, machport_kind_t kind, machport_name_t *name);
int32_t machport_gnu_trap_port_deallocate(machport_name_t task, machport_name_t name);
/* The trap, and not the message: a message whose right is refused answers with a status of the message, and loses its
   reply right. */
int32_t machport_gnu_trap_port_insert_right(machport_name_t task, machport_name_t name, machport_name_t right,
                                            uint32_t disposition);
int32_t machport_gnu_trap_vm_deallocate(machport_name_t task, uintptr_t address, uintptr_t size);

/* Bits that the message trap adds to its status when a right or memory of the message found no room. Darwin has one
   more in its mask. */
#define MACHPORT_GNU_NO_ROOM INT32_C(0x3c00)

/* A status of GNU Mach in Darwin's numbers. */
machport_status_t machport_gnu_status(int32_t status);

#endif
