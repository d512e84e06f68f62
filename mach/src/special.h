/* The ports of the host and of each thread.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_SPECIAL_H
#define EMBEDDED_SPECIAL_H
#include "right.h"
#include <stdbool.h>

/* A process begins, or a child after fork, which knows none of its parent's ports. False where memory ran out. */
bool special_begin(void);

/* Another send right like one that the kernel has: no right where that is NULL, and port_dead where its port died. */
struct right special_copy_send(struct port *port);

#endif
