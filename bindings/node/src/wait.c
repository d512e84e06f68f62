/* Waits for messages in the event loop: a callback whenever one may be there, until it is stopped.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Two hold the memory of a wait: the function that stops it, for as long as JavaScript can call it, and the handle in the
   loop, until it is closed. */
#include "js.h"
#include <machport/machport.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

typedef struct {
    uv_poll_t poll;
    napi_env env;
    napi_ref callback;
    napi_async_context context;
    napi_async_cleanup_hook_handle cleanup;
    int fd;
    int holders;
    bool is_over;
} waiting;

static void let_go(waiting *wait)
{
    if (--wait->holders == 0)
        free(wait);
}

static void closed(uv_handle_t *handle)
{
    waiting *wait = handle->data;
    (void)napi_remove_async_cleanup_hook(wait->cleanup);
    let_go(wait);
}

static void end(waiting *wait)
{
    if (wait->is_over)
        return;
    wait->is_over = true;
    (void)napi_delete_reference(wait->env, wait->callback);
    (void)napi_async_destroy(wait->env, wait->context);
    uv_close((uv_handle_t *)&wait->poll, closed);
    (void)close(wait->fd); /* uv_close looks at it no more */
}

static void ready(uv_poll_t *poll, int status, int events)
{
    waiting *wait = poll->data;
    (void)status;
    (void)events;
    napi_handle_scope scope;
    napi_value callback, global;
    if (napi_open_handle_scope(wait->env, &scope) != napi_ok)
        return;
    if (napi_get_reference_value(wait->env, wait->callback, &callback) == napi_ok &&
        napi_get_global(wait->env, &global) == napi_ok)
        (void)napi_make_callback(wait->env, wait->context, global, callback, 0, NULL, NULL);
    (void)napi_close_handle_scope(wait->env, scope);
}

static napi_value stop(napi_env env, napi_callback_info info)
{
    void *wait;
    if (napi_get_cb_info(env, info, NULL, NULL, NULL, &wait) == napi_ok)
        end(wait);
    return NULL;
}

static void unreachable(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    let_go(data);
}

/* The environment ends, perhaps in the middle of a wait. */
static void environment_ends(napi_async_cleanup_hook_handle handle, void *data)
{
    (void)handle;
    end(data);
}

static bool begin(napi_env env, waiting *wait, napi_value callback)
{
    uv_loop_t *loop;
    napi_value name = js_from_text(env, "machport.wait");
    if (!name || napi_get_uv_event_loop(env, &loop) != napi_ok)
        return false;
    if (napi_create_reference(env, callback, 1, &wait->callback) != napi_ok)
        return false;
    if (napi_async_init(env, NULL, name, &wait->context) == napi_ok) {
        if (napi_add_async_cleanup_hook(env, environment_ends, wait, &wait->cleanup) == napi_ok) {
            if (uv_poll_init(loop, &wait->poll, wait->fd) == 0) {
                wait->poll.data = wait;
                (void)uv_poll_start(&wait->poll, UV_READABLE, ready);
                return true;
            }
            (void)napi_remove_async_cleanup_hook(wait->cleanup);
        }
        (void)napi_async_destroy(env, wait->context);
    }
    (void)napi_delete_reference(env, wait->callback);
    return false;
}

/* wait(from, callback): the function that ends it. */
static napi_value begin_wait(napi_env env, napi_callback_info info)
{
    napi_value given[2], stopper = NULL;
    uint32_t from = 0;
    if (!js_arguments(env, info, "wait", 2, given) || !js_to_uint32_t(env, given[0], "wait: from", &from))
        return NULL;
    int32_t fd;
    const int32_t status = machport_wait_fd(from, &fd);
    if (status != MACHPORT_KERN_SUCCESS) {
        js_answer(env, "machport_wait_fd", status, 0, NULL, &stopper);
        return stopper;
    }
    waiting *wait = calloc(1, sizeof *wait);
    if (wait) {
        *wait = (waiting){.env = env, .fd = fd, .holders = 1};
        if (begin(env, wait, given[1])) {
            if (napi_create_function(env, "stop", NAPI_AUTO_LENGTH, stop, wait, &stopper) == napi_ok &&
                napi_add_finalizer(env, stopper, wait, unreachable, NULL, NULL) == napi_ok) {
                wait->holders++;
                return stopper;
            }
            end(wait);
            return NULL;
        }
    }
    free(wait);
    (void)close(fd);
    napi_throw_error(env, "ERR_MACHPORT_WAIT", "nothing can be waited for: memory or descriptors ran out");
    return NULL;
}

static const js_function functions[] = {{"wait", begin_wait}};
static const js_layer layer = {.library = "machport", .functions = functions, .function_count = 1};

NAPI_MODULE_INIT()
{
    (void)exports;
    return js_opener(env, &layer);
}
