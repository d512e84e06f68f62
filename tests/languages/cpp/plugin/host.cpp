// Loads a library, unloads it, and ends with it loaded: what its objects own goes with it.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <dlfcn.h>
#include <machport/machport.hpp>

static std::size_t names()
{
    return machport::space_names(nullptr, nullptr, 0).value();
}

int main(int, char **argv)
{
    const std::size_t before = names();
    for (int round = 0; round < 2; round++) {
        void *const library = dlopen(argv[1], RTLD_NOW);
        const std::size_t loaded = names();
        const bool closed = library != nullptr && dlclose(library) == 0;
        std::printf("%d names more, then %d\n", int(loaded - before), closed ? int(names() - before) : -1);
    }
    return dlopen(argv[1], RTLD_NOW) == nullptr;
}
