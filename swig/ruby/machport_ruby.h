/* What values are in Ruby: see ../dynamic/machport_dynamic.h. Structs are hashes whose keys are symbols. In C++.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_RUBY_H
#define MACHPORT_RUBY_H
#include <ruby/thread.h>

#define MACHPORT_TAKES
#define MACHPORT_TAKES_ALONE
#define MACHPORT_GIVES
#define MACHPORT_GIVES_ALONE
#define MACHPORT_WRAPS 0
#define MACHPORT_FIRST_INDEX 0
#define MACHPORT_BYTES "a String"
#define MACHPORT_LIST "an Array"
#define MACHPORT_FIELDS "a Hash of fields"
typedef VALUE machport_value;
/* Ruby's collector looks for it on the stack of the call. */
typedef struct {
    volatile VALUE holder;
} machport_room;

static inline void machport_done(machport_value value)
{
    (void)value;
}

static inline int machport_is_nothing(machport_value value)
{
    return NIL_P(value);
}

#include "../dynamic/machport_dynamic.h"

static VALUE machport_error; /* the class Machport::MachError, which a constant holds */

static void machport_throw(machport_refusal kind, const char *text)
{
    VALUE classes[] = {rb_eTypeError, rb_eRangeError, rb_eNoMemError, rb_eLoadError};
    rb_raise(classes[kind], "%s", text);
}

static machport_number machport_given_integer(machport_value value, uint64_t *bits)
{
    int sign;
    if (RB_FIXNUM_P(value)) {
        *bits = (uint64_t)RB_FIX2LONG(value);
        return (int64_t)*bits < 0 ? machport_is_negative : machport_is_positive;
    }
    if (!RB_INTEGER_TYPE_P(value))
        return machport_is_other;
    sign = rb_integer_pack(value, bits, 1, sizeof *bits, 0,
                           INTEGER_PACK_LSWORD_FIRST | INTEGER_PACK_NATIVE_BYTE_ORDER | INTEGER_PACK_2COMP);
    if (sign == 1)
        return machport_is_positive;
    return sign == -1 && (int64_t)*bits < 0 ? machport_is_negative : machport_is_longer;
}

/* What another thread does to the string meanwhile is not seen. */
static int machport_given_bytes(machport_value value, machport_room *room, const void **bytes, size_t *size)
{
    if (!RB_TYPE_P(value, T_STRING))
        return 0;
    room->holder = rb_str_new_frozen(value);
    *bytes = RSTRING_PTR(room->holder);
    *size = (size_t)RSTRING_LEN(room->holder);
    return 1;
}

static int machport_given_list(machport_value value, size_t *count)
{
    if (!RB_TYPE_P(value, T_ARRAY))
        return 0;
    *count = (size_t)RARRAY_LEN(value);
    return 1;
}

static machport_value machport_given_item(machport_value list, size_t index)
{
    return rb_ary_entry(list, (long)index);
}

static int machport_given_fields(machport_value value, size_t *count)
{
    if (!RB_TYPE_P(value, T_HASH))
        return 0;
    *count = RHASH_SIZE(value);
    return 1;
}

static int machport_given_field(machport_value fields, const char *name, machport_value *value)
{
    *value = rb_hash_lookup2(fields, ID2SYM(rb_intern(name)), Qundef);
    return *value != Qundef;
}

static const char *machport_type_name(machport_value value)
{
    return NIL_P(value) ? "nil" : rb_obj_classname(value);
}

static machport_value machport_new_signed(int64_t number)
{
    return LL2NUM(number);
}

static machport_value machport_new_unsigned(uint64_t number)
{
    return ULL2NUM(number);
}

static machport_value machport_new_bytes(const void *bytes, size_t size)
{
    return rb_str_new((const char *)bytes, (long)size);
}

static machport_value machport_new_nothing()
{
    return Qnil;
}

static machport_value machport_new_list(size_t count)
{
    return rb_ary_new_capa((long)count);
}

static void machport_set_item(machport_value list, size_t index, machport_value item)
{
    rb_ary_store(list, (long)index, item);
}

static machport_value machport_new_fields(size_t count)
{
    (void)count;
    return rb_hash_new();
}

static void machport_set_field(machport_value fields, const char *name, machport_value value)
{
    rb_hash_aset(fields, ID2SYM(rb_intern(name)), value);
}

static void *machport_memory(machport_room *room, size_t size)
{
    return memset(rb_alloc_tmp_buffer(&room->holder, (long)size), 0, size);
}

/* All results, in an array. */
static VALUE machport_make(VALUE given)
{
    const machport_results *results = (const machport_results *)given;
    VALUE values = rb_ary_new_capa(results->count);
    for (int i = 0; i < results->count; i++)
        rb_ary_push(values, machport_shown(&results->items[i]));
    return values;
}

/* Makes them, or answers 0: then there is an exception to go on with. */
MACHPORT_UNUSED static int machport_make_safely(machport_results *results)
{
    int state = 0;
    if (results->count == 0)
        return 1;
    results->values = rb_protect(machport_make, (VALUE)results, &state);
    results->made = state == 0 ? 1 : -state;
    return state == 0;
}

MACHPORT_UNUSED static void machport_raise_again(const machport_results *results)
{
    rb_jump_tag(-results->made);
}

static VALUE machport_new_error(VALUE message)
{
    return rb_class_new_instance(1, &message, machport_error);
}

/* Raises what a status other than success is: Machport::MachError. As it is made Ruby may run the handler of a signal; what that
   raises comes first then, and knows the answer of the call. */
MACHPORT_NO_RETURN static void machport_failed(VALUE values, machport_status_t status, const char *call)
{
    const char *name = machport_status_name(status), *text = machport_status_text(status);
    VALUE message = rb_sprintf("%s: %s (%d): %s", call, name, (int)status, text), error, raised = Qnil;
    int state = 0;
    while (error = rb_protect(machport_new_error, message, &state), state != 0) {
        raised = rb_errinfo();
        if (!RTEST(rb_obj_is_kind_of(raised, rb_eException)) || RTEST(rb_obj_is_kind_of(raised, rb_eNoMemError)))
            rb_jump_tag(state); /* the thread ends, or there is no memory to tell more */
        rb_set_errinfo(Qnil);
    }
    rb_ivar_set(error, rb_intern("@call"), rb_utf8_str_new_cstr(call));
    rb_ivar_set(error, rb_intern("@status"), INT2NUM(status));
    rb_ivar_set(error, rb_intern("@name"), rb_utf8_str_new_cstr(name));
    rb_ivar_set(error, rb_intern("@text"), rb_utf8_str_new_cstr(text));
    rb_ivar_set(error, rb_intern("@results"), values);
    if (NIL_P(raised))
        rb_exc_raise(error);
    rb_ivar_set(raised, rb_intern("@machport_answer"), error);
    rb_exc_raise(raised);
}

/* What the caller gets: nil, one result, or several in an array. */
static inline VALUE machport_finish(machport_results *results, machport_status_t status, const char *call)
{
    if (status != 0)
        machport_failed(results->made ? results->values : machport_make((VALUE)results), status, call);
    if (results->count == 0)
        return Qnil;
    if (results->count == 1)
        return machport_shown(&results->items[0]);
    return results->made ? results->values : machport_make((VALUE)results);
}

/* Makes a call while other threads run. They, and signals, may have interrupted this one before the call, then it is not made
   yet; once it is made nothing is raised before its results have an owner. */
template <typename Call> static void machport_without_lock(Call call)
{
    struct State {
        Call *call;
        bool made;
    } state = {&call, false};
    auto run = [](void *given) -> void * {
        State *now = static_cast<State *>(given);
        (*now->call)();
        now->made = true;
        return nullptr;
    };
    while (!state.made) {
        rb_thread_check_ints(); /* also what may interrupt nothing but a wait */
        rb_thread_call_without_gvl2(run, &state, RUBY_UBF_IO, nullptr);
    }
}

/* Machport::MachError is one for every module. */
static void machport_ready()
{
    VALUE machport = rb_define_module("Machport");
    machport_error = rb_define_class_under(machport, "MachError", rb_eStandardError);
    for (const char *name : {"call", "status", "name", "text", "results"})
        if (!rb_method_boundp(machport_error, rb_intern(name), 0))
            rb_define_attr(machport_error, name, 1, 0);
}

#endif
