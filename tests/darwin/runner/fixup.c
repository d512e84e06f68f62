/* Fixes an image up as LC_DYLD_INFO says: two small languages, one for addresses within it and one for imports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "image.h"
#include "import.h"

/* A pointer of the image, by its address in the file. */
static uint64_t *pointer_at(const struct image *image, uint64_t address)
{
    for (unsigned i = 0; i < image->segment_count; i++) {
        const struct segment_command_64 *segment = image->segments[i];
        if (address >= segment->vmaddr && address - segment->vmaddr + sizeof(uint64_t) <= segment->vmsize)
            return (uint64_t *)(uintptr_t)(address + image->slide);
    }
    refuse("%s fixes up what lies outside it", image->path);
}

static uint64_t segment_start(const struct image *image, unsigned number)
{
    if (number >= image->segment_count)
        refuse("%s fixes up a segment that it has not", image->path);
    return image->segments[number]->vmaddr;
}

/* Slides a number of pointers, and answers where the next one is. */
static uint64_t rebase(const struct image *image, uint64_t address, uint64_t count, uint64_t skip)
{
    for (; count > 0; count--) {
        *pointer_at(image, address) += image->slide;
        address += sizeof(uint64_t) + skip;
    }
    return address;
}

static void rebase_all(const struct image *image, struct stream stream)
{
    uint64_t address = 0, count;
    while (stream.at < stream.end) {
        const uint8_t byte = stream_byte(&stream), immediate = byte & IMMEDIATE_MASK;
        switch (byte & OPCODE_MASK) {
        case REBASE_OPCODE_DONE: return;
        case REBASE_OPCODE_SET_TYPE_IMM: break;
        case REBASE_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB: address = segment_start(image, immediate) + stream_uleb(&stream); break;
        case REBASE_OPCODE_ADD_ADDR_ULEB: address += stream_uleb(&stream); break;
        case REBASE_OPCODE_ADD_ADDR_IMM_SCALED: address += immediate * sizeof(uint64_t); break;
        case REBASE_OPCODE_DO_REBASE_IMM_TIMES: address = rebase(image, address, immediate, 0); break;
        case REBASE_OPCODE_DO_REBASE_ULEB_TIMES: address = rebase(image, address, stream_uleb(&stream), 0); break;
        case REBASE_OPCODE_DO_REBASE_ADD_ADDR_ULEB: address = rebase(image, address, 1, stream_uleb(&stream)); break;
        case REBASE_OPCODE_DO_REBASE_ULEB_TIMES_SKIPPING_ULEB:
            count = stream_uleb(&stream);
            address = rebase(image, address, count, stream_uleb(&stream));
            break;
        default: refuse("%s has a rebase opcode that nobody knows: 0x%x", image->path, (unsigned)byte);
        }
    }
}

struct binding {
    uint64_t address, addend;
    int64_t ordinal;
    const char *symbol;
    bool weak;
};

static void bind(const struct image *image, struct binding *to, uint64_t count, uint64_t skip)
{
    for (; count > 0; count--) {
        const uintptr_t found = import_find(image, to->ordinal, to->symbol, to->weak);
        *pointer_at(image, to->address) = found != 0 ? found + to->addend : 0;
        to->address += sizeof(uint64_t) + skip;
    }
}

static void bind_all(const struct image *image, struct stream stream)
{
    struct binding to = {.symbol = ""};
    uint64_t count;
    while (stream.at < stream.end) {
        const uint8_t byte = stream_byte(&stream), immediate = byte & IMMEDIATE_MASK;
        switch (byte & OPCODE_MASK) {
        case BIND_OPCODE_DONE: /* ends one entry of the lazy ones, and pads the others */
        case BIND_OPCODE_SET_TYPE_IMM: break;
        case BIND_OPCODE_SET_DYLIB_ORDINAL_IMM: to.ordinal = immediate; break;
        case BIND_OPCODE_SET_DYLIB_ORDINAL_ULEB: to.ordinal = (int64_t)stream_uleb(&stream); break;
        case BIND_OPCODE_SET_DYLIB_SPECIAL_IMM: to.ordinal = immediate != 0 ? immediate - 16 : 0; break;
        case BIND_OPCODE_SET_SYMBOL_TRAILING_FLAGS_IMM:
            to.weak = (immediate & BIND_SYMBOL_FLAGS_WEAK_IMPORT) != 0;
            to.symbol = stream_text(&stream);
            break;
        case BIND_OPCODE_SET_ADDEND_SLEB: to.addend = stream_sleb(&stream); break;
        case BIND_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB: to.address = segment_start(image, immediate) + stream_uleb(&stream); break;
        case BIND_OPCODE_ADD_ADDR_ULEB: to.address += stream_uleb(&stream); break;
        case BIND_OPCODE_DO_BIND: bind(image, &to, 1, 0); break;
        case BIND_OPCODE_DO_BIND_ADD_ADDR_ULEB: bind(image, &to, 1, stream_uleb(&stream)); break;
        case BIND_OPCODE_DO_BIND_ADD_ADDR_IMM_SCALED: bind(image, &to, 1, immediate * sizeof(uint64_t)); break;
        case BIND_OPCODE_DO_BIND_ULEB_TIMES_SKIPPING_ULEB:
            count = stream_uleb(&stream);
            bind(image, &to, count, stream_uleb(&stream));
            break;
        default: refuse("%s has a bind opcode that nobody knows: 0x%x", image->path, (unsigned)byte);
        }
    }
}

void image_fix_up(struct image *image)
{
    if (image->info == NULL)
        return;
    if (image->info->weak_bind.size != 0)
        refuse("%s has weak definitions, which are not supported", image->path);
    rebase_all(image, image_range(image, image->info->rebase));
    bind_all(image, image_range(image, image->info->bind));
    bind_all(image, image_range(image, image->info->lazy_bind));
}
