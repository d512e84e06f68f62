/* What the definition declares and this version does not do yet: results are written, nothing is touched, and the
   answer is KERN_NOT_SUPPORTED.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

#define UNUSED(parameter) ((void)(parameter))

/* The notify right is consumed whatever the answer: that much of these calls must be true from the first day. */
static machport_status_t refuse_notify(machport_send_once_t notify, machport_send_once_t *previous)
{
    MACHPORT_RETURN_IF(!previous, MACHPORT_E_POINTER);
    *previous = MACHPORT_NULL;
    (void)machport_send_once_right_release(notify);
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_notify_dead_name(machport_any_t name, machport_send_once_t notify, machport_send_once_t *previous)
{
    UNUSED(name);
    return refuse_notify(notify, previous);
}

machport_status_t machport_notify_send_possible(machport_send_t name, machport_send_once_t notify, machport_send_once_t *previous)
{
    UNUSED(name);
    return refuse_notify(notify, previous);
}

machport_status_t machport_notify_no_senders(machport_receive_t receive, uint32_t make_send_count, machport_send_once_t notify,
                                             machport_send_once_t *previous)
{
    UNUSED(receive), UNUSED(make_send_count);
    return refuse_notify(notify, previous);
}

machport_status_t machport_notify_port_destroyed(machport_receive_t receive, machport_send_once_t notify)
{
    machport_send_once_t previous;
    UNUSED(receive);
    return refuse_notify(notify, &previous);
}

machport_status_t machport_notify_cancel(machport_any_t name, int32_t id, machport_send_once_t *previous)
{
    UNUSED(name), UNUSED(id);
    return refuse_notify(MACHPORT_NULL, previous);
}

static void nothing_done(machport_right_t *rights, size_t count)
{
    for (size_t i = 0; rights && i < count; i++)
        rights[i].outcome = MACHPORT_OUTCOME_NONE;
}

machport_status_t machport_message_send(machport_send_t to, int32_t id, const void *bytes, size_t size, machport_right_t *reply,
                                        machport_right_t *rights, size_t count, uint32_t flags, uint64_t timeout_ns)
{
    UNUSED(to), UNUSED(id), UNUSED(bytes), UNUSED(size), UNUSED(flags), UNUSED(timeout_ns);
    nothing_done(reply, 1);
    nothing_done(rights, count);
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_message_send_once(machport_right_t *to, int32_t id, const void *bytes, size_t size,
                                             machport_right_t *rights, size_t count, uint32_t flags)
{
    UNUSED(id), UNUSED(bytes), UNUSED(size), UNUSED(flags);
    nothing_done(to, 1);
    nothing_done(rights, count);
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_message_receive(machport_any_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                           size_t rights_capacity, uint32_t flags, uint64_t timeout_ns,
                                           machport_received_t *received)
{
    UNUSED(from), UNUSED(flags), UNUSED(timeout_ns);
    MACHPORT_RETURN_IF(!received || (capacity && !bytes) || (rights_capacity && !rights), MACHPORT_E_POINTER);
    *received = (machport_received_t){.struct_size = received->struct_size};
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_wait_fd(machport_any_t from, int32_t *fd)
{
    UNUSED(from);
    MACHPORT_RETURN_IF(!fd, MACHPORT_E_POINTER);
    *fd = -1;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_notification_decode(const machport_received_t *message, const void *bytes, size_t size,
                                               machport_right_t *rights, size_t count, machport_notification_t *notification)
{
    UNUSED(message), UNUSED(bytes), UNUSED(size), UNUSED(rights), UNUSED(count);
    MACHPORT_RETURN_IF(!notification, MACHPORT_E_POINTER);
    *notification = (machport_notification_t){.struct_size = notification->struct_size, .kind = MACHPORT_KIND_ANY};
    return MACHPORT_KERN_NOT_SUPPORTED;
}
