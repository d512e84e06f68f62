/* What a name holds, asked only in ways that raise no guard exception, whatever the name.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_probe(machport_name_t name, uint32_t *types)
{
    *types = 0;
    MACHPORT_RETURN_IF(name == MACHPORT_NULL, MACHPORT_E_NULL);
    MACHPORT_RETURN_IF(name == MACHPORT_DEAD, MACHPORT_E_DEAD);
    const machport_status_t status = machport_op_type(name, types);
    *types &= MACHPORT_SHOWN_TYPES;
    return status == MACHPORT_KERN_INVALID_NAME ? MACHPORT_E_STALE : status;
}

machport_status_t machport_verdict(machport_name_t name, machport_kind_t kind)
{
    uint32_t types;
    MACHPORT_RETURN_NOT_OK(machport_probe(name, &types));
    MACHPORT_RETURN_IF(kind != MACHPORT_KIND_ANY && (types & machport_type_of(kind)), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_IF(types & MACHPORT_TYPE_DEAD_NAME, MACHPORT_E_DEAD);
    return kind == MACHPORT_KIND_ANY ? MACHPORT_KERN_SUCCESS : MACHPORT_E_WRONG_KIND;
}

machport_status_t machport_refusal(machport_name_t name, machport_kind_t kind, machport_status_t status)
{
    const machport_status_t verdict = machport_verdict(name, kind);
    return verdict == MACHPORT_KERN_SUCCESS ? status : verdict;
}

machport_status_t machport_releasable(machport_name_t name, machport_kind_t kind)
{
    uint32_t types, wanted = machport_type_of(kind);
    if (kind == MACHPORT_KIND_SEND || kind == MACHPORT_KIND_SEND_ONCE)
        wanted |= MACHPORT_TYPE_DEAD_NAME;
    MACHPORT_RETURN_NOT_OK(machport_probe(name, &types));
    return types & wanted ? MACHPORT_KERN_SUCCESS : MACHPORT_E_WRONG_KIND;
}
