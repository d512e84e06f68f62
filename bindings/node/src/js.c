/* JavaScript's values into C's and back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "js.h"
#include <stdio.h>
#include <string.h>

/* A number has 53 bits. */
#define SAFE 9007199254740991.0

static bool refuse(napi_env env, bool is_range, const char *what, const char *wanted)
{
    char text[256];
    snprintf(text, sizeof text, "%s must be %s", what, wanted);
    if (is_range)
        napi_throw_range_error(env, "ERR_OUT_OF_RANGE", text);
    else
        napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", text);
    return false;
}

static napi_valuetype type_of(napi_env env, napi_value value)
{
    napi_valuetype type = napi_undefined;
    napi_typeof(env, value, &type);
    return type;
}

void *js_room(napi_env env, js_memory *memory, size_t count, size_t size, const char *what)
{
    js_block *made = NULL;
    if (count < (SIZE_MAX - sizeof *made) / size)
        made = calloc(1, sizeof *made + count * size + 1);
    if (!made) {
        refuse(env, true, what, "no more than there is memory for");
        return NULL;
    }
    made->next = memory->first;
    memory->first = made;
    return made->data;
}

bool js_arguments(napi_env env, napi_callback_info info, const char *function, size_t count, napi_value *given)
{
    size_t there_are = count;
    if (napi_get_cb_info(env, info, &there_are, given, NULL, NULL) != napi_ok)
        return false;
    if (there_are == count)
        return true;
    char text[128];
    snprintf(text, sizeof text, "%s takes %zu argument%s, not %zu", function, count, count == 1 ? "" : "s", there_are);
    napi_throw_type_error(env, there_are < count ? "ERR_MISSING_ARGS" : "ERR_INVALID_ARG_VALUE", text);
    return false;
}

bool js_refuse_integer(napi_env env, napi_value value, const char *what, double lowest, double highest)
{
    char wanted[96];
    snprintf(wanted, sizeof wanted, "an integer from %.0f to %.0f", lowest, highest);
    return refuse(env, type_of(env, value) == napi_number, what, wanted);
}

bool js_to_int64_t(napi_env env, napi_value value, const char *what, int64_t *to)
{
    bool is_exact;
    if (napi_get_value_bigint_int64(env, value, to, &is_exact) != napi_ok)
        return refuse(env, false, what, "a BigInt");
    return is_exact || refuse(env, true, what, "a BigInt of 64 bits");
}

bool js_to_uint64_t(napi_env env, napi_value value, const char *what, uint64_t *to)
{
    bool is_exact;
    if (napi_get_value_bigint_uint64(env, value, to, &is_exact) != napi_ok)
        return refuse(env, false, what, "a BigInt");
    return is_exact || refuse(env, true, what, "a BigInt from 0n to 2n ** 64n - 1n");
}

bool js_to_size_t(napi_env env, napi_value value, const char *what, size_t *to)
{
    if (type_of(env, value) == napi_bigint) {
        uint64_t wide;
        if (!js_to_uint64_t(env, value, what, &wide))
            return false;
        *to = (size_t)wide;
        return *to == wide || refuse(env, true, what, "a size");
    }
    const double most = SIZE_MAX == UINT32_MAX ? UINT32_MAX : SAFE;
    double number;
    if (napi_get_value_double(env, value, &number) != napi_ok || !(number >= 0 && number <= most) ||
        (double)(size_t)number != number)
        return js_refuse_integer(env, value, what, 0, most);
    *to = (size_t)number;
    return true;
}

napi_value js_from_integer(napi_env env, double number)
{
    napi_value value;
    return napi_create_double(env, number, &value) == napi_ok ? value : NULL;
}

napi_value js_from_int32_t(napi_env env, int32_t number)
{
    napi_value value;
    return napi_create_int32(env, number, &value) == napi_ok ? value : NULL;
}

napi_value js_from_uint32_t(napi_env env, uint32_t number)
{
    napi_value value;
    return napi_create_uint32(env, number, &value) == napi_ok ? value : NULL;
}

napi_value js_from_int64_t(napi_env env, int64_t number)
{
    napi_value value;
    return napi_create_bigint_int64(env, number, &value) == napi_ok ? value : NULL;
}

napi_value js_from_uint64_t(napi_env env, uint64_t number)
{
    napi_value value;
    return napi_create_bigint_uint64(env, number, &value) == napi_ok ? value : NULL;
}

napi_value js_from_size_t(napi_env env, size_t number)
{
    return js_from_integer(env, (double)number);
}

bool js_to_text(napi_env env, napi_value value, const char *what, js_memory *memory, const char **to)
{
    size_t length;
    if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok)
        return refuse(env, false, what, "a string");
    char *text = js_room(env, memory, length + 1, 1, what);
    if (!text || napi_get_value_string_utf8(env, value, text, length + 1, &length) != napi_ok)
        return false;
    *to = text;
    return strlen(text) == length || refuse(env, true, what, "a string without a zero in it");
}

napi_value js_from_text(napi_env env, const char *text)
{
    napi_value value;
    if (!text)
        return js_null(env);
    return napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value) == napi_ok ? value : NULL;
}

static size_t item_size(napi_typedarray_type type)
{
    switch (type) {
    case napi_int16_array:
    case napi_uint16_array: return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array: return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array: return 8;
    default: return 1;
    }
}

bool js_to_bytes(napi_env env, napi_value value, const char *what, const void **to, size_t *size)
{
    bool is = false;
    void *data = NULL;
    if (napi_is_typedarray(env, value, &is) == napi_ok && is) {
        napi_typedarray_type type;
        if (napi_get_typedarray_info(env, value, &type, size, &data, NULL, NULL) != napi_ok)
            return false;
        *size *= item_size(type);
    } else if (napi_is_dataview(env, value, &is) == napi_ok && is) {
        if (napi_get_dataview_info(env, value, size, &data, NULL, NULL) != napi_ok)
            return false;
    } else if (napi_is_arraybuffer(env, value, &is) == napi_ok && is) {
        if (napi_get_arraybuffer_info(env, value, &data, size) != napi_ok)
            return false;
    } else {
        return refuse(env, false, what, "a Buffer, another view, or an ArrayBuffer");
    }
    *to = data;
    return true;
}

napi_value js_from_bytes(napi_env env, const void *bytes, size_t size)
{
    napi_value value;
    return napi_create_buffer_copy(env, size, bytes, NULL, &value) == napi_ok ? value : NULL;
}

bool js_is_null(napi_env env, napi_value value)
{
    return type_of(env, value) == napi_null;
}

napi_value js_null(napi_env env)
{
    napi_value value;
    return napi_get_null(env, &value) == napi_ok ? value : NULL;
}

napi_value js_object(napi_env env)
{
    napi_value value;
    return napi_create_object(env, &value) == napi_ok ? value : NULL;
}

bool js_get(napi_env env, napi_value object, const char *what, const char *field, napi_value *to)
{
    if (type_of(env, object) != napi_object)
        return refuse(env, false, what, "an object");
    return napi_get_named_property(env, object, field, to) == napi_ok;
}

bool js_set(napi_env env, napi_value object, const char *field, napi_value value)
{
    return object && value && napi_set_named_property(env, object, field, value) == napi_ok;
}

napi_value js_array(napi_env env, size_t count)
{
    napi_value value;
    return napi_create_array_with_length(env, count, &value) == napi_ok ? value : NULL;
}

bool js_array_length(napi_env env, napi_value value, const char *what, size_t *count)
{
    bool is_array = false;
    uint32_t length;
    if (napi_is_array(env, value, &is_array) != napi_ok || !is_array || napi_get_array_length(env, value, &length) != napi_ok)
        return refuse(env, false, what, "an array");
    *count = length;
    return true;
}
