/* An eventfd for a port or a port set that was asked for one. Each asker gets a duplicate, which it closes; ours is closed with
   the receive right's stay in its space, or with the set.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wait_fd.h"
#include "call.h"
#include "entry.h"
#include "request.h"
#include "set.h"
#include "uncancelled.h"
#include <fcntl.h>
#include <mach/embedded.h>
#include <sys/eventfd.h>

void wait_fd_set(int fd, bool readable)
{
    eventfd_t count = 1;
    if (fd == NO_FD)
        return;
    /* It never blocks: neither answer matters, for it is readable then, or is not. */
    if (readable)
        (void)uncancelled_write(fd, &count, sizeof count);
    else
        (void)uncancelled_read(fd, &count, sizeof count);
}

kern_return_t wait_fd_get(int *own, bool readable, int32_t *fd)
{
    if (*own == NO_FD) {
        *own = eventfd(readable, EFD_CLOEXEC | EFD_NONBLOCK);
        if (*own == NO_FD)
            return KERN_RESOURCE_SHORTAGE;
    }
    *fd = fcntl(*own, F_DUPFD_CLOEXEC, 0);
    return *fd == -1 ? KERN_RESOURCE_SHORTAGE : KERN_SUCCESS;
}

void wait_fd_end(int *own)
{
    if (*own == NO_FD)
        return;
    wait_fd_set(*own, true);
    uncancelled_close(*own);
    *own = NO_FD;
}

static kern_return_t of_port(struct port *port, int32_t *fd)
{
    lock_acquire(&port->lock);
    kern_return_t status = requests_begin(port);
    if (status == KERN_SUCCESS)
        status = wait_fd_get(&port->requests->wait_fd, port->last != NULL, fd);
    lock_release(&port->lock);
    return status;
}

machport_status_t mach_embedded_wait_fd(machport_any_t from, int32_t *fd)
{
    if (fd == NULL)
        return MACHPORT_E_POINTER;
    *fd = NO_FD;
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    struct entry *entry = entry_lookup(space, from);
    kern_return_t status = KERN_INVALID_NAME;
    if (entry != NULL && (entry_holds(entry) & HOLDS_RECEIVE) != 0)
        status = of_port(entry_port(entry), fd);
    else if (entry != NULL && (entry_holds(entry) & HOLDS_PORT_SET) != 0)
        status = set_wait_fd(entry->set, fd);
    else if (entry != NULL)
        status = KERN_INVALID_RIGHT;
    return unlock_and_return(space, status);
}
