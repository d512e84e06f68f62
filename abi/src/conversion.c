/* From raw and into raw: ownership changes hands, and nothing is counted.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_adopt(machport_name_t raw, machport_kind_t kind, uint32_t flags, machport_any_t *right)
{
    MACHPORT_RETURN_IF(!right, MACHPORT_E_POINTER);
    *right = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(!machport_is_kind(kind), MACHPORT_KERN_INVALID_VALUE);
    MACHPORT_RETURN_IF(flags & ~MACHPORT_ADOPT_VERIFY, MACHPORT_KERN_INVALID_ARGUMENT);
    MACHPORT_RETURN_IF(raw == MACHPORT_NULL, MACHPORT_E_NULL);
    MACHPORT_RETURN_IF(raw == MACHPORT_DEAD, MACHPORT_E_DEAD);
    if (flags & MACHPORT_ADOPT_VERIFY)
        MACHPORT_RETURN_NOT_OK(machport_verdict(raw, kind));
    *right = raw;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_disown(machport_any_t right, machport_kind_t kind, machport_name_t *raw)
{
    MACHPORT_RETURN_IF(!raw, MACHPORT_E_POINTER);
    *raw = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_IF(!machport_is_kind(kind), MACHPORT_KERN_INVALID_VALUE);
    *raw = right;
    return MACHPORT_KERN_SUCCESS;
}
