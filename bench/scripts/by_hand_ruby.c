/* The peer in Ruby: the same calls as one writes them by hand for Ruby's C API, the owned right a typed object.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "in_c.h"
#include <ruby.h>

/* An owned right; 0 where it is closed. */
typedef struct {
    uint32_t name;
} send;

static VALUE send_class;

static void collected(void *given)
{
    (void)machport_send_right_release(((send *)given)->name);
    xfree(given);
}

static const rb_data_type_t type = {
    .wrap_struct_name = "Send", .function = {.dfree = collected}, .flags = RUBY_TYPED_FREE_IMMEDIATELY};

static void check(machport_status_t status)
{
    if (status != MACHPORT_KERN_SUCCESS)
        rb_raise(rb_eRuntimeError, "%s: %s", machport_status_name(status), machport_status_text(status));
}

static VALUE check_right(VALUE self, VALUE name, VALUE kind)
{
    machport_status_t verdict;
    (void)self;
    check(machport_check(NUM2UINT(name), NUM2UINT(kind), &verdict));
    return INT2NUM(verdict);
}

static VALUE types(VALUE self, VALUE name)
{
    uint32_t bits;
    (void)self;
    check(machport_types(NUM2UINT(name), &bits));
    return UINT2NUM(bits);
}

static VALUE own(uint32_t name)
{
    send *made;
    VALUE self = TypedData_Make_Struct(send_class, send, &type, made);
    made->name = name;
    return self;
}

static VALUE adopt(VALUE self, VALUE name)
{
    (void)self;
    return own(NUM2UINT(name));
}

static VALUE dup_right(VALUE self)
{
    uint32_t copy;
    const send *held = rb_check_typeddata(self, &type);
    if (held->name == MACHPORT_NULL)
        rb_raise(rb_eIOError, "closed");
    check(machport_send_right_dup(held->name, &copy));
    return own(copy);
}

static VALUE close_right(VALUE self)
{
    send *held = rb_check_typeddata(self, &type);
    const uint32_t name = held->name;
    held->name = MACHPORT_NULL;
    check(machport_send_right_release(name));
    return Qnil;
}

static VALUE check_of_c(VALUE self, VALUE name, VALUE times)
{
    (void)self;
    return UINT2NUM(check_in_c(NUM2UINT(name), NUM2UINT(times)));
}

static VALUE types_of_c(VALUE self, VALUE name, VALUE times)
{
    (void)self;
    return UINT2NUM(types_in_c(NUM2UINT(name), NUM2UINT(times)));
}

static VALUE dup_of_c(VALUE self, VALUE name, VALUE times)
{
    (void)self;
    return UINT2NUM(dup_and_close_in_c(NUM2UINT(name), NUM2UINT(times)));
}

void Init_by_hand(void)
{
    VALUE module = rb_define_module("ByHand");
    send_class = rb_define_class_under(module, "Send", rb_cObject);
    rb_undef_alloc_func(send_class);
    rb_define_module_function(module, "check", check_right, 2);
    rb_define_module_function(module, "types", types, 1);
    rb_define_module_function(module, "adopt", adopt, 1);
    rb_define_module_function(module, "check_in_c", check_of_c, 2);
    rb_define_module_function(module, "types_in_c", types_of_c, 2);
    rb_define_module_function(module, "dup_in_c", dup_of_c, 2);
    rb_define_method(send_class, "dup", dup_right, 0);
    rb_define_method(send_class, "close", close_right, 0);
}
