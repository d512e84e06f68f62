// C++: the same through the functions of machport.hpp, and their results.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include "calls.h"
#include <machport/machport.hpp>

uint64_t bench_f(uint32_t name, uint64_t times)
{
    uint64_t alive = 0;
    for (uint64_t i = 0; i < times; i++) {
        const auto verdict = machport::check(name, MACHPORT_KIND_SEND);
        if (verdict && *verdict.outputs() == MACHPORT_KERN_SUCCESS)
            alive++;
    }
    return alive;
}

uint64_t bench_g(uint32_t name, uint64_t times)
{
    const auto send = machport::ref<machport::kind::send>::borrow(name);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < times; i++)
        sum += machport::types(send).value();
    return sum;
}
