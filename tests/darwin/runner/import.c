/* Finds imports: in the library that the image names, which is another image or the host.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "import.h"
#include "host.h"
#include <stdlib.h>

/* As dyld does when this is set: the first image that has the name. So a program may stand in for a library. */
static bool is_flat(int64_t ordinal)
{
    return ordinal < BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE || getenv("DYLD_FORCE_FLAT_NAMESPACE") != NULL;
}

static uintptr_t find_anywhere(const char *symbol)
{
    uintptr_t found = 0;
    for (unsigned i = 0; i < image_count && found == 0; i++)
        found = image_export(images[i], symbol);
    return found != 0 ? found : host_find(symbol);
}

static uintptr_t find_in(const struct image *library, const char *symbol)
{
    return library != NULL ? image_export(library, symbol) : host_find(symbol);
}

uintptr_t import_find(const struct image *image, int64_t ordinal, const char *symbol, bool weak)
{
    uintptr_t found;
    const char *library = "any library";
    if (is_flat(ordinal)) {
        found = find_anywhere(symbol);
    } else if (ordinal == BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE) {
        found = find_in(images[0], symbol);
    } else if (ordinal == BIND_SPECIAL_DYLIB_SELF) {
        found = find_in(image, symbol);
    } else {
        if (ordinal > image->library_count)
            refuse("%s imports %s from a library that it is not linked to", image->path, symbol);
        library = image->library_names[ordinal - 1];
        found = find_in(image->libraries[ordinal - 1], symbol);
    }
    if (found == 0 && !weak)
        refuse("%s imports %s from %s, and neither a library given with -l nor the runner has it", image->path, symbol, library);
    return found;
}
