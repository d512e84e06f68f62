/* GNU Mach's messages as they lie in memory, and the numbers of its interface that differ from Darwin's or have no
   name in machport.h. Written from the interface's description, so that no GNU Mach header is needed. A message is a
   header and typed values, each padded to a word. A right takes a whole word, a plain name 32 bits.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GNU_WIRE_H
#define MACHPORT_GNU_WIRE_H
#include <stddef.h>
#include <stdint.h>

typedef uintptr_t machport_gnu_word_t;

#define MACHPORT_GNU_COMPLEX UINT32_C(0x80000000)

struct machport_gnu_header {
    uint32_t bits;
    uint32_t size;
    machport_gnu_word_t remote;
    machport_gnu_word_t local;
    uint32_t sequence;
    int32_t id;
};

/* Types of values; a right has its disposition instead. */
#define MACHPORT_GNU_BOOLEAN UINT32_C(0)
#define MACHPORT_GNU_INTEGER_16 UINT32_C(1)
#define MACHPORT_GNU_INTEGER_32 UINT32_C(2)
#define MACHPORT_GNU_BYTE UINT32_C(9)
#define MACHPORT_GNU_PORT_NAME UINT32_C(15)
#define MACHPORT_GNU_RIGHT_BITS ((uint32_t)(8 * sizeof(machport_gnu_word_t)))

/* Options of the message trap. Darwin has other numbers for some. */
#define MACHPORT_GNU_SEND UINT32_C(1)
#define MACHPORT_GNU_RECEIVE UINT32_C(2)
#define MACHPORT_GNU_SEND_TIMEOUT UINT32_C(0x10)
#define MACHPORT_GNU_RECEIVE_TIMEOUT UINT32_C(0x100)
#define MACHPORT_GNU_RECEIVE_LARGE UINT32_C(0x800)

/* The message that a send-once right leaves behind when it dies unused. */
#define MACHPORT_GNU_NOTIFY_SEND_ONCE INT32_C(71)

/* What stands before a value, or before an array of them. */
struct machport_gnu_descriptor {
    uint32_t type;
    uint32_t bits;
    uint32_t count;
    int in_line;
};

/* describe: writes a descriptor of what is in line; descriptor_read: reads any. Both answer how many words it takes, which
   descriptor_words tells from its first one. */
#if UINTPTR_MAX > UINT32_MAX
_Static_assert(sizeof(struct machport_gnu_header) == 32, "the header of a 64-bit task");
#define MACHPORT_GNU_DESCRIPTOR_WORDS 1 /* the most that one takes */

/* type:8 bits:16 unused:5 in-line:1 long:1 deallocate:1 count:32 */
static inline size_t machport_gnu_describe(machport_gnu_word_t *words, uint32_t type, uint32_t bits, uint32_t count)
{
    words[0] = (machport_gnu_word_t)count << 32 | (machport_gnu_word_t)1 << 29 | (machport_gnu_word_t)bits << 8 | type;
    return 1;
}

static inline size_t machport_gnu_descriptor_words(machport_gnu_word_t first)
{
    (void)first;
    return 1;
}

static inline size_t machport_gnu_descriptor_read(const machport_gnu_word_t *words, struct machport_gnu_descriptor *descriptor)
{
    descriptor->type = words[0] & 0xff;
    descriptor->bits = words[0] >> 8 & 0xffff;
    descriptor->in_line = words[0] >> 29 & 1;
    descriptor->count = (uint32_t)(words[0] >> 32);
    return 1;
}
#else
_Static_assert(sizeof(struct machport_gnu_header) == 24, "the header of a 32-bit task");
#define MACHPORT_GNU_DESCRIPTOR_WORDS 3

/* type:8 bits:8 count:12 in-line:1 long:1 deallocate:1 unused:1; a long one has zeros there, and continues with type:16
   bits:16 and count:32 */
static inline size_t machport_gnu_describe(machport_gnu_word_t *words, uint32_t type, uint32_t bits, uint32_t count)
{
    words[0] = (machport_gnu_word_t)1 << 28;
    if (count <= 0xfff) {
        words[0] |= count << 16 | bits << 8 | type;
        return 1;
    }
    words[0] |= (machport_gnu_word_t)1 << 29;
    words[1] = bits << 16 | type;
    words[2] = count;
    return 3;
}

static inline size_t machport_gnu_descriptor_words(machport_gnu_word_t first)
{
    return first >> 29 & 1 ? 3 : 1;
}

static inline size_t machport_gnu_descriptor_read(const machport_gnu_word_t *words, struct machport_gnu_descriptor *descriptor)
{
    descriptor->in_line = words[0] >> 28 & 1;
    if (machport_gnu_descriptor_words(words[0]) == 3) {
        descriptor->type = words[1] & 0xffff;
        descriptor->bits = words[1] >> 16;
        descriptor->count = words[2];
        return 3;
    }
    descriptor->type = words[0] & 0xff;
    descriptor->bits = words[0] >> 8 & 0xff;
    descriptor->count = words[0] >> 16 & 0xfff;
    return 1;
}
#endif

#endif
