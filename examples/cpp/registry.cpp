// SPDX-License-Identifier: MIT OR Apache-2.0
#include "registry.hpp"
#include <machport/machport.hpp>

namespace registry {

struct object::port {
    machport::receive_right receive = machport::receive_right_new(0, 0).value();
};

object::object() : port_(std::make_unique<port>())
{
}
object::~object() = default;

machport_name_t object::handle() const
{
    auto send = machport::send_right_make(port_->receive);
    return send ? send->release() : MACHPORT_NULL;
}

} // namespace registry
