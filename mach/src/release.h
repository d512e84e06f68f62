/* A receive right that goes by itself, and not because its task says so.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RELEASE_H
#define EMBEDDED_RELEASE_H
#include <mach/port.h>

/* Destroys a task's receive right, as mach_port_mod_refs does: nothing happens where that task has ended. */
void release_receive(uint64_t task, mach_port_name_t name);

#endif
