/* What a receive right's port is like: attributes, counts.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "queue.h"
#include "request.h"
#include "task.h"
#include <string.h>

static mach_port_status_t status_of(struct port *port)
{
    natural_t flags = port->importance;
    if (port->guarded)
        flags |= MACH_PORT_STATUS_FLAG_GUARDED;
    if (port->strict_guard)
        flags |= MACH_PORT_STATUS_FLAG_STRICT_GUARD;
    if (port->guarded && port->immovable)
        flags |= MACH_PORT_STATUS_FLAG_GUARD_IMMOVABLE_RECEIVE;
    return (mach_port_status_t){
        .mps_pset = port->members != NULL || port->left_set,
        .mps_seqno = port->seqno,
        .mps_mscount = port->mscount,
        .mps_qlimit = port->qlimit,
        .mps_msgcount = port->msgcount,
        .mps_sorights = port->sorights,
        .mps_srights = port->srights > 0,
        .mps_pdrequest = port->requests->port_destroyed != NULL,
        .mps_nsrequest = port->requests->no_senders != NULL,
        .mps_flags = flags,
    };
}

/* How many words a flavor has; 0: it cannot be asked for. */
static mach_msg_type_number_t flavor_words(mach_port_flavor_t flavor)
{
    switch (flavor) {
    case MACH_PORT_LIMITS_INFO: return MACH_PORT_LIMITS_INFO_COUNT;
    case MACH_PORT_RECEIVE_STATUS: return MACH_PORT_RECEIVE_STATUS_COUNT;
    case MACH_PORT_DNREQUESTS_SIZE: return MACH_PORT_DNREQUESTS_SIZE_COUNT;
    case MACH_PORT_INFO_EXT: return MACH_PORT_INFO_EXT_COUNT;
    default: return 0;
    }
}

static void write_flavor(struct port *port, mach_port_flavor_t flavor, mach_port_info_t out)
{
    mach_port_info_ext_t ext = {.mpie_status = status_of(port)};
    switch (flavor) {
    case MACH_PORT_LIMITS_INFO: *out = (integer_t)port->qlimit; break;
    case MACH_PORT_RECEIVE_STATUS: memcpy(out, &ext.mpie_status, sizeof ext.mpie_status); break;
    case MACH_PORT_DNREQUESTS_SIZE: *out = (integer_t)port->requests->size; break;
    default: memcpy(out, &ext, sizeof ext);
    }
}

/* Two flavors of no right at all can be asked for. */
static kern_return_t get_of_none(mach_port_flavor_t flavor, mach_port_info_t out, mach_msg_type_number_t *count)
{
    if (flavor == MACH_PORT_LIMITS_INFO) {
        *count = 0;
        return KERN_SUCCESS;
    }
    if (flavor == MACH_PORT_DNREQUESTS_SIZE) {
        *out = 0;
        *count = MACH_PORT_DNREQUESTS_SIZE_COUNT;
        return KERN_SUCCESS;
    }
    return KERN_INVALID_RIGHT;
}

kern_return_t mach_port_get_attributes(ipc_space_read_t task, mach_port_name_t name, mach_port_flavor_t flavor,
                                       mach_port_info_t port_info_out, mach_msg_type_number_t *port_info_outCnt)
{
    struct space *space;
    struct port *port;
    mach_msg_type_number_t words = flavor_words(flavor);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (words == 0)
        return unlock_and_return(space, KERN_INVALID_ARGUMENT);
    if (*port_info_outCnt < words)
        return unlock_and_return(space, KERN_FAILURE);
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, get_of_none(flavor, port_info_out, port_info_outCnt));
    status = lock_receive(space, name, &port);
    if (status == KERN_SUCCESS) {
        write_flavor(port, flavor, port_info_out);
        *port_info_outCnt = words;
        lock_release(&port->lock);
    }
    return unlock_and_return(space, status);
}

/* What is wrong with the value itself, which is looked at before the name. */
static kern_return_t check_settable(mach_port_flavor_t flavor, mach_port_info_t info, mach_msg_type_number_t count)
{
    switch (flavor) {
    case MACH_PORT_LIMITS_INFO:
        if (count < MACH_PORT_LIMITS_INFO_COUNT)
            return KERN_FAILURE;
        return (mach_port_msgcount_t)*info > MACH_PORT_QLIMIT_MAX ? KERN_INVALID_VALUE : KERN_SUCCESS;
    case MACH_PORT_DNREQUESTS_SIZE: return count < MACH_PORT_DNREQUESTS_SIZE_COUNT ? KERN_FAILURE : KERN_SUCCESS;
    case MACH_PORT_TEMPOWNER:
    case MACH_PORT_IMPORTANCE_RECEIVER:
    case MACH_PORT_DENAP_RECEIVER:
    case MACH_PORT_SERVICE_THROTTLED: return KERN_SUCCESS;
    default: return KERN_INVALID_ARGUMENT;
    }
}

static kern_return_t set_flavor(struct port *port, mach_port_flavor_t flavor, mach_port_info_t info)
{
    switch (flavor) {
    case MACH_PORT_LIMITS_INFO:
        port->qlimit = (uint16_t)*info;
        queue_let_in(port);
        break;
    case MACH_PORT_TEMPOWNER: port->importance |= MACH_PORT_STATUS_FLAG_TEMPOWNER | MACH_PORT_STATUS_FLAG_IMP_DONATION; break;
    case MACH_PORT_IMPORTANCE_RECEIVER:
    case MACH_PORT_DENAP_RECEIVER: port->importance |= MACH_PORT_STATUS_FLAG_IMP_DONATION; break;
    case MACH_PORT_SERVICE_THROTTLED: return KERN_INVALID_CAPABILITY;
    default: break;
    }
    return KERN_SUCCESS;
}

kern_return_t mach_port_set_attributes(ipc_space_t task, mach_port_name_t name, mach_port_flavor_t flavor,
                                       mach_port_info_t port_info, mach_msg_type_number_t port_infoCnt)
{
    struct space *space;
    struct port *port;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    status = check_settable(flavor, port_info, port_infoCnt);
    if (status == KERN_SUCCESS)
        status = MACH_PORT_VALID(name) ? lock_receive(space, name, &port) : KERN_INVALID_RIGHT;
    if (status == KERN_SUCCESS) {
        status = set_flavor(port, flavor, port_info);
        lock_release(&port->lock);
    }
    return unlock_and_return(space, status);
}

kern_return_t mach_port_get_srights(ipc_space_t task, mach_port_name_t name, mach_port_rights_t *srights)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_NAME, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    *srights = port->srights;
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_dnrequest_info(ipc_space_t task, mach_port_name_t name, unsigned *dnr_total, unsigned *dnr_used)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_NAME, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    *dnr_total = port->requests->size;
    *dnr_used = request_count(port);
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_set_mscount(ipc_space_t task, mach_port_name_t name, mach_port_mscount_t mscount)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_RIGHT, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    port->mscount = mscount;
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_set_seqno(ipc_space_t task, mach_port_name_t name, mach_port_seqno_t seqno)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_RIGHT, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    port->seqno = seqno;
    return receive_end(space, port, KERN_SUCCESS);
}
