// nanobind as its documentation shows it: typed lambdas, and a class with a constructor, a destructor and a method.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>
extern "C" {
#include "mach_error.h"
}

namespace nb = nanobind;

static void check(const char *call, machport_status_t status, uint32_t result)
{
    if (status == MACHPORT_KERN_SUCCESS)
        return;
    mach_error_raise(call, status, PyLong_FromUnsignedLong(result));
    throw nb::python_error();
}

static uint32_t disown(uint32_t right, uint32_t kind)
{
    uint32_t raw;
    check("machport_disown", machport_disown(right, kind, &raw), raw);
    return raw;
}

static uint32_t types(uint32_t name)
{
    uint32_t bits;
    check("machport_types", machport_types(name, &bits), bits);
    return bits;
}

static std::pair<std::vector<uint32_t>, std::vector<uint32_t>> space_names(size_t capacity)
{
    std::vector<uint32_t> names(capacity), bits(capacity);
    size_t found;
    check("machport_space_names", machport_space_names(names.data(), bits.data(), capacity, &found), 0);
    names.resize(found);
    bits.resize(found);
    return {std::move(names), std::move(bits)};
}

struct ReceiveRight {
    uint32_t name;

    ReceiveRight()
    {
        check("machport_receive_right_new", machport_receive_right_new(0, 0, &name), 0);
    }
    ReceiveRight(const ReceiveRight &) = delete;
    ~ReceiveRight()
    {
        (void)machport_receive_right_release(name, 0);
    }
    void close()
    {
        const uint32_t closed = name;
        name = MACHPORT_NULL;
        check("machport_receive_right_release", machport_receive_right_release(closed, 0), 0);
    }
};

NB_MODULE(with_nanobind, module)
{
    if (!mach_error_ready())
        throw nb::python_error();
    module.def("disown", &disown);
    module.def("types", &types);
    module.def("space_names", &space_names);
    nb::class_<ReceiveRight>(module, "ReceiveRight").def(nb::init<>()).def("close", &ReceiveRight::close);
}
