/* Ports: how they begin, how they are counted, and how the receive right's end begins.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "port.h"
#include "debts.h"
#include "message.h"
#include "set.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct port port_dead;

bool port_begin(struct port *port)
{
    memset(port, 0, sizeof *port);
    if (pthread_mutex_init(&port->lock, NULL) != 0)
        return false;
    atomic_init(&port->references, 1);
    atomic_init(&port->active, true);
    port->qlimit = MACH_PORT_QLIMIT_DEFAULT;
    port->last = &port->first;
    return true;
}

struct port *port_create(void)
{
    struct port *port = malloc(sizeof *port);
    if (port != NULL && !port_begin(port)) {
        free(port);
        return NULL;
    }
    return port;
}

void port_reference(struct port *port)
{
    atomic_fetch_add_explicit(&port->references, 1, memory_order_relaxed);
}

void port_release(struct port *port)
{
    if (atomic_fetch_sub_explicit(&port->references, 1, memory_order_acq_rel) != 1)
        return;
    assert(!port_is_active(port) && port->first == NULL);
    pthread_mutex_destroy(&port->lock);
    free(port->requests);
    free(port);
}

bool port_is_active(struct port *port)
{
    return atomic_load_explicit(&port->active, memory_order_acquire);
}

void port_lose_send(struct port *port, struct debts *debts)
{
    assert(port->srights > 0);
    port->srights--;
    /* Whoever tells of a dead port's death reads and writes its requests without the lock. */
    if (port_is_active(port) && port->srights == 0 && port->no_senders != NULL) {
        owe_notification(debts, MACH_NOTIFY_NO_SENDERS, port->no_senders, port->mscount);
        port->no_senders = NULL;
    }
}

void port_leave_space(struct port *port)
{
    set_remove_from_all(port);
    port->receiver = NULL;
    port->receiver_name = MACH_PORT_NULL;
    port->mscount = 0;
    port->seqno = 0;
    port->context = 0;
    port->guarded = port->strict_guard = port->immovable = false;
}

void port_end_receive(struct port *port, struct debts *debts)
{
    port_leave_space(port);
    if (port->port_destroyed != NULL) {
        struct port *notify = port->port_destroyed;
        port->port_destroyed = NULL;
        pthread_mutex_unlock(&port->lock);
        owe_port_destroyed(debts, notify, port);
        return;
    }
    atomic_store_explicit(&port->active, false, memory_order_release);
    pthread_mutex_unlock(&port->lock);
    owe_death(debts, port);
}

bool port_is_full(struct port *port)
{
    return port->msgcount >= port->qlimit;
}
