/* The bootstrap port, and the services of the process at its turns.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_BOOTSTRAP_H
#define EMBEDDED_BOOTSTRAP_H
#include "port.h"

/* By this name every space holds a send right to the bootstrap port from its beginning, so that bootstrap_port is never written.
   Its index is 0, which no allocation gives: what a task allocates has the names that it would have without. */
enum { BOOTSTRAP_NAME = 0xbb };

/* A process begins, or a child after fork. False where memory ran out. */
bool bootstrap_begin(void);
/* Another send right to the bootstrap port. */
struct port *bootstrap_send(void);
/* A task ends, and its services with it. Needs no lock. */
void bootstrap_end(uint64_t task);
/* In the child of a fork: the parent's are never touched again. */
void bootstrap_leave(void);
/* The lock of all this, for fork. */
void bootstrap_lock(void);
void bootstrap_unlock(void);

#endif
