/* Receive rights that travel in messages: which port's queue each is in.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_TRANSIT_H
#define EMBEDDED_TRANSIT_H
#include "port.h"

/* A receive right goes into a message to a port. False, and nothing is done, where that would close a circle of
   queues that nobody could ever receive from. */
bool transit_begin(struct port *receive, struct port *destination);
/* The receive right left its message. */
void transit_end(struct port *receive);
/* The lock of all this, for fork. */
void transit_lock(void);
void transit_unlock(void);

#endif
