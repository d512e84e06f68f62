// A library that gives handles to objects out, as IOKit does: a handle is a send right. Its interface is raw.h alone, which any
// project may paste: it knows nothing of who will use it.
// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once
#include <machport/raw.h>
#include <memory>

namespace registry {

// An object. It ends when it is destroyed.
class object {
  public:
    object();
    ~object();
    // A handle to it: the caller owns one user reference of a send right under the name, or it is MACHPORT_NULL.
    machport_name_t handle() const;

  private:
    struct port;
    std::unique_ptr<port> port_;
};

} // namespace registry
