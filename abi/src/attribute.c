/* Attributes of ports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_attr_get(machport_receive_t receive, uint32_t attribute, uint32_t *value)
{
    struct machport_op_attributes found;
    MACHPORT_RETURN_IF(!value, MACHPORT_E_POINTER);
    *value = 0;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(receive, MACHPORT_KIND_RECEIVE));
    MACHPORT_RETURN_NOT_OK(machport_op_attributes(receive, &found));
    switch (attribute) {
    case MACHPORT_ATTR_QUEUE_LIMIT: *value = found.queue_limit; break;
    case MACHPORT_ATTR_MESSAGE_COUNT: *value = found.message_count; break;
    case MACHPORT_ATTR_SEQUENCE: *value = found.sequence; break;
    case MACHPORT_ATTR_MAKE_SEND_COUNT: *value = found.make_send_count; break;
    case MACHPORT_ATTR_SEND_ONCE_RIGHTS: *value = found.send_once_rights; break;
    case MACHPORT_ATTR_HAS_SENDERS: *value = found.has_senders; break;
    default: return MACHPORT_KERN_INVALID_VALUE;
    }
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_attr_set(machport_receive_t receive, uint32_t attribute, uint32_t value)
{
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(receive, MACHPORT_KIND_RECEIVE));
    MACHPORT_RETURN_IF(attribute != MACHPORT_ATTR_QUEUE_LIMIT, MACHPORT_KERN_INVALID_VALUE);
    return machport_op_queue_limit_set(receive, value);
}
