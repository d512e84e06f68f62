/* What the functions of the goldens do, so that the layers emitted for them can be called.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <arrays.h>
#include <buffers.h>
#include <keywords.h>
#include <names.h>
#include <scalars.h>
#include <statuses.h>
#include <string.h>
#include <structs.h>
#include <typedefs.h>

machport_status_t scalars_unsigned(uint8_t a, uint16_t b, uint32_t c, uint64_t d, uint64_t *sum)
{
    *sum = d + a + b + c;
    return 0;
}

machport_status_t scalars_signed(int8_t a, int16_t b, int32_t c, int64_t d, int64_t *sum)
{
    *sum = d + a + b + c;
    return 0;
}

machport_status_t scalars_negative(int32_t value, int32_t *same)
{
    *same = value;
    return 0;
}

machport_status_t scalars_count(uint32_t *value)
{
    ++*value;
    return *value == 0 ? MACHPORT_KERN_NO_SPACE : 0;
}

machport_status_t scalars_divide(uint32_t value, uint32_t by, uint32_t *quotient, uint16_t *rest)
{
    *quotient = by == 0 ? 0 : value / by;
    *rest = (uint16_t)(by == 0 ? 0 : value % by);
    return by == 0 ? MACHPORT_KERN_INVALID_ARGUMENT : 0;
}

machport_status_t scalars_length(const char *text, size_t *size)
{
    *size = strlen(text);
    return 0;
}

size_t scalars_width(void)
{
    return sizeof(size_t);
}

const char *scalars_name(void)
{
    return "a name";
}

void scalars_nothing(void)
{
}

machport_status_t arrays_sum(const uint32_t *values, size_t count, uint64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++)
        *sum += values[i];
    return 0;
}

machport_status_t arrays_last(size_t count, const int64_t *values, int64_t *last)
{
    *last = count == 0 ? 0 : values[count - 1];
    return count == 0 ? MACHPORT_KERN_INVALID_ARGUMENT : 0;
}

machport_status_t arrays_range(uint16_t *values, size_t capacity, size_t *count, uint32_t wanted)
{
    for (size_t i = 0; i < capacity && i < wanted; i++)
        values[i] = (uint16_t)i;
    *count = wanted;
    return wanted > capacity ? MACHPORT_KERN_NO_SPACE : 0;
}

machport_status_t arrays_reverse(uint32_t *values, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const uint32_t kept = values[i];
        values[i] = values[count - 1 - i];
        values[count - 1 - i] = kept;
    }
    return 0;
}

machport_status_t arrays_release(machport_name_t *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        names[i] = MACHPORT_NULL;
    return 0;
}

machport_status_t arrays_total(const arrays_pair_t *pairs, size_t count, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++)
        *sum += (int64_t)pairs[i].value * pairs[i].sign;
    return 0;
}

machport_status_t arrays_negate(arrays_pair_t *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pairs[i].sign = -pairs[i].sign;
    return count == 0 ? MACHPORT_KERN_INVALID_ARGUMENT : 0;
}

machport_status_t arrays_split(const int32_t *values, size_t count, arrays_pair_t *pairs, size_t capacity, uint32_t *written)
{
    for (size_t i = 0; i < count && i < capacity; i++) {
        pairs[i].sign = values[i] < 0 ? -1 : 1;
        pairs[i].value = values[i] < 0 ? 0 - (uint32_t)values[i] : (uint32_t)values[i];
    }
    *written = (uint32_t)count;
    return 0;
}

machport_status_t buffers_sum(const void *bytes, size_t size, uint32_t *sum)
{
    const unsigned char *byte = bytes;
    *sum = 0;
    for (size_t i = 0; i < size; i++)
        *sum += byte[i];
    return 0;
}

machport_status_t buffers_copy(const void *bytes, size_t size, void *copy, size_t capacity, size_t *count)
{
    memcpy(copy, bytes, size < capacity ? size : capacity);
    *count = size;
    return size > capacity ? MACHPORT_KERN_NO_SPACE : 0;
}

machport_status_t structs_make(const structs_point_t *middle, uint64_t radius, structs_circle_t *circle)
{
    if (circle->struct_size != sizeof *circle)
        return MACHPORT_KERN_INVALID_ARGUMENT;
    circle->name = 7;
    circle->middle = *middle;
    circle->radius = radius;
    return radius == 0 ? MACHPORT_KERN_INVALID_VALUE : 0;
}

machport_status_t structs_move(structs_circle_t *circle, structs_point_t *by)
{
    if (by == NULL)
        return 0;
    circle->middle.x += by->x;
    circle->middle.y += by->y;
    *by = (structs_point_t){0, 0};
    return 0;
}

machport_status_t structs_radius(const structs_circle_t *circle, uint64_t *radius)
{
    *radius = circle->radius;
    return circle->struct_size == sizeof *circle ? 0 : MACHPORT_KERN_INVALID_ARGUMENT;
}

machport_status_t structs_counted(uint32_t *values, size_t capacity, structs_circle_t *circle)
{
    circle->radius = 3;
    for (uint32_t i = 0; i < capacity && i < 3; i++)
        values[i] = i;
    return capacity < 3 ? MACHPORT_KERN_NO_SPACE : 0;
}

machport_status_t keywords_go(uint32_t from, const void *lambda, size_t in, keywords_way_t *way, uint32_t *pass)
{
    (void)lambda;
    *pass = from + (uint32_t)in;
    *way = (keywords_way_t){from, *pass};
    return 0;
}

machport_status_t names_status(uint32_t type, uint32_t *status)
{
    *status = type * 2;
    return 0;
}

machport_status_t names_result(int32_t status, int32_t *result)
{
    *result = -status;
    return 0;
}

machport_status_t names_results(uint32_t len, int32_t *status, uint64_t *results)
{
    *status = (int32_t)len * 2;
    *results = len * UINT64_C(3);
    return 0;
}

machport_status_t names_inout(int32_t *results, uint32_t *value)
{
    *results += 1;
    *value -= 1;
    return 0;
}

machport_status_t names_arrays(uint32_t type, uint32_t *values, size_t count, size_t len, void *bytes, size_t *status)
{
    for (size_t i = 0; i < count; i++)
        values[i] += type;
    *status = count;
    if (count > len)
        return MACHPORT_KERN_NO_SPACE;
    if (count > 0)
        memset(bytes, (int)type, count);
    return 0;
}

machport_status_t names_first(uint32_t self, uint32_t args, uint32_t error, uint32_t err, uint32_t raw, uint32_t lib,
                              uint32_t ffi, uint32_t env, uint32_t sys, uint32_t why, uint32_t *sum)
{
    *sum = self + args + error + err + raw + lib + ffi + env + sys + why;
    return 0;
}

machport_status_t names_second(uint32_t fn, uint32_t end, uint32_t nil, uint32_t func, uint32_t string, uint32_t object,
                               uint32_t package, uint32_t function, uint32_t var, uint32_t crate, uint32_t *answer)
{
    *answer = fn + end + nil + func + string + object + package + function + var + crate;
    return 0;
}

machport_status_t names_third(uint32_t out, uint32_t ref, uint32_t base, uint32_t made, uint32_t given, uint32_t memory,
                              uint32_t kind, uint32_t None, uint32_t Self, uint32_t L, uint32_t *arguments)
{
    *arguments = out + ref + base + made + given + memory + kind + None + Self + L;
    return 0;
}

machport_status_t names_rights(machport_send_t status, machport_receive_t machport, machport_send_t *error,
                               machport_send_once_t *lent)
{
    *error = MACHPORT_NULL;
    *lent = MACHPORT_DEAD;
    return status == machport ? 0 : MACHPORT_KERN_INVALID_ARGUMENT;
}

machport_status_t statuses_look(void)
{
    return STATUSES_BROKEN;
}

kern_return_t typedefs_stop(thread_act_t thread, typedefs_level_t level, typedefs_level_t *before)
{
    *before = (typedefs_level_t)(level - 1);
    return thread != MACHPORT_NULL ? 0 : MACHPORT_KERN_INVALID_ARGUMENT;
}
