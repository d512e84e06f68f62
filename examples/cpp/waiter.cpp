// SPDX-License-Identifier: MIT OR Apache-2.0
#include "waiter.hpp"
#include <machport/machport.hpp>

namespace waiter {

struct watch::ports {
    machport::send_right watched;
    machport::receive_right told = machport::receive_right_new(0, 0).value();
};

watch::watch(machport_name_t port) : ports_(new ports{machport::send_right::adopt_checked(port).value()})
{
    auto notify = machport::send_once_right_make(ports_->told).value();
    (void)machport::notify_dead_name(ports_->watched, std::move(notify)).value();
}

watch::~watch() = default;

bool watch::ended(std::uint64_t timeout_ns) const
{
    char bytes[256];
    machport::carried rights[8];
    const auto message = machport::receive(ports_->told, bytes, sizeof bytes, rights, 8, timeout_ns);
    if (!message)
        return false;
    machport_notification_t notification = {};
    notification.struct_size = sizeof notification;
    const auto &told = message.outputs()->told;
    const auto count = static_cast<std::size_t>(told.count), size = static_cast<std::size_t>(told.size);
    if (machport_notification_decode(&told, bytes, size, rights->raw(), count, &notification) != MACHPORT_KERN_SUCCESS)
        return false;
    // The kernel made a unit of the dead name for the notification: it is ours, and ends here.
    if (notification.kind == MACHPORT_KIND_DEAD_NAME)
        const auto unit = machport::dead_name::adopt(notification.name);
    return notification.id == MACHPORT_NOTIFY_DEAD_NAME && notification.trusted;
}

} // namespace waiter
