/* Receive rights that travel in messages, so that no circle of queues comes to be.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "transit.h"

static struct lock lock = LOCK(LOCK_OF_TRANSIT);

bool transit_begin(struct port *receive, struct port *destination)
{
    bool circle = false;
    lock_acquire(&lock);
    for (struct port *port = destination; port != NULL && !circle; port = port->transit)
        circle = port == receive;
    if (!circle) {
        port_reference(destination);
        receive->transit = destination;
    }
    lock_release(&lock);
    return !circle;
}

void transit_end(struct port *receive)
{
    lock_acquire(&lock);
    struct port *destination = receive->transit;
    receive->transit = NULL;
    lock_release(&lock);
    if (destination != NULL)
        port_release(destination);
}

void transit_lock(void)
{
    lock_acquire(&lock);
}

void transit_unlock(void)
{
    lock_release(&lock);
}
