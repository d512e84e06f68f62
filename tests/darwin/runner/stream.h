/* Reads the packed numbers and texts in which Mach-O keeps its fixups and exports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STREAM_H
#define STREAM_H
#include "refuse.h"
#include <stdint.h>
#include <string.h>

struct stream {
    const uint8_t *at, *end;
};

static inline uint8_t stream_byte(struct stream *stream)
{
    if (stream->at >= stream->end)
        refuse("a Mach-O file ends in the middle of its fixups or exports");
    return *stream->at++;
}

static inline uint64_t stream_uleb(struct stream *stream)
{
    uint64_t number = 0;
    unsigned shift = 0;
    uint8_t byte;
    do {
        byte = stream_byte(stream);
        if (shift < 64)
            number |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    return number;
}

static inline uint64_t stream_sleb(struct stream *stream)
{
    const uint8_t *start = stream->at;
    uint64_t number = stream_uleb(stream);
    const unsigned bits = 7 * (unsigned)(stream->at - start);
    if (bits < 64 && stream->at[-1] & 0x40)
        number |= ~UINT64_C(0) << bits;
    return number;
}

static inline const char *stream_text(struct stream *stream)
{
    const char *text = (const char *)stream->at;
    while (stream_byte(stream) != 0)
        continue;
    return text;
}

#endif
