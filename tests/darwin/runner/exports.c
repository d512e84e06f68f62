/* What an image exports: a trie of names.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "image.h"
#include <string.h>

/* The address that a name's own entry tells. */
static uintptr_t read_entry(const struct image *image, struct stream entry, const char *symbol)
{
    const uint64_t flags = stream_uleb(&entry);
    if (flags & (EXPORT_SYMBOL_FLAGS_REEXPORT | EXPORT_SYMBOL_FLAGS_STUB_AND_RESOLVER))
        refuse("%s exports %s from elsewhere, which is not supported", image->path, symbol);
    const uint64_t address = stream_uleb(&entry);
    const bool absolute = (flags & EXPORT_SYMBOL_FLAGS_KIND_MASK) == EXPORT_SYMBOL_FLAGS_KIND_ABSOLUTE;
    return (uintptr_t)(absolute ? address : image->base + address);
}

uintptr_t image_export(const struct image *image, const char *symbol)
{
    if (image->exports.size == 0)
        return 0;
    const struct stream trie = image_range(image, image->exports);
    struct stream node = trie;
    for (const char *rest = symbol;;) {
        const uint64_t entry_size = stream_uleb(&node);
        if (*rest == '\0')
            return entry_size != 0 ? read_entry(image, node, symbol) : 0;
        if (entry_size > (uint64_t)(node.end - node.at))
            refuse("%s has exports that end too early", image->path);
        node.at += entry_size;
        unsigned children = stream_byte(&node);
        for (; children > 0; children--) {
            const char *part = stream_text(&node);
            const uint64_t offset = stream_uleb(&node);
            if (strncmp(rest, part, strlen(part)) != 0)
                continue;
            if (offset >= image->exports.size)
                refuse("%s has exports that lead nowhere", image->path);
            rest += strlen(part);
            node.at = trie.at + offset;
            break;
        }
        if (children == 0)
            return 0;
    }
}
