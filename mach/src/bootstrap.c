/* Services by name, in a list that all tasks of the process share. Of each the list holds a send right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bootstrap.h"
#include "debts.h"
#include "right.h"
#include "special.h"
#include "task.h"
#include <servers/bootstrap.h>
#include <stdlib.h>
#include <string.h>

mach_port_t bootstrap_port = MACH_PORT_NULL;

struct service {
    struct service *next;
    struct port *port;
    name_t name;
};

static struct lock lock;
static struct service *services;

void bootstrap_lock(void)
{
    lock_acquire(&lock);
}

void bootstrap_unlock(void)
{
    lock_release(&lock);
}

static void destroy(struct right right)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    right_destroy(right, &debts);
    debts_pay(&debts);
}

void bootstrap_end(void)
{
    bootstrap_lock();
    struct service *service = services;
    services = NULL;
    bootstrap_unlock();
    for (struct service *next; service != NULL; service = next) {
        next = service->next;
        destroy((struct right){MACH_MSG_TYPE_PORT_SEND, service->port});
        free(service);
    }
}

void bootstrap_leave(void)
{
    static struct service *of_parents; /* so that they stay reachable */
    struct service **end = &services;
    while (*end != NULL)
        end = &(*end)->next;
    *end = of_parents;
    of_parents = services;
    services = NULL;
}

/* Needs the lock. */
static struct service *find(const char *name)
{
    struct service *service = services;
    while (service != NULL && strncmp(service->name, name, sizeof service->name - 1) != 0)
        service = service->next;
    return service;
}

/* Puts a send right into the list, in the place of one that died; what is not needed any more is told in gone. */
static kern_return_t offer(const char *name, struct right send, kern_return_t taken, struct right *gone)
{
    kern_return_t status = BOOTSTRAP_SUCCESS;
    *gone = send;
    bootstrap_lock();
    struct service *service = find(name);
    if (service != NULL && port_is_active(service->port)) {
        status = taken;
    } else if (service != NULL) {
        gone->port = service->port;
        service->port = send.port;
    } else if ((service = calloc(1, sizeof *service)) == NULL) {
        status = BOOTSTRAP_NO_MEMORY;
    } else {
        gone->port = NULL;
        strncpy(service->name, name, sizeof service->name - 1);
        service->port = send.port;
        service->next = services;
        services = service;
    }
    bootstrap_unlock();
    return status;
}

kern_return_t bootstrap_check_in(mach_port_t bp, const char *service_name, mach_port_t *sp)
{
    struct right gone;
    (void)bp;
    *sp = MACH_PORT_NULL;
    struct port *port = port_create();
    if (port == NULL)
        return BOOTSTRAP_NO_MEMORY;
    port_reference(port);
    port->srights = port->mscount = 1;
    kern_return_t status = offer(service_name, (struct right){MACH_MSG_TYPE_PORT_SEND, port}, BOOTSTRAP_SERVICE_ACTIVE, &gone);
    if (status == BOOTSTRAP_SUCCESS)
        status = right_deliver((struct right){MACH_MSG_TYPE_PORT_RECEIVE, port}, sp);
    else
        destroy((struct right){MACH_MSG_TYPE_PORT_RECEIVE, port});
    destroy(gone);
    return status;
}

kern_return_t bootstrap_register(mach_port_t bp, char *service_name, mach_port_t sp)
{
    struct right send, gone;
    struct debts debts;
    (void)bp;
    debts_begin(&debts, NULL);
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    kern_return_t status = right_copyin(space, sp, MACH_MSG_TYPE_COPY_SEND, &send, &debts);
    space_unlock(space);
    debts_pay(&debts);
    if (status != KERN_SUCCESS || send.port == &port_dead)
        return KERN_INVALID_RIGHT;
    status = offer(service_name, send, BOOTSTRAP_NAME_IN_USE, &gone);
    destroy(gone);
    return status;
}

kern_return_t bootstrap_look_up(mach_port_t bp, const char *service_name, mach_port_t *sp)
{
    (void)bp;
    *sp = MACH_PORT_NULL;
    bootstrap_lock();
    struct service *service = find(service_name);
    struct right send = special_copy_send(service == NULL ? NULL : service->port);
    bootstrap_unlock();
    if (send.port == NULL || send.port == &port_dead)
        return BOOTSTRAP_UNKNOWN_SERVICE;
    return right_deliver(send, sp);
}

const char *bootstrap_strerror(kern_return_t r)
{
    switch (r) {
    case BOOTSTRAP_SUCCESS: return "Success";
    case BOOTSTRAP_NOT_PRIVILEGED: return "Permission denied";
    case BOOTSTRAP_NAME_IN_USE: return "Service name already exists";
    case BOOTSTRAP_UNKNOWN_SERVICE: return "Unknown service name";
    case BOOTSTRAP_SERVICE_ACTIVE: return "Service is already active";
    case BOOTSTRAP_BAD_COUNT: return "Bad count";
    case BOOTSTRAP_NO_MEMORY: return "Out of memory";
    case BOOTSTRAP_NO_CHILDREN: return "No children";
    default: return mach_error_string(r);
    }
}
