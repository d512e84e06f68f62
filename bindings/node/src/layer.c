/* A layer as one object, what its functions answer, and the class of its errors, which each environment has of its own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "js.h"
#include <inttypes.h>
#include <machport/machport.h>
#include <stdio.h>
#include <stdlib.h>

static napi_value results_of(napi_env env, size_t count, const napi_value *results)
{
    for (size_t i = 0; i < count; i++)
        if (!results[i])
            return NULL;
    napi_value together;
    if (count == 0)
        return napi_get_undefined(env, &together) == napi_ok ? together : NULL;
    if (count == 1)
        return results[0];
    together = js_array(env, count);
    for (uint32_t i = 0; together && i < count; i++)
        if (napi_set_element(env, together, i, results[i]) != napi_ok)
            return NULL;
    return together;
}

static bool fail(napi_env env, const char *call, int32_t status, napi_value results)
{
    napi_ref *held;
    napi_value class, error;
    napi_value told[] = {js_from_text(env, call), js_from_int32_t(env, status), js_from_text(env, machport_status_name(status)),
                         js_from_text(env, machport_status_text(status)), results};
    return napi_get_instance_data(env, (void **)&held) == napi_ok && napi_get_reference_value(env, *held, &class) == napi_ok &&
           napi_new_instance(env, class, sizeof told / sizeof *told, told, &error) == napi_ok &&
           napi_throw(env, error) == napi_ok;
}

bool js_answer_all(napi_env env, const char *call, int32_t status, size_t count, const napi_value *results, napi_value *answer)
{
    *answer = results_of(env, count, results);
    if (*answer && status == MACHPORT_KERN_SUCCESS)
        return true;
    if (*answer && fail(env, call, status, *answer)) {
        *answer = NULL;
        return true;
    }
    *answer = NULL;
    napi_throw_error(env, "ERR_MACHPORT_RESULTS", "the results could not be made");
    return false;
}

static bool is_same_definition(napi_env env, const js_layer *layer)
{
    uint64_t hash = layer->hash;
    if (layer->definition_hash)
        layer->definition_hash(&hash);
    if (hash == layer->hash)
        return true;
    char text[256];
    snprintf(text, sizeof text,
             "this addon was made from the definition %#" PRIx64 " and the %s library has %#" PRIx64
             ": build it again, with `node build.js`",
             layer->hash, layer->library, hash);
    napi_throw_error(env, "ERR_MACHPORT_DEFINITION", text);
    return false;
}

static napi_value constant(napi_env env, const js_constant *constant)
{
    switch (constant->form) {
    case 'u': return js_from_uint64_t(env, constant->value);
    case 's': return js_from_int64_t(env, (int64_t)constant->value);
    default: return js_from_integer(env, (double)(int64_t)constant->value);
    }
}

static void forget(napi_env env, void *data, void *hint)
{
    (void)hint;
    napi_delete_reference(env, *(napi_ref *)data);
    free(data);
}

/* The class of errors, kept for as long as the environment lives. */
static bool keep(napi_env env, napi_value class)
{
    napi_ref *held;
    if (napi_get_instance_data(env, (void **)&held) != napi_ok)
        return false;
    if (held) {
        napi_delete_reference(env, *held);
        return napi_create_reference(env, class, 1, held) == napi_ok;
    }
    held = malloc(sizeof *held);
    if (held && napi_create_reference(env, class, 1, held) == napi_ok &&
        napi_set_instance_data(env, held, forget, NULL) == napi_ok)
        return true;
    free(held);
    return false;
}

static napi_value open_layer(napi_env env, napi_callback_info info)
{
    const js_layer *layer;
    size_t count = 1;
    napi_value class;
    if (napi_get_cb_info(env, info, &count, &class, NULL, (void **)&layer) != napi_ok || !is_same_definition(env, layer) ||
        !keep(env, class))
        return NULL;
    napi_value object = js_object(env);
    for (size_t i = 0; object && i < layer->constant_count; i++)
        if (!js_set(env, object, layer->constants[i].name, constant(env, &layer->constants[i])))
            return NULL;
    for (size_t i = 0; object && i < layer->function_count; i++) {
        const js_function *each = &layer->functions[i];
        napi_value function;
        if (napi_create_function(env, each->name, NAPI_AUTO_LENGTH, each->call, NULL, &function) != napi_ok ||
            !js_set(env, object, each->name, function))
            return NULL;
    }
    return object;
}

napi_value js_opener(napi_env env, const js_layer *layer)
{
    napi_value function;
    return napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_layer, (void *)layer, &function) == napi_ok ? function : NULL;
}
