/* Receive rights that travel in messages, so that no circle of queues comes to be.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "transit.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

bool transit_begin(struct port *receive, struct port *destination)
{
    bool circle = false;
    pthread_mutex_lock(&lock);
    for (struct port *port = destination; port != NULL && !circle; port = port->transit)
        circle = port == receive;
    if (!circle) {
        port_reference(destination);
        receive->transit = destination;
    }
    pthread_mutex_unlock(&lock);
    return !circle;
}

void transit_end(struct port *receive)
{
    pthread_mutex_lock(&lock);
    struct port *destination = receive->transit;
    receive->transit = NULL;
    pthread_mutex_unlock(&lock);
    if (destination != NULL)
        port_release(destination);
}

void transit_lock(void)
{
    pthread_mutex_lock(&lock);
}

void transit_unlock(void)
{
    pthread_mutex_unlock(&lock);
}
