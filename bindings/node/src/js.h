/* What the generated functions call: JavaScript's values into C's and back, through Node-API alone.
   SPDX-License-Identifier: MIT OR Apache-2.0
   What fits nothing is refused with an exception, and the function that says so answers false or NULL. `what` names the
   place, "sendRightDup: send". An integer of 32 bits or less is a number, one of 64 bits a BigInt; a size is either. */
#ifndef MACHPORT_JS_H
#define MACHPORT_JS_H
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The memory of one call. */
typedef struct js_block js_block;
typedef struct {
    js_block *first;
} js_memory;
struct js_block {
    js_block *next;
    max_align_t data[];
};

/* Zeroed, and no NULL: room for so many. */
void *js_room(napi_env env, js_memory *memory, size_t count, size_t size, const char *what);
static inline void js_free(js_memory *memory)
{
    while (memory->first) {
        js_block *next = memory->first->next;
        free(memory->first);
        memory->first = next;
    }
}

/* As many arguments as a function has, no more and no fewer. */
bool js_arguments(napi_env env, napi_callback_info info, const char *function, size_t count, napi_value *given);

bool js_refuse_integer(napi_env env, napi_value value, const char *what, double lowest, double highest);
bool js_to_int64_t(napi_env env, napi_value value, const char *what, int64_t *to);
bool js_to_uint64_t(napi_env env, napi_value value, const char *what, uint64_t *to);
bool js_to_size_t(napi_env env, napi_value value, const char *what, size_t *to);
napi_value js_from_integer(napi_env env, double number);
napi_value js_from_int32_t(napi_env env, int32_t number);
napi_value js_from_uint32_t(napi_env env, uint32_t number);
napi_value js_from_int64_t(napi_env env, int64_t number);
napi_value js_from_uint64_t(napi_env env, uint64_t number);
napi_value js_from_size_t(napi_env env, size_t number);

#define JS_INTEGER(type, lowest, highest)                                                                                        \
    static inline bool js_to_##type(napi_env env, napi_value value, const char *what, type *to)                                  \
    {                                                                                                                            \
        double number;                                                                                                           \
        if (napi_get_value_double(env, value, &number) != napi_ok || !(number >= lowest && number <= highest) ||                 \
            (double)(type)number != number)                                                                                      \
            return js_refuse_integer(env, value, what, lowest, highest);                                                         \
        *to = (type)number;                                                                                                      \
        return true;                                                                                                             \
    }
JS_INTEGER(int8_t, INT8_MIN, INT8_MAX)
JS_INTEGER(int16_t, INT16_MIN, INT16_MAX)
JS_INTEGER(int32_t, INT32_MIN, INT32_MAX)
JS_INTEGER(uint8_t, 0, UINT8_MAX)
JS_INTEGER(uint16_t, 0, UINT16_MAX)
JS_INTEGER(uint32_t, 0, UINT32_MAX)
#define js_from_int8_t js_from_int32_t
#define js_from_int16_t js_from_int32_t
#define js_from_uint8_t js_from_uint32_t
#define js_from_uint16_t js_from_uint32_t

/* A text without a zero in it. */
bool js_to_text(napi_env env, napi_value value, const char *what, js_memory *memory, const char **to);
/* null for NULL. */
napi_value js_from_text(napi_env env, const char *text);

/* The bytes of an ArrayBuffer, or of any view into one, where they stand: no JavaScript may run before the call. */
bool js_to_bytes(napi_env env, napi_value value, const char *what, const void **to, size_t *size);
napi_value js_from_bytes(napi_env env, const void *bytes, size_t size);

bool js_is_null(napi_env env, napi_value value);
napi_value js_null(napi_env env);
napi_value js_object(napi_env env);
bool js_get(napi_env env, napi_value object, const char *what, const char *field, napi_value *to);
bool js_set(napi_env env, napi_value object, const char *field, napi_value value);

napi_value js_array(napi_env env, size_t count);
bool js_array_length(napi_env env, napi_value value, const char *what, size_t *count);

/* An array of what js_to_TYPE takes, and js_from_TYPE makes. */
#define JS_ARRAY_IN(type)                                                                                                        \
    static bool js_to_##type##_array(napi_env env, napi_value value, const char *what, js_memory *memory, type **to,             \
                                     size_t *count)                                                                              \
    {                                                                                                                            \
        if (!js_array_length(env, value, what, count) || !(*to = js_room(env, memory, *count, sizeof **to, what)))               \
            return false;                                                                                                        \
        for (size_t i = 0; i < *count; i++) {                                                                                    \
            napi_value item;                                                                                                     \
            if (napi_get_element(env, value, (uint32_t)i, &item) != napi_ok || !js_to_##type(env, item, what, &(*to)[i]))        \
                return false;                                                                                                    \
        }                                                                                                                        \
        return true;                                                                                                             \
    }
#define JS_ARRAY_OUT(type)                                                                                                       \
    static napi_value js_from_##type##_array(napi_env env, const type *from, size_t count)                                       \
    {                                                                                                                            \
        napi_value made = js_array(env, count);                                                                                  \
        for (size_t i = 0; made && i < count; i++) {                                                                             \
            napi_value item = js_from_##type(env, from[i]);                                                                      \
            if (!item || napi_set_element(env, made, (uint32_t)i, item) != napi_ok)                                              \
                return NULL;                                                                                                     \
        }                                                                                                                        \
        return made;                                                                                                             \
    }

/* As many as were counted, where there was room. */
static inline size_t js_least(uint64_t counted, size_t room)
{
    return counted < room ? (size_t)counted : room;
}

/* One result bare, several as an array, none as undefined; a status other than 0 as a MachError that has them. False where
   they could not be made, with an exception. */
bool js_answer_all(napi_env env, const char *call, int32_t status, size_t count, const napi_value *results, napi_value *answer);
static inline bool js_answer(napi_env env, const char *call, int32_t status, size_t count, const napi_value *results,
                             napi_value *answer)
{
    *answer = count == 1 ? results[0] : NULL;
    if (status == 0 && (count == 0 || (count == 1 && results[0])))
        return true;
    return js_answer_all(env, call, status, count, results, answer);
}

/* A layer: the functions and constants of one definition. */
typedef struct {
    const char *name;
    napi_callback call;
} js_function;
typedef struct {
    const char *name;
    char form; /* n a number, u a BigInt without a sign, s one with */
    uint64_t value;
} js_constant;
typedef struct {
    const char *library;
    const js_function *functions;
    size_t function_count;
    const js_constant *constants;
    size_t constant_count;
    uint64_t hash;
    int32_t (*definition_hash)(uint64_t *hash); /* NULL where the library does not tell */
} js_layer;

/* What the module exports: a function that is given the class MachError, and answers the layer as one object. */
napi_value js_opener(napi_env env, const js_layer *layer);

#endif
