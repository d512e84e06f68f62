/* What the SWIG typemaps of the languages of values call: Lua, Ruby, Perl. Here stands what they have in common: ranges, structs,
   arrays, what a call gives back. Each language's own header defines, before it includes this one, what a value is there:

   MACHPORT_TAKES, MACHPORT_GIVES   a parameter and an argument with a comma, for languages that hand their interpreter around
   machport_value                   a value; Lua's is its place on the stack, and machport_done() lets it go
   machport_room                    what keeps a piece of memory alive for as long as a call takes; the language lets it go, also
                                    where a refusal leaves the call
   MACHPORT_WRAPS                   whether a negative number is one of 64 bits without a sign
   machport_throw()                 raises an error of one of four kinds; it does not return

   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_DYNAMIC_H
#define MACHPORT_DYNAMIC_H
#include <machport.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MACHPORT_MOST_RESULTS = 8 };

/* Out of the way of the calls that go well. */
#define MACHPORT_NO_RETURN __attribute__((noreturn, cold))
#define MACHPORT_UNUSED __attribute__((unused))

/* Why an argument is refused, or a module not loaded. */
typedef enum { machport_wrong_type, machport_out_of_range, machport_no_memory, machport_not_loaded } machport_refusal;

typedef enum {
    machport_code_int8_t,
    machport_code_int16_t,
    machport_code_int32_t,
    machport_code_int64_t,
    machport_code_uint8_t,
    machport_code_uint16_t,
    machport_code_uint32_t,
    machport_code_uint64_t,
    machport_code_size_t,
    /* What is no integer of its own: */
    machport_code_struct,
    machport_code_own_size,
    machport_code_bytes
} machport_code;

struct machport_record;

/* A field of a struct. */
typedef struct {
    const char *name;
    machport_code code;
    size_t offset;
    const struct machport_record *inner;
} machport_field;

/* How a struct lies in memory. */
typedef struct machport_record {
    size_t size;
    size_t count;
    const machport_field *fields;
} machport_record;

#define MACHPORT_FIELD(TYPE, SCALAR, NAME)                                                                                       \
    {                                                                                                                            \
#NAME, machport_code_##SCALAR, offsetof(TYPE, NAME), NULL                                                                \
    }
#define MACHPORT_INNER(TYPE, STRUCT, NAME)                                                                                       \
    {                                                                                                                            \
#NAME, machport_code_struct, offsetof(TYPE, NAME), &machport_record_##STRUCT                                             \
    }
#define MACHPORT_OWN_SIZE(TYPE, NAME)                                                                                            \
    {                                                                                                                            \
#NAME, machport_code_own_size, offsetof(TYPE, NAME), NULL                                                                \
    }

/* The face of a language. A `given` value is looked at, a `new` one made. */
typedef enum { machport_is_other, machport_is_negative, machport_is_positive, machport_is_longer } machport_number;
static machport_number machport_given_integer(MACHPORT_TAKES machport_value value, uint64_t *bits);
static int machport_given_bytes(MACHPORT_TAKES machport_value value, machport_room *room, const void **bytes, size_t *size);
static int machport_given_list(MACHPORT_TAKES machport_value value, size_t *count);
static machport_value machport_given_item(MACHPORT_TAKES machport_value list, size_t index);
static int machport_given_fields(MACHPORT_TAKES machport_value value, size_t *count);
static int machport_given_field(MACHPORT_TAKES machport_value fields, const char *name, machport_value *value);
static const char *machport_type_name(MACHPORT_TAKES machport_value value);
static machport_value machport_new_signed(MACHPORT_TAKES int64_t number);
static machport_value machport_new_unsigned(MACHPORT_TAKES uint64_t number);
static machport_value machport_new_bytes(MACHPORT_TAKES const void *bytes, size_t size);
static machport_value machport_new_nothing(MACHPORT_TAKES_ALONE);
static machport_value machport_new_list(MACHPORT_TAKES size_t count);
static void machport_set_item(MACHPORT_TAKES machport_value list, size_t index, machport_value item);
static machport_value machport_new_fields(MACHPORT_TAKES size_t count);
static void machport_set_field(MACHPORT_TAKES machport_value fields, const char *name, machport_value value);
static void *machport_memory(MACHPORT_TAKES machport_room *room, size_t size); /* all zero; not NULL */

MACHPORT_NO_RETURN static void machport_throw(MACHPORT_TAKES machport_refusal kind, const char *text);

MACHPORT_NO_RETURN static void machport_refuse(MACHPORT_TAKES machport_refusal kind, const char *format, ...)
{
    char text[400];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    machport_throw(MACHPORT_GIVES kind, text);
}

/* Where in the arguments of a call a value stands: "message_send: rights[2].name". */
typedef struct machport_where {
    const char *name;
    const struct machport_where *outer;
    size_t index; /* with an outer one: the place in a list, where there is no name */
} machport_where;

static const char *machport_told(const machport_where *where, char *text, size_t room)
{
    size_t used;
    if (where->outer == NULL) {
        snprintf(text, room, "%s", where->name);
        return text;
    }
    machport_told(where->outer, text, room);
    used = strlen(text);
    if (where->name != NULL)
        snprintf(text + used, room - used, ".%s", where->name);
    else
        snprintf(text + used, room - used, "[%llu]", (unsigned long long)where->index);
    return text;
}

MACHPORT_NO_RETURN static void machport_refuse_type(MACHPORT_TAKES machport_value value, const machport_where *where,
                                                    const char *wanted)
{
    char text[160];
    machport_refuse(MACHPORT_GIVES machport_wrong_type, "%s must be %s, not %s", machport_told(where, text, sizeof text), wanted,
                    machport_type_name(MACHPORT_GIVES value));
}

MACHPORT_NO_RETURN static void machport_refuse_number(MACHPORT_TAKES const machport_where *where, int64_t low, uint64_t high,
                                                      const char *shown)
{
    char text[160];
    machport_refuse(MACHPORT_GIVES machport_out_of_range, "%s must be %lld to %llu, not %s",
                    machport_told(where, text, sizeof text), (long long)low, (unsigned long long)high, shown);
}

/* What machport_integer does with what is no number that fits. */
MACHPORT_NO_RETURN static void machport_other_integer(MACHPORT_TAKES machport_value value, const machport_where *where,
                                                      int64_t low, uint64_t high)
{
    char shown[32] = "a number of more than 64 bits";
    uint64_t bits = 0;
    switch (machport_given_integer(MACHPORT_GIVES value, &bits)) {
    case machport_is_other: machport_refuse_type(MACHPORT_GIVES value, where, "an integer"); break;
    case machport_is_negative: snprintf(shown, sizeof shown, "%lld", (long long)bits); break;
    case machport_is_positive: snprintf(shown, sizeof shown, "%llu", (unsigned long long)bits); break;
    case machport_is_longer: break;
    }
    machport_refuse_number(MACHPORT_GIVES where, low, high, shown);
}

/* An integer within a range, as its 64 bits. */
static inline uint64_t machport_integer_at(MACHPORT_TAKES machport_value value, const machport_where *where, int64_t low,
                                           uint64_t high)
{
    uint64_t bits = 0;
    switch (machport_given_integer(MACHPORT_GIVES value, &bits)) {
    case machport_is_positive:
        if (bits <= high)
            return bits;
        break;
    case machport_is_negative:
        if ((int64_t)bits >= low || (MACHPORT_WRAPS && high == UINT64_MAX))
            return bits;
        break;
    case machport_is_other:
    case machport_is_longer: break;
    }
    machport_other_integer(MACHPORT_GIVES value, where, low, high);
}

static inline uint64_t machport_integer(MACHPORT_TAKES machport_value value, const char *name, int64_t low, uint64_t high)
{
    machport_where where = {name, NULL, 0};
    return machport_integer_at(MACHPORT_GIVES value, &where, low, high);
}

/* How many bytes a scalar takes, and what fits it. A size cannot be more than memory has. */
static size_t machport_width(machport_code code)
{
    static const unsigned char widths[] = {1, 2, 4, 8, 1, 2, 4, 8, sizeof(size_t)};
    return widths[code];
}

static int64_t machport_lowest(machport_code code)
{
    return code > machport_code_int64_t ? 0 : INT64_MIN >> (64 - 8 * machport_width(code));
}

static uint64_t machport_highest(machport_code code)
{
    if (code == machport_code_size_t)
        return PTRDIFF_MAX;
    return (code > machport_code_int64_t ? UINT64_MAX : (uint64_t)INT64_MAX) >> (64 - 8 * machport_width(code));
}

static void machport_store(char *place, machport_code code, uint64_t bits)
{
    switch (machport_width(code)) {
    case 1: {
        uint8_t narrow = (uint8_t)bits;
        memcpy(place, &narrow, sizeof narrow);
        break;
    }
    case 2: {
        uint16_t narrow = (uint16_t)bits;
        memcpy(place, &narrow, sizeof narrow);
        break;
    }
    case 4: {
        uint32_t narrow = (uint32_t)bits;
        memcpy(place, &narrow, sizeof narrow);
        break;
    }
    default: memcpy(place, &bits, sizeof bits);
    }
}

static machport_value machport_load(MACHPORT_TAKES const char *place, machport_code code)
{
#define MACHPORT_LOAD(TYPE, NEW)                                                                                                 \
    case machport_code_##TYPE: {                                                                                                 \
        TYPE number;                                                                                                             \
        memcpy(&number, place, sizeof number);                                                                                   \
        return NEW(MACHPORT_GIVES number);                                                                                       \
    }
    switch (code) {
        MACHPORT_LOAD(int8_t, machport_new_signed)
        MACHPORT_LOAD(int16_t, machport_new_signed)
        MACHPORT_LOAD(int32_t, machport_new_signed)
        MACHPORT_LOAD(int64_t, machport_new_signed)
        MACHPORT_LOAD(uint8_t, machport_new_unsigned)
        MACHPORT_LOAD(uint16_t, machport_new_unsigned)
        MACHPORT_LOAD(uint32_t, machport_new_unsigned)
        MACHPORT_LOAD(uint64_t, machport_new_unsigned)
        MACHPORT_LOAD(size_t, machport_new_unsigned)
    case machport_code_struct:
    case machport_code_own_size:
    case machport_code_bytes: break;
    }
#undef MACHPORT_LOAD
    return machport_new_nothing(MACHPORT_GIVES_ALONE);
}

/* How many fields a caller sees: a struct's own size, which stands first, is none of them. */
static size_t machport_fields_shown(const machport_record *record)
{
    return record->count - (record->fields[0].code == machport_code_own_size);
}

/* The fields of a struct, each by its name, into memory. None may be missing, and there may be no other. */
static void machport_pack(MACHPORT_TAKES machport_value value, const machport_where *where, const machport_record *record,
                          char *place)
{
    size_t given, i;
    if (!machport_given_fields(MACHPORT_GIVES value, &given))
        machport_refuse_type(MACHPORT_GIVES value, where, MACHPORT_FIELDS);
    for (i = 0; i < record->count; i++) {
        const machport_field *field = &record->fields[i];
        machport_where inside = {field->name, where, 0};
        machport_value item;
        if (field->code == machport_code_own_size) {
            machport_store(place + field->offset, machport_code_uint32_t, record->size);
            continue;
        }
        if (!machport_given_field(MACHPORT_GIVES value, field->name, &item)) {
            char text[160];
            machport_refuse(MACHPORT_GIVES machport_wrong_type, "%s is missing", machport_told(&inside, text, sizeof text));
        }
        if (field->code == machport_code_struct)
            machport_pack(MACHPORT_GIVES item, &inside, field->inner, place + field->offset);
        else
            machport_store(
                place + field->offset, field->code,
                machport_integer_at(MACHPORT_GIVES item, &inside, machport_lowest(field->code), machport_highest(field->code)));
        machport_done(MACHPORT_GIVES item);
    }
    if (given != machport_fields_shown(record)) {
        char text[160];
        machport_refuse(MACHPORT_GIVES machport_wrong_type, "%s must have %d fields, not %d",
                        machport_told(where, text, sizeof text), (int)machport_fields_shown(record), (int)given);
    }
}

static machport_value machport_unpack(MACHPORT_TAKES const char *place, const machport_record *record)
{
    size_t i;
    machport_value fields = machport_new_fields(MACHPORT_GIVES machport_fields_shown(record));
    for (i = 0; i < record->count; i++) {
        const machport_field *field = &record->fields[i];
        if (field->code == machport_code_own_size)
            continue;
        machport_set_field(MACHPORT_GIVES fields, field->name,
                           field->code == machport_code_struct
                               ? machport_unpack(MACHPORT_GIVES place + field->offset, field->inner)
                               : machport_load(MACHPORT_GIVES place + field->offset, field->code));
    }
    return fields;
}

/* Memory for so many items; where there cannot be that much, as where there is none. */
static char *machport_room_for(MACHPORT_TAKES machport_room *room, uint64_t count, size_t size)
{
    if (count > PTRDIFF_MAX / size)
        machport_refuse(MACHPORT_GIVES machport_no_memory, "there is no memory for %llu items", (unsigned long long)count);
    return (char *)machport_memory(MACHPORT_GIVES room, (size_t)count * size);
}

/* Structs that come out, with nothing in them: each tells its own size. */
MACHPORT_UNUSED static void *machport_cleared(void *place, const machport_record *record, size_t count)
{
    size_t i;
    memset(place, 0, count * record->size);
    for (i = 0; record->fields[0].code == machport_code_own_size && i < count; i++)
        machport_store((char *)place + i * record->size + record->fields[0].offset, machport_code_uint32_t, record->size);
    return place;
}

MACHPORT_UNUSED static void *machport_struct_room(MACHPORT_TAKES machport_room *room, const machport_record *record,
                                                  uint64_t count)
{
    char *place = machport_room_for(MACHPORT_GIVES room, count, record->size);
    return machport_cleared(place, record, (size_t)count);
}

MACHPORT_UNUSED static void *machport_struct(MACHPORT_TAKES machport_value value, const char *name, void *place,
                                             const machport_record *record)
{
    machport_where where = {name, NULL, 0};
    machport_pack(MACHPORT_GIVES value, &where, record, (char *)place);
    return place;
}

/* The items of a list into memory: structs where there is a record, else integers. */
MACHPORT_UNUSED static void *machport_items(MACHPORT_TAKES machport_value value, const char *name, machport_room *room,
                                            const machport_record *record, machport_code code, size_t *count)
{
    machport_where where = {name, NULL, 0};
    size_t i, size = record != NULL ? record->size : machport_width(code);
    char *place;
    if (!machport_given_list(MACHPORT_GIVES value, count))
        machport_refuse_type(MACHPORT_GIVES value, &where, MACHPORT_LIST);
    place = machport_room_for(MACHPORT_GIVES room, *count, size);
    for (i = 0; i < *count; i++) {
        machport_where inside = {NULL, &where, i + MACHPORT_FIRST_INDEX};
        machport_value item = machport_given_item(MACHPORT_GIVES value, i);
        if (record != NULL)
            machport_pack(MACHPORT_GIVES item, &inside, record, place + i * size);
        else
            machport_store(place + i * size, code,
                           machport_integer_at(MACHPORT_GIVES item, &inside, machport_lowest(code), machport_highest(code)));
        machport_done(MACHPORT_GIVES item);
    }
    return place;
}

MACHPORT_UNUSED static const void *machport_bytes(MACHPORT_TAKES machport_value value, const char *name, machport_room *room,
                                                  size_t *size)
{
    machport_where where = {name, NULL, 0};
    const void *bytes = NULL;
    if (!machport_given_bytes(MACHPORT_GIVES value, room, &bytes, size))
        machport_refuse_type(MACHPORT_GIVES value, &where, MACHPORT_BYTES);
    return bytes;
}

MACHPORT_UNUSED static const char *machport_text(MACHPORT_TAKES machport_value value, const char *name, machport_room *room)
{
    size_t size;
    const char *text = (const char *)machport_bytes(MACHPORT_GIVES value, name, room, &size);
    if (memchr(text, 0, size) != NULL)
        machport_refuse(MACHPORT_GIVES machport_wrong_type, "%s must not hold a null character", name);
    return text;
}

/* One thing that a call gives back, where C wrote it. */
typedef struct {
    machport_code code;
    int is_list;
    const machport_record *record;
    const char *place;
    size_t count;
} machport_item;

/* What a call gives back, in C order. Values are made of it at the end: nothing can be raised while only C knows of a right. */
typedef struct {
    int count;
    machport_item *items;
    int made; /* whether values were made already, in a way that nothing is raised by; where they are is the language's affair */
    machport_value values;
} machport_results;

/* An array holds no more than there is room for, whatever is told. */
static inline uint64_t machport_least(uint64_t told, uint64_t room)
{
    return told < room ? told : room;
}

static inline void machport_add(machport_results *results, machport_code code, const machport_record *record, int is_list,
                                const void *place, uint64_t count)
{
    machport_item *item = &results->items[results->count++];
    item->code = code;
    item->record = record;
    item->is_list = is_list;
    item->place = (const char *)place;
    item->count = (size_t)count;
}

static machport_value machport_other_shown(MACHPORT_TAKES const machport_item *item)
{
    size_t i, size;
    machport_value list;
    if (item->place == NULL)
        return machport_new_nothing(MACHPORT_GIVES_ALONE);
    if (item->code == machport_code_bytes)
        return machport_new_bytes(MACHPORT_GIVES item->place, item->count);
    if (!item->is_list)
        return item->record != NULL ? machport_unpack(MACHPORT_GIVES item->place, item->record)
                                    : machport_load(MACHPORT_GIVES item->place, item->code);
    size = item->record != NULL ? item->record->size : machport_width(item->code);
    list = machport_new_list(MACHPORT_GIVES item->count);
    for (i = 0; i < item->count; i++)
        machport_set_item(MACHPORT_GIVES list, i,
                          item->record != NULL ? machport_unpack(MACHPORT_GIVES item->place + i * size, item->record)
                                               : machport_load(MACHPORT_GIVES item->place + i * size, item->code));
    return list;
}

/* The value of a result. Nearly every one is a number of 32 bits, and a name. */
static inline machport_value machport_shown(MACHPORT_TAKES const machport_item *item)
{
    uint32_t number;
    if (item->code != machport_code_uint32_t || item->is_list)
        return machport_other_shown(MACHPORT_GIVES item);
    memcpy(&number, item->place, sizeof number);
    return machport_new_unsigned(MACHPORT_GIVES number);
}

/* A layer that was made for another definition than its library's must not be called. */
MACHPORT_UNUSED static void machport_check_definition(MACHPORT_TAKES uint64_t made_for, uint64_t answered)
{
    if (made_for != answered)
        machport_refuse(MACHPORT_GIVES machport_not_loaded,
                        "it was made for the definition 0x%016llx, but the library answers 0x%016llx: build it anew, and see "
                        "that no other libmachport is found before its own",
                        (unsigned long long)made_for, (unsigned long long)answered);
}

#endif
