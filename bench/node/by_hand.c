/* The peer: the same calls through Node-API as one writes them by hand, the owned right as a class in C. And the calls in C
   alone.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define NAPI_VERSION 8
#include "in_c.h"
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>

/* An owned right, and whether it is there. */
struct send {
    uint32_t name;
    bool is_open;
};

static napi_ref constructor;

static napi_value fail(napi_env env, int32_t status)
{
    napi_throw_error(env, machport_status_name(status), machport_status_text(status));
    return NULL;
}

/* The arguments, of which there are at most two: as many numbers as wanted. */
static bool numbers_of(napi_env env, napi_callback_info info, size_t wanted, uint32_t *numbers)
{
    size_t count = wanted;
    napi_value given[2];
    if (napi_get_cb_info(env, info, &count, given, NULL, NULL) != napi_ok || count != wanted)
        return false;
    for (size_t i = 0; i < wanted; i++) {
        double number;
        if (napi_get_value_double(env, given[i], &number) != napi_ok || !(number >= 0 && number <= UINT32_MAX) ||
            (double)(uint32_t)number != number) {
            napi_throw_range_error(env, NULL, "not of 32 bits");
            return false;
        }
        numbers[i] = (uint32_t)number;
    }
    return true;
}

static napi_value check(napi_env env, napi_callback_info info)
{
    uint32_t given[2];
    machport_status_t verdict;
    napi_value answer;
    if (!numbers_of(env, info, 2, given))
        return NULL;
    const int32_t status = machport_check(given[0], given[1], &verdict);
    if (status != MACHPORT_KERN_SUCCESS)
        return fail(env, status);
    napi_create_int32(env, verdict, &answer);
    return answer;
}

static napi_value types(napi_env env, napi_callback_info info)
{
    uint32_t name, bits;
    napi_value answer;
    if (!numbers_of(env, info, 1, &name))
        return NULL;
    const int32_t status = machport_types(name, &bits);
    if (status != MACHPORT_KERN_SUCCESS)
        return fail(env, status);
    napi_create_uint32(env, bits, &answer);
    return answer;
}

static struct send *unwrapped(napi_env env, napi_callback_info info, napi_value *this)
{
    struct send *send = NULL;
    size_t count = 0;
    napi_get_cb_info(env, info, &count, NULL, this, NULL);
    if (napi_unwrap(env, *this, (void **)&send) != napi_ok || !send->is_open) {
        napi_throw_error(env, NULL, "the right is closed");
        return NULL;
    }
    return send;
}

static void collected(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    free(data);
}

static napi_value made(napi_env env, napi_callback_info info)
{
    napi_value this;
    size_t count = 1;
    napi_value given;
    struct send *send = malloc(sizeof *send);
    napi_get_cb_info(env, info, &count, &given, &this, NULL);
    if (!send || napi_get_value_uint32(env, given, &send->name) != napi_ok)
        return NULL;
    send->is_open = true;
    napi_wrap(env, this, send, collected, NULL, NULL);
    return this;
}

static napi_value dup(napi_env env, napi_callback_info info)
{
    napi_value this, class, name, copy;
    uint32_t raw;
    const struct send *send = unwrapped(env, info, &this);
    if (!send)
        return NULL;
    const int32_t status = machport_send_right_dup(send->name, &raw);
    if (status != MACHPORT_KERN_SUCCESS)
        return fail(env, status);
    napi_create_uint32(env, raw, &name);
    napi_get_reference_value(env, constructor, &class);
    return napi_new_instance(env, class, 1, &name, &copy) == napi_ok ? copy : NULL;
}

static napi_value close_right(napi_env env, napi_callback_info info)
{
    napi_value this;
    struct send *send = unwrapped(env, info, &this);
    if (!send)
        return NULL;
    send->is_open = false;
    const int32_t status = machport_send_right_release(send->name);
    return status == MACHPORT_KERN_SUCCESS ? NULL : fail(env, status);
}

/* So many calls in C, for the base: in_c.h says what they answer. */
static napi_value repeated(napi_env env, napi_callback_info info, uint32_t (*in_c)(uint32_t, uint32_t))
{
    uint32_t given[2];
    napi_value answer;
    if (!numbers_of(env, info, 2, given))
        return NULL;
    napi_create_uint32(env, in_c(given[0], given[1]), &answer);
    return answer;
}

static napi_value check_of_c(napi_env env, napi_callback_info info)
{
    return repeated(env, info, check_in_c);
}

static napi_value types_of_c(napi_env env, napi_callback_info info)
{
    return repeated(env, info, types_in_c);
}

static napi_value dup_of_c(napi_env env, napi_callback_info info)
{
    return repeated(env, info, dup_and_close_in_c);
}

NAPI_MODULE_INIT()
{
    const napi_property_descriptor functions[] = {
        {"check", NULL, check, NULL, NULL, NULL, napi_enumerable, NULL},
        {"types", NULL, types, NULL, NULL, NULL, napi_enumerable, NULL},
        {"checkInC", NULL, check_of_c, NULL, NULL, NULL, napi_enumerable, NULL},
        {"typesInC", NULL, types_of_c, NULL, NULL, NULL, napi_enumerable, NULL},
        {"dupAndCloseInC", NULL, dup_of_c, NULL, NULL, NULL, napi_enumerable, NULL},
    };
    const napi_property_descriptor methods[] = {
        {"dup", NULL, dup, NULL, NULL, NULL, napi_default_method, NULL},
        {"close", NULL, close_right, NULL, NULL, NULL, napi_default_method, NULL},
    };
    napi_value class;
    napi_define_class(env, "Send", NAPI_AUTO_LENGTH, made, NULL, 2, methods, &class);
    napi_create_reference(env, class, 1, &constructor);
    napi_set_named_property(env, exports, "Send", class);
    napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
    return exports;
}
