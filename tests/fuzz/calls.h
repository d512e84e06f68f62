/* Calls whose arguments are bytes of an input, each from a small pool and now and then any number.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CALLS_H
#define CALLS_H
#include "ground.h"
#include <machport/machport.h>

typedef void call_function(struct bytes *in);
struct calls {
    call_function *const *functions;
    size_t count;
};
extern const struct calls calls_of_ports, calls_of_the_rest, calls_of_machport;

enum { ESCAPE = 0xff };

static inline uint64_t any_u64(struct bytes *in)
{
    uint64_t number;
    bytes_copy(in, &number, sizeof number);
    return number;
}
/* Mostly a small one. */
static inline uint64_t any_number(struct bytes *in)
{
    uint8_t byte = any_byte(in);
    return byte == ESCAPE ? any_u64(in) : byte;
}
static inline uint32_t any_u32(struct bytes *in)
{
    return (uint32_t)any_number(in);
}
/* Around 0. */
static inline int32_t any_i32(struct bytes *in)
{
    uint8_t byte = any_byte(in);
    return byte == ESCAPE ? (int32_t)any_u64(in) : (int8_t)byte;
}
/* Mostly a name of the task's; or a number that is not far from those, for it takes long to look through a space up to a name
   that was asked for; now and then it is far. */
static inline mach_port_name_t any_name(struct bytes *in)
{
    const uint8_t byte = any_byte(in);
    if (byte != ESCAPE)
        return ground_name(byte < 0xa0 ? byte % NAMES_FIRST : NAMES_FIRST + byte % (NAMES - NAMES_FIRST));
    const uint32_t number = (uint32_t)any_u64(in);
    return number >> 24 == 0 ? number & 0x3ffff : number;
}
static inline uint32_t any_disposition(struct bytes *in)
{
    uint8_t byte = any_byte(in);
    return byte == ESCAPE ? any_u32(in) : MACH_MSG_TYPE_MOVE_RECEIVE + byte % 7;
}
/* A name and what becomes of it, which mostly fit. */
static inline void any_right(struct bytes *in, machport_right_t *right)
{
    /* Most of them never run out. */
    static const machport_right_t fitting[] = {
        {.name = 0, .disposition = MACH_MSG_TYPE_MOVE_SEND},       {.name = 4, .disposition = MACH_MSG_TYPE_MAKE_SEND},
        {.name = 4, .disposition = MACH_MSG_TYPE_COPY_SEND},       {.name = 5, .disposition = MACH_MSG_TYPE_MAKE_SEND_ONCE},
        {.name = 6, .disposition = MACH_MSG_TYPE_COPY_SEND},       {.name = 10, .disposition = MACH_MSG_TYPE_COPY_SEND},
        {.name = 13, .disposition = MACH_MSG_TYPE_COPY_SEND},      {.name = 5, .disposition = MACH_MSG_TYPE_MAKE_SEND},
        {.name = 15, .disposition = MACH_MSG_TYPE_COPY_SEND},      {.name = 1, .disposition = MACH_MSG_TYPE_COPY_SEND},
        {.name = 14, .disposition = MACH_MSG_TYPE_MOVE_SEND_ONCE}, {.name = 5, .disposition = MACH_MSG_TYPE_MOVE_RECEIVE},
        {.name = 16, .disposition = MACH_MSG_TYPE_COPY_SEND},      {.name = 13, .disposition = MACH_MSG_TYPE_MOVE_SEND},
    };
    const uint8_t byte = any_byte(in);
    if (byte < 0xe0) {
        const machport_right_t *one = &fitting[byte % (sizeof fitting / sizeof *fitting)];
        right->name = ground_name(one->name);
        right->disposition = one->disposition;
    } else {
        right->name = any_name(in);
        right->disposition = any_disposition(in);
    }
}
/* Mostly the task's own space. */
static inline mach_port_name_t any_space(struct bytes *in)
{
    uint8_t byte = any_byte(in);
    return byte < 0xc0 ? mach_task_self() : ground_name(byte - 0xc0);
}
/* A buffer of its own size, so that what reads or writes behind its end is found. Its bytes are the input's. */
static inline void *any_buffer(struct bytes *in, size_t size)
{
    void *buffer = malloc(size == 0 ? 1 : size);
    REQUIRE(buffer != NULL, "no memory");
    bytes_copy(in, buffer, size);
    return buffer;
}

#endif
