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
#define MACHPORT_GNU_PORT_NAME UINT32_C(15)
#define MACHPORT_GNU_RIGHT_BITS ((uint32_t)(8 * sizeof(machport_gnu_word_t)))

/* Options of the message trap. Darwin has other numbers for some. */
#define MACHPORT_GNU_SEND UINT32_C(1)
#define MACHPORT_GNU_RECEIVE UINT32_C(2)
#define MACHPORT_GNU_RECEIVE_TIMEOUT UINT32_C(0x100)

/* The message that a send-once right leaves behind when it dies unused. */
#define MACHPORT_GNU_NOTIFY_SEND_ONCE INT32_C(71)

/* What stands before a value, or before an array of them. */
struct machport_gnu_descriptor {
    uint32_t type;
    uint32_t bits;
    uint32_t count;
    int in_line;
};

#if UINTPTR_MAX > UINT32_MAX
_Static_assert(sizeof(struct machport_gnu_header) == 32, "the header of a 64-bit task");

/* type:8 bits:16 unused:5 in-line:1 long:1 deallocate:1 count:32 */
static inline machport_gnu_word_t machport_gnu_describe(uint32_t type, uint32_t bits)
{
    return (machport_gnu_word_t)1 << 32 | (machport_gnu_word_t)1 << 29 | (machport_gnu_word_t)bits << 8 | type;
}

/* Answers how many words the descriptor takes. */
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

/* type:8 bits:8 count:12 in-line:1 long:1 deallocate:1 unused:1; a long one continues with type:16 bits:16 and count:32 */
static inline machport_gnu_word_t machport_gnu_describe(uint32_t type, uint32_t bits)
{
    return (machport_gnu_word_t)1 << 28 | (machport_gnu_word_t)1 << 16 | bits << 8 | type;
}

static inline size_t machport_gnu_descriptor_read(const machport_gnu_word_t *words, struct machport_gnu_descriptor *descriptor)
{
    descriptor->in_line = words[0] >> 28 & 1;
    if (words[0] >> 29 & 1) {
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
