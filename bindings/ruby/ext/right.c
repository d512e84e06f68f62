/* The class Machport::Right: one unit of one right, and the name space that it belongs to; and the functions of Machport::Rights
   that every call needs. rights.rb has the rest. Ruby's collector releases what nobody closed: no exception, and no object of
   Ruby, takes part in that.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../../owned/owned.h"
#include <ruby.h>

static uint64_t leaked;
static VALUE raw_layer;
static ID kind_constant, release_constant;

static void collected(void *given)
{
    leaked += (uint64_t)machport_owned_end(given);
    xfree(given);
}

static size_t size_of(const void *given)
{
    (void)given;
    return sizeof(machport_owned);
}

static const rb_data_type_t type = {
    .wrap_struct_name = "Machport::Right",
    .function = {.dfree = collected, .dsize = size_of},
    .flags = RUBY_TYPED_FREE_IMMEDIATELY,
};

static machport_owned *of(VALUE self)
{
    return rb_check_typeddata(self, &type);
}

/* The right, where it is open and of this thread's name space. */
static machport_owned *open_right(VALUE self)
{
    machport_owned *right = of(self);
    if (!right->is_open)
        rb_raise(rb_eIOError, "%s is closed", rb_obj_classname(self));
    if (!machport_owned_is_here(right))
        rb_raise(rb_eIOError, "%s %#x belongs to another name space", rb_obj_classname(self), right->name);
    return right;
}

static VALUE raw(VALUE self)
{
    return UINT2NUM(open_right(self)->name);
}

static VALUE is_closed(VALUE self)
{
    return of(self)->is_open ? Qfalse : Qtrue;
}

/* From here on it owns nothing; or a unit under another name. */
static VALUE forget(VALUE self)
{
    of(self)->is_open = 0;
    return Qnil;
}

static VALUE hold(VALUE self, VALUE name)
{
    of(self)->name = NUM2UINT(name);
    return Qnil;
}

static VALUE guard(VALUE self)
{
    return ULL2NUM(of(self)->guard);
}

static VALUE set_guard(VALUE self, VALUE number)
{
    of(self)->guard = NUM2ULL(number);
    return number;
}

/* Calls the function of the definition that releases a right of this class: what is no guard it refuses, whatever the name. */
static void release(VALUE self, uint32_t name, VALUE guarded, int is_receive)
{
    const VALUE given[] = {UINT2NUM(name), guarded};
    rb_funcallv(raw_layer, rb_sym2id(rb_const_get(rb_obj_class(self), release_constant)), 1 + is_receive, given);
}

/* close(guard = the one that it keeps): nothing of Ruby, which could end the thread, comes between the release and the end of
   what is owned. Closing twice is no error. A release that is refused is made once more, to be told of; a receive right, which
   is consumed on success, stays open then, as with another guard than the port's. In another name space than its own, as in the
   child of a fork, nobody can release it: that is counted. */
static VALUE close_right(int argc, VALUE *argv, VALUE self)
{
    machport_owned *right = of(self);
    const int is_receive = right->kind == MACHPORT_KIND_RECEIVE;
    rb_check_arity(argc, 0, is_receive);
    if (!machport_owned_is_here(right))
        leaked += (uint64_t)machport_owned_end(right);
    if (right->is_open && !right->is_borrowed) {
        VALUE guarded = argc > 0 ? argv[0] : ULL2NUM(right->guard);
        if (argc > 0)
            release(self, MACHPORT_NULL, guarded, is_receive);
        if (machport_release(right->kind, right->name, NUM2ULL(guarded)) != MACHPORT_KERN_SUCCESS) {
            right->is_open = is_receive;
            release(self, right->name, guarded, is_receive);
        }
    }
    right->is_open = 0;
    return Qnil;
}

/* Rights.lent(right, type, what): the name of a right that a call borrows. */
static machport_owned *lent_right(VALUE right, VALUE wanted, VALUE what)
{
    if (!RTEST(rb_obj_is_kind_of(right, wanted)))
        rb_raise(rb_eTypeError, "%" PRIsVALUE " must be a %" PRIsVALUE ", not %s", what, wanted,
                 NIL_P(right) ? "nil" : rb_obj_classname(right));
    return open_right(right);
}

static VALUE lent(VALUE self, VALUE right, VALUE wanted, VALUE what)
{
    (void)self;
    return UINT2NUM(lent_right(right, wanted, what)->name);
}

/* Rights.owner(right, type, what): the same of a right that a call consumes, which only its owner may give. */
static VALUE owner(VALUE self, VALUE right, VALUE wanted, VALUE what)
{
    const machport_owned *given = lent_right(right, wanted, what);
    (void)self;
    if (given->is_borrowed)
        rb_raise(rb_eIOError, "%s %#x is borrowed: it is not yours to give", rb_obj_classname(right), given->name);
    return UINT2NUM(given->name);
}

static VALUE made(VALUE class, uint32_t name, uint64_t guarded, int is_borrowed)
{
    const uint32_t kind = NUM2UINT(rb_const_get(class, kind_constant));
    machport_owned *right;
    VALUE self = TypedData_Make_Struct(class, machport_owned, &type, right);
    *right = machport_owned_of(name, kind, guarded, is_borrowed);
    return self;
}

/* Rights.own(type, name, guard = 0): an owner for a name that a call gave; nil for NULL; the number DEAD for what was dead. */
static VALUE own(int argc, VALUE *argv, VALUE self)
{
    uint32_t name;
    (void)self;
    rb_check_arity(argc, 2, 3);
    name = NUM2UINT(argv[1]);
    if (name == MACHPORT_NULL || name == MACHPORT_DEAD)
        return name == MACHPORT_NULL ? Qnil : argv[1];
    return made(argv[0], name, argc > 2 ? NUM2ULL(argv[2]) : 0, 0);
}

static VALUE borrow(VALUE self, VALUE class, VALUE name)
{
    (void)self;
    return made(class, NUM2UINT(name), 0, 1);
}

static VALUE leaks(VALUE module)
{
    (void)module;
    return ULL2NUM(leaked);
}

void Init_right(void)
{
    VALUE machport = rb_define_module("Machport"), class = rb_define_class_under(machport, "Right", rb_cObject);
    VALUE rights = rb_define_module_under(machport, "Rights");
    raw_layer = rb_const_get(machport, rb_intern("Raw")); /* which a constant holds */
    kind_constant = rb_intern("KIND");
    release_constant = rb_intern("RELEASE");
    rb_undef_alloc_func(class);
    rb_undef_method(rb_singleton_class(class), "new");
    rb_undef_method(class, "initialize_copy");
    rb_define_method(class, "raw", raw, 0);
    rb_define_method(class, "close", close_right, -1);
    rb_define_method(class, "closed?", is_closed, 0);
    rb_define_method(class, "forget", forget, 0);
    rb_define_method(class, "hold", hold, 1);
    rb_define_method(class, "guard", guard, 0);
    rb_define_method(class, "guard=", set_guard, 1);
    rb_define_module_function(rights, "lent", lent, 3);
    rb_define_module_function(rights, "owner", owner, 3);
    rb_define_module_function(rights, "own", own, -1);
    rb_define_module_function(rights, "borrow", borrow, 2);
    rb_define_module_function(machport, "leaks", leaks, 0);
}
