/* What a name stands for that an image does not define itself.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef IMPORT_H
#define IMPORT_H
#include "image.h"

/* The address of a symbol in the library of that ordinal. One that nobody has is 0 where it is weak; else it ends the
   runner, and says which it is. */
uintptr_t import_find(const struct image *image, int64_t ordinal, const char *symbol, bool weak);

#endif
