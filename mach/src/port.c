/* Ports: how they begin, how they are counted, and how the receive right's end begins.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "magazine.h"
#include "message.h"
#include "request.h"
#include "set.h"
#include "wait_fd.h"
#include <assert.h>

struct port port_dead;

void port_begin_in_child(struct port *port)
{
    lock_begin(&port->lock, LOCK_OF_PORT);
    port_begin(port);
}

struct port *port_create(void)
{
    struct port *port = magazine_take_port();
    if (port != NULL)
        port_begin(port);
    return port;
}

void port_free(struct port *port)
{
    assert(!port_is_active(port) && port->last == NULL);
    requests_free(port);
    magazine_give_port(port);
}

void port_tell_no_senders(struct port *port, struct debts *debts)
{
    /* Whoever tells of a dead port's death reads and writes its requests without the lock. */
    if (port_is_active(port))
        owe_notification(debts, MACH_NOTIFY_NO_SENDERS, requests_take(&port->requests->no_senders), port->mscount);
}

void port_leave_space(struct port *port)
{
    set_remove_from_all(port);
    waiters_lose(&port->receivers);
    wait_fd_end(&port->requests->wait_fd);
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
    struct port *notify = requests_take(&port->requests->port_destroyed);
    if (notify != NULL) {
        lock_release(&port->lock);
        owe_port_destroyed(debts, notify, port);
        return;
    }
    atomic_store_explicit(&port->active, false, memory_order_release);
    waiters_lose(&port->senders);
    lock_release(&port->lock);
    owe_death(debts, port);
}
