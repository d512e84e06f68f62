// A library that waits for the end of whatever a send right leads to. Its interface is raw.h alone: it knows nothing of where
// rights come from.
// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once
#include <cstdint>
#include <machport/raw.h>
#include <memory>

namespace waiter {

// A watch over a port.
class watch {
  public:
    // Takes a send right over: one user reference, which was the caller's.
    explicit watch(machport_name_t port);
    ~watch();
    // Whether the port ended within so many nanoseconds.
    bool ended(std::uint64_t timeout_ns) const;

  private:
    struct ports;
    std::unique_ptr<ports> ports_;
};

} // namespace waiter
