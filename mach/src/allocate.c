/* New rights: mach_port_allocate and its kin, mach_port_construct.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "entry.h"
#include "quick.h"
#include "set.h"
#include "task.h"

/* Fills a fresh entry with a new right. Where memory is short the entry is freed. */
static kern_return_t fill(struct space *space, struct entry *entry, mach_port_right_t right)
{
    if (right == MACH_PORT_RIGHT_DEAD_NAME) {
        entry_put_port(entry, 0);
        entry_fill(entry, 1, HOLDS_DEAD_NAME);
        return KERN_SUCCESS;
    }
    if (right == MACH_PORT_RIGHT_PORT_SET) {
        struct port_set *set = set_create();
        if (set == NULL)
            return entry_free(space, entry), KERN_RESOURCE_SHORTAGE;
        entry->set = set;
        entry_fill(entry, 0, HOLDS_PORT_SET);
    } else {
        struct port *port = port_create();
        if (port == NULL)
            return entry_free(space, entry), KERN_RESOURCE_SHORTAGE;
        port->receiver = space;
        port->receiver_name = entry_name(space, entry);
        entry_put_port(entry, port_number(port));
        entry_fill(entry, 0, HOLDS_RECEIVE);
    }
    return KERN_SUCCESS;
}

static bool can_be_allocated(mach_port_right_t right)
{
    return right == MACH_PORT_RIGHT_RECEIVE || right == MACH_PORT_RIGHT_PORT_SET || right == MACH_PORT_RIGHT_DEAD_NAME;
}

static kern_return_t allocate(struct space *space, mach_port_right_t right, struct entry **entry)
{
    *entry = entry_allocate(space);
    return *entry != NULL ? fill(space, *entry, right) : KERN_NO_SPACE;
}

/* A plain receive right, without the lock. */
QUICK bool allocate_plain(mach_port_name_t task, mach_port_context_t context, mach_port_name_t *name)
{
    struct magazine *own = magazine_begin(task);
    if (own == NULL)
        return false;
    mach_port_name_t made = quick_allocate(own, context);
    magazine_end(own);
    if (made == MACH_PORT_NULL)
        return false;
    *name = made;
    return true;
}

static __attribute__((noinline)) kern_return_t lock_and_allocate(ipc_space_t task, mach_port_right_t right,
                                                                 mach_port_name_t *name)
{
    struct space *space;
    struct entry *entry;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    magazine_want(space);
    status = can_be_allocated(right) ? allocate(space, right, &entry) : KERN_INVALID_VALUE;
    if (status == KERN_SUCCESS)
        *name = entry_name(space, entry);
    return unlock_and_return(space, status);
}

kern_return_t mach_port_allocate(ipc_space_t task, mach_port_right_t right, mach_port_name_t *name)
{
    if (right == MACH_PORT_RIGHT_RECEIVE && allocate_plain(task, 0, name))
        return KERN_SUCCESS;
    return lock_and_allocate(task, right, name);
}

static kern_return_t allocate_under(struct space *space, mach_port_right_t right, mach_port_name_t name)
{
    magazines_stop(space);
    kern_return_t status = entry_name_possible(space, name);
    if (status == KERN_SUCCESS)
        status = entry_lookup(space, name) != NULL ? KERN_NAME_EXISTS : fill(space, entry_allocate_name(space, name), right);
    magazines_go_on(space);
    return status;
}

/* A message that is allocated beforehand may be as large as one with the largest trailer can be. */
static kern_return_t check_qos(const mach_port_qos_t *qos, mach_port_right_t right, mach_port_name_t name)
{
    const natural_t largest_trailer = 68;
    if (qos->name && !MACH_PORT_VALID(name))
        return KERN_INVALID_VALUE;
    if (qos->prealloc && qos->len > UINT32_MAX - largest_trailer)
        return KERN_RESOURCE_SHORTAGE;
    if ((qos->prealloc && right != MACH_PORT_RIGHT_RECEIVE) || !can_be_allocated(right))
        return KERN_INVALID_VALUE;
    return KERN_SUCCESS;
}

kern_return_t mach_port_allocate_full(ipc_space_t task, mach_port_right_t right, mach_port_t proto, mach_port_qos_t *qos,
                                      mach_port_name_t *name)
{
    struct space *space;
    struct entry *entry;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    status = proto != MACH_PORT_NULL ? KERN_INVALID_VALUE : check_qos(qos, right, *name);
    if (status != KERN_SUCCESS)
        return unlock_and_return(space, status);
    /* As every XNU does: a dead name is allocated under another name than the one asked for. */
    if (qos->name && right != MACH_PORT_RIGHT_DEAD_NAME)
        return unlock_and_return(space, allocate_under(space, right, *name));
    status = allocate(space, right, &entry);
    if (status == KERN_SUCCESS)
        *name = entry_name(space, entry);
    return unlock_and_return(space, status);
}

kern_return_t mach_port_allocate_qos(ipc_space_t task, mach_port_right_t right, mach_port_qos_t *qos, mach_port_name_t *name)
{
    struct space *space;
    if (!qos->name)
        return mach_port_allocate_full(task, right, MACH_PORT_NULL, qos, name);
    kern_return_t status = task_lock(task, &space);
    return status == KERN_SUCCESS ? unlock_and_return(space, KERN_INVALID_ARGUMENT) : status;
}

/* The caller is not told the name of a dead name. */
kern_return_t mach_port_allocate_name(ipc_space_t task, mach_port_right_t right, mach_port_name_t name)
{
    mach_port_qos_t named = {.name = 1};
    return mach_port_allocate_full(task, right, MACH_PORT_NULL, &named, &name);
}

/* Whether a set of flags has more than one of those that exclude each other. */
static bool has_several(uint32_t flags)
{
    return (flags & (flags - 1)) != 0;
}

static kern_return_t check_options(const mach_port_options_t *options)
{
    const uint32_t services = MPO_SERVICE_PORT | MPO_CONNECTION_PORT | MPO_TG_BLOCK_TRACKING;
    const uint32_t kinds = MPO_REPLY_PORT | MPO_ENFORCE_REPLY_PORT_SEMANTICS | MPO_PROVISIONAL_REPLY_PORT | MPO_EXCEPTION_PORT;
    if (has_several(options->flags & services) || has_several(options->flags & kinds))
        return KERN_INVALID_ARGUMENT;
    if ((options->flags & (MPO_SERVICE_PORT | MPO_CONNECTION_PORT)) != 0)
        return KERN_NOT_SUPPORTED;
    if ((options->flags & MPO_QLIMIT) != 0 && options->mpl.mpl_qlimit > MACH_PORT_QLIMIT_MAX)
        return KERN_INVALID_VALUE;
    return KERN_SUCCESS;
}

static void apply_options(struct entry *entry, const mach_port_options_t *options, mach_port_context_t context)
{
    struct port *port = entry_port(entry);
    port->context = context;
    if ((options->flags & MPO_QLIMIT) != 0)
        port->qlimit = (uint16_t)options->mpl.mpl_qlimit;
    if ((options->flags & MPO_CONTEXT_AS_GUARD) != 0) {
        port->guarded = true;
        port->strict_guard = (options->flags & MPO_STRICT) != 0;
        port->immovable = (options->flags & MPO_IMMOVABLE_RECEIVE) != 0;
    }
    if ((options->flags & MPO_REPLY_PORT) != 0)
        port->reply = port->immovable = true;
    if ((options->flags & MPO_TEMPOWNER) != 0)
        port->importance |= MACH_PORT_STATUS_FLAG_TEMPOWNER;
    if ((options->flags & (MPO_TEMPOWNER | MPO_IMPORTANCE_RECEIVER | MPO_DENAP_RECEIVER)) != 0)
        port->importance |= MACH_PORT_STATUS_FLAG_IMP_DONATION;
    if ((options->flags & MPO_INSERT_SEND_RIGHT) != 0) {
        entry_fill(entry, 1, HOLDS_RECEIVE | HOLDS_SEND);
        port->srights = port->mscount = 1;
    }
}

static __attribute__((noinline)) kern_return_t lock_and_construct(ipc_space_t task, const mach_port_options_t *options,
                                                                  mach_port_context_t context, mach_port_name_t *name)
{
    struct space *space;
    struct entry *entry;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    magazine_want(space);
    status = options == NULL ? MACH_SEND_INVALID_DATA : check_options(options);
    if (status == KERN_SUCCESS)
        status = allocate(space, MACH_PORT_RIGHT_RECEIVE, &entry);
    if (status == KERN_SUCCESS) {
        apply_options(entry, options, context);
        *name = entry_name(space, entry);
    }
    return unlock_and_return(space, status);
}

kern_return_t mach_port_construct(ipc_space_t task, mach_port_options_ptr_t options, mach_port_context_t context,
                                  mach_port_name_t *name)
{
    if (options != NULL && options->flags == 0 && allocate_plain(task, context, name))
        return KERN_SUCCESS;
    return lock_and_construct(task, options, context, name);
}
