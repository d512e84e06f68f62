/* Arrays of rights: element by element, an outcome each, never stopping.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

/* What an owner holds under a disposition of a received message. */
static machport_status_t kind_of(uint32_t disposition, machport_kind_t *kind)
{
    switch (disposition) {
    case MACHPORT_MOVE_RECEIVE: *kind = MACHPORT_KIND_RECEIVE; return MACHPORT_KERN_SUCCESS;
    case MACHPORT_MOVE_SEND: *kind = MACHPORT_KIND_SEND; return MACHPORT_KERN_SUCCESS;
    case MACHPORT_MOVE_SEND_ONCE: *kind = MACHPORT_KIND_SEND_ONCE; return MACHPORT_KERN_SUCCESS;
    default: return MACHPORT_KERN_INVALID_VALUE;
    }
}

/* An array has no room for guards, and to release a guarded right without its guard raises an exception. */
static machport_status_t unguarded(machport_receive_t receive)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(machport_releasable(receive, MACHPORT_KIND_RECEIVE));
    return machport_op_unguarded(receive);
}

static machport_status_t release(machport_right_t *right)
{
    machport_kind_t kind;
    right->outcome = MACHPORT_OUTCOME_NONE;
    MACHPORT_RETURN_IF(machport_is_value(right->name), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(kind_of(right->disposition, &kind));
    if (kind == MACHPORT_KIND_RECEIVE)
        MACHPORT_RETURN_NOT_OK(unguarded(right->name));
    MACHPORT_RETURN_NOT_OK(machport_release(kind, right->name, 0));
    right->name = MACHPORT_NULL;
    right->outcome = MACHPORT_OUTCOME_LOST;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_rights_release(machport_right_t *rights, size_t count)
{
    MACHPORT_RETURN_IF(count && !rights, MACHPORT_E_POINTER);
    machport_status_t first = MACHPORT_KERN_SUCCESS;
    for (size_t i = 0; i < count; i++) {
        const machport_status_t status = release(&rights[i]);
        if (first == MACHPORT_KERN_SUCCESS)
            first = status;
    }
    return first;
}
