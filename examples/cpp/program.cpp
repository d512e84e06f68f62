// Two libraries that do not know each other: one gives a handle, one waits on it. Between them goes a raw port.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include "registry.hpp"
#include "waiter.hpp"
#include <cstdio>
#include <optional>

int main()
{
    std::optional<registry::object> object(std::in_place);
    const waiter::watch watch(object->handle());
    std::printf("ended: %s\n", watch.ended(0) ? "true" : "false");
    object.reset();
    std::printf("ended: %s\n", watch.ended(10'000'000'000) ? "true" : "false");
}
