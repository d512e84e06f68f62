/* Services by name, in a list that all tasks of the process share. Of each the list holds a send right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bootstrap.h"
#include "call.h"
#include "right.h"
#include "special.h"
#include <servers/bootstrap.h>
#include <stdlib.h>
#include <string.h>

mach_port_t bootstrap_port = BOOTSTRAP_NAME;

struct service {
    struct service *next;
    struct port *port;
    uint64_t owner; /* the task that offered it */
    name_t name;
};

static struct port *server; /* whom the calls ask; nobody receives from it */
static struct lock lock = LOCK(LOCK_OF_SERVICES);
static struct service *services;

bool bootstrap_begin(void)
{
    /* After a fork the memory of the parent's port serves the child's: nobody looks at the parent's again. */
    if (server == NULL)
        server = port_create();
    else
        port_begin_in_child(server);
    return server != NULL;
}

struct port *bootstrap_send(void)
{
    return special_copy_send(server).port;
}

void bootstrap_lock(void)
{
    lock_acquire(&lock);
}

void bootstrap_unlock(void)
{
    lock_release(&lock);
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

static void destroy(struct right right)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    right_destroy(right, &debts);
    debts_pay(&debts);
}

/* Of a service that is in the list no more. */
static void end(struct service *service)
{
    destroy((struct right){MACH_MSG_TYPE_PORT_SEND, service->port});
    free(service);
}

static struct service *take_one_of(uint64_t task)
{
    bootstrap_lock();
    struct service **link = &services;
    while (*link != NULL && (*link)->owner != task)
        link = &(*link)->next;
    struct service *service = *link;
    if (service != NULL)
        *link = service->next;
    bootstrap_unlock();
    return service;
}

void bootstrap_end(uint64_t task)
{
    for (struct service *service; (service = take_one_of(task)) != NULL;)
        end(service);
}

/* Where a service stands or would stand in the list. Needs the lock. */
static struct service **find(const char *name)
{
    struct service **link = &services;
    while (*link != NULL && strncmp((*link)->name, name, sizeof(*link)->name - 1) != 0)
        link = &(*link)->next;
    return link;
}

/* Whether the calling task has a send right to the server under the name. */
static kern_return_t check_server(mach_port_name_t bp)
{
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    struct entry *entry = entry_lookup(space, bp);
    if (entry == NULL || (entry_holds(entry) & HOLDS_SEND) == 0 || !port_is_active(entry_port(entry)))
        return unlock_and_return(space, MACH_SEND_INVALID_DEST);
    return unlock_and_return(space, entry_port(entry) == server ? KERN_SUCCESS : MIG_BAD_ID);
}

/* Puts a send right into the list, in the place of one that died; what is not needed any more is told in gone. */
static kern_return_t offer(const char *name, struct right send, kern_return_t taken, struct right *gone)
{
    kern_return_t status = BOOTSTRAP_SUCCESS;
    *gone = send;
    bootstrap_lock();
    struct service **link = find(name), *service = *link;
    if (service != NULL && port_is_active(service->port)) {
        status = taken;
    } else if (service == NULL && (service = calloc(1, sizeof *service)) == NULL) {
        status = BOOTSTRAP_NO_MEMORY;
    } else {
        if (*link == NULL)
            strncpy(service->name, name, sizeof service->name - 1);
        *link = service;
        gone->port = service->port;
        service->port = send.port;
        service->owner = task_current();
    }
    bootstrap_unlock();
    return status;
}

kern_return_t bootstrap_check_in(mach_port_t bp, const char *service_name, mach_port_t *sp)
{
    struct right gone;
    *sp = MACH_PORT_NULL;
    kern_return_t status = check_server(bp);
    if (status != KERN_SUCCESS)
        return status;
    struct port *port = port_create();
    if (port == NULL)
        return BOOTSTRAP_NO_MEMORY;
    port_reference(port);
    port->srights = port->mscount = 1;
    status = offer(service_name, (struct right){MACH_MSG_TYPE_PORT_SEND, port}, BOOTSTRAP_SERVICE_ACTIVE, &gone);
    if (status == BOOTSTRAP_SUCCESS)
        status = right_deliver_in_reply((struct right){MACH_MSG_TYPE_PORT_RECEIVE, port}, sp);
    else
        destroy((struct right){MACH_MSG_TYPE_PORT_RECEIVE, port});
    destroy(gone);
    return status;
}

/* The service is offered no more. */
static kern_return_t withdraw(const char *name)
{
    kern_return_t status = BOOTSTRAP_UNKNOWN_SERVICE;
    bootstrap_lock();
    struct service **link = find(name), *service = *link;
    if (service != NULL)
        status = service->owner == task_current() ? BOOTSTRAP_SUCCESS : BOOTSTRAP_NOT_PRIVILEGED;
    if (status == BOOTSTRAP_SUCCESS)
        *link = service->next;
    bootstrap_unlock();
    if (status == BOOTSTRAP_SUCCESS)
        end(service);
    return status;
}

static kern_return_t copy_send(mach_port_name_t name, struct right *send)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    kern_return_t status = right_copyin(space, name, MACH_MSG_TYPE_COPY_SEND, send, &debts);
    space_unlock(space);
    debts_pay(&debts);
    return status == KERN_SUCCESS && send->port != &port_dead ? KERN_SUCCESS : MACH_SEND_INVALID_RIGHT;
}

kern_return_t bootstrap_register(mach_port_t bp, char *service_name, mach_port_t sp)
{
    struct right send, gone;
    kern_return_t status = check_server(bp);
    if (status != KERN_SUCCESS)
        return status;
    if (sp == MACH_PORT_NULL)
        return withdraw(service_name);
    status = copy_send(sp, &send);
    if (status != KERN_SUCCESS)
        return status;
    status = offer(service_name, send, BOOTSTRAP_NAME_IN_USE, &gone);
    destroy(gone);
    return status;
}

kern_return_t bootstrap_look_up(mach_port_t bp, const char *service_name, mach_port_t *sp)
{
    *sp = MACH_PORT_NULL;
    kern_return_t status = check_server(bp);
    if (status != KERN_SUCCESS)
        return status;
    bootstrap_lock();
    struct service *service = *find(service_name);
    struct right send = special_copy_send(service == NULL ? NULL : service->port);
    bootstrap_unlock();
    if (send.port == NULL || send.port == &port_dead)
        return BOOTSTRAP_UNKNOWN_SERVICE;
    return right_deliver_in_reply(send, sp);
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
