/* Where an address lies, in words.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "image.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct image *image_at(uintptr_t address)
{
    for (unsigned i = 0; i < image_count; i++)
        for (unsigned s = 0; s < images[i]->segment_count; s++) {
            const struct segment_command_64 *segment = images[i]->segments[s];
            if (address - images[i]->slide >= segment->vmaddr && address - images[i]->slide - segment->vmaddr < segment->vmsize &&
                address >= images[i]->base)
                return images[i];
        }
    return NULL;
}

/* The symbol at or before an address, and how far before it. */
static const char *nearest(const struct image *image, uintptr_t address, uint64_t *distance)
{
    const char *name = NULL;
    *distance = UINT64_MAX;
    if (image->symbols == NULL)
        return NULL;
    const uint32_t size = image->symbols->nsyms * (uint32_t)sizeof(struct nlist_64);
    const struct nlist_64 *symbols =
        (const struct nlist_64 *)image_range(image, (struct linkedit_range){image->symbols->symoff, size}).at;
    const struct stream names = image_range(image, (struct linkedit_range){image->symbols->stroff, image->symbols->strsize});
    for (uint32_t i = 0; i < image->symbols->nsyms; i++) {
        if ((symbols[i].n_type & N_STAB) || (symbols[i].n_type & N_TYPE) != N_SECT ||
            symbols[i].n_strx >= image->symbols->strsize)
            continue;
        const uint64_t before = address - (symbols[i].n_value + image->slide);
        if (before < *distance) {
            *distance = before;
            name = (const char *)names.at + symbols[i].n_strx;
        }
    }
    return name;
}

void image_describe(uintptr_t address, char *text, size_t room)
{
    uint64_t distance;
    const struct image *image = image_at(address);
    const char *name = image ? nearest(image, address, &distance) : NULL;
    if (name != NULL)
        (void)snprintf(text, room, "%s+%" PRIu64 " in %s", name, distance, image->path);
    else
        (void)snprintf(text, room, "0x%" PRIxPTR "%s%s", address, image ? " in " : "", image ? image->path : "");
}
