/* Questions about a name.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_types(machport_any_t name, uint32_t *types)
{
    MACHPORT_RETURN_IF(!types, MACHPORT_E_POINTER);
    *types = 0;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    return machport_probe(name, types);
}

machport_status_t machport_urefs(machport_any_t name, machport_kind_t kind, uint32_t *urefs)
{
    MACHPORT_RETURN_IF(!urefs, MACHPORT_E_POINTER);
    *urefs = 0;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(!machport_is_kind(kind), MACHPORT_KERN_INVALID_VALUE);
    MACHPORT_RETURN_IF(name == MACHPORT_NULL, MACHPORT_E_NULL);
    MACHPORT_RETURN_IF(name == MACHPORT_DEAD, MACHPORT_E_DEAD);
    const machport_status_t status = machport_op_get_refs(name, kind, urefs);
    return status == MACHPORT_KERN_INVALID_NAME ? MACHPORT_E_STALE : status;
}

static int is_verdict(machport_status_t status)
{
    return status == MACHPORT_KERN_SUCCESS || status == MACHPORT_E_NULL || status == MACHPORT_E_DEAD ||
           status == MACHPORT_E_STALE || status == MACHPORT_E_WRONG_KIND;
}

machport_status_t machport_check(machport_any_t name, machport_kind_t kind, machport_status_t *verdict)
{
    MACHPORT_RETURN_IF(!verdict, MACHPORT_E_POINTER);
    /* Where there is no verdict the result is the failure, lest it read as "good". */
    if (machport_is_forked())
        *verdict = MACHPORT_E_FORKED;
    else if (!machport_is_kind(kind) && kind != MACHPORT_KIND_ANY)
        *verdict = MACHPORT_KERN_INVALID_VALUE;
    else
        *verdict = machport_verdict(name, kind);
    return is_verdict(*verdict) ? MACHPORT_KERN_SUCCESS : *verdict;
}

machport_status_t machport_space_names(machport_name_t *names, uint32_t *types, size_t capacity, size_t *count)
{
    MACHPORT_RETURN_IF(!count, MACHPORT_E_POINTER);
    *count = 0;
    MACHPORT_RETURN_IF(capacity && (!names || !types || names == types), MACHPORT_E_POINTER);
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_op_names(names, types, capacity, count));
    for (size_t i = 0; i < *count && i < capacity; i++)
        types[i] &= MACHPORT_SHOWN_TYPES;
    return capacity && *count > capacity ? MACHPORT_KERN_NO_SPACE : MACHPORT_KERN_SUCCESS;
}
