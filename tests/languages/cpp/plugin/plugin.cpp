// A library whose objects own rights as long as it is loaded.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <machport/machport.hpp>

static auto receive = machport::receive_right_new(0, 0).value();
static auto send = machport::send_right_make(receive).value();
static auto once = machport::send_once_right_make(receive).value();
static auto set = machport::port_set_new().value();
