/* The class Machport::Right: one unit of one right, and the name space that it belongs to. Ruby's collector releases what nobody
   closed: no exception, and no object of Ruby, takes part in that.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <machport.h>
#include <ruby.h>

typedef struct {
    uint32_t name, kind;
    int is_open, is_borrowed;
    uint64_t epoch, guard;
} right;

static uint64_t leaked;

/* In another name space than its own nobody can release it, and without its guard nobody may. */
static void release(void *given)
{
    right *ended = given;
    if (ended->is_open && !ended->is_borrowed &&
        (ended->epoch != machport_epoch() || machport_release(ended->kind, ended->name, ended->guard) != MACHPORT_KERN_SUCCESS))
        leaked++;
    xfree(ended);
}

static size_t size_of(const void *given)
{
    (void)given;
    return sizeof(right);
}

static const rb_data_type_t type = {
    .wrap_struct_name = "Machport::Right",
    .function = {.dfree = release, .dsize = size_of},
    .flags = RUBY_TYPED_FREE_IMMEDIATELY,
};

static right *of(VALUE self)
{
    return rb_check_typeddata(self, &type);
}

/* Right.made(name, kind, guard, borrowed): an owner, or a borrower, of a name that a call gave. */
static VALUE made(VALUE class, VALUE name, VALUE kind, VALUE guard, VALUE borrowed)
{
    const uint32_t name_ = NUM2UINT(name), kind_ = NUM2UINT(kind);
    const uint64_t guard_ = NUM2ULL(guard);
    right *new;
    VALUE self = TypedData_Make_Struct(class, right, &type, new);
    *new = (right){name_, kind_, 1, RTEST(borrowed), machport_epoch(), guard_};
    return self;
}

/* The name, where the right is open and of this thread's name space. */
static VALUE raw(VALUE self)
{
    const right *held = of(self);
    if (!held->is_open)
        rb_raise(rb_eIOError, "%s is closed", rb_obj_classname(self));
    if (held->epoch != machport_epoch())
        rb_raise(rb_eIOError, "%s %#x belongs to another name space", rb_obj_classname(self), held->name);
    return UINT2NUM(held->name);
}

/* The name of a right that its owner gives away. */
static VALUE given_away(VALUE self)
{
    VALUE name = raw(self);
    if (of(self)->is_borrowed)
        rb_raise(rb_eIOError, "%s %#x is borrowed: it is not yours to give", rb_obj_classname(self), of(self)->name);
    return name;
}

static VALUE is_closed(VALUE self)
{
    return of(self)->is_open ? Qfalse : Qtrue;
}

static VALUE is_borrowed(VALUE self)
{
    return of(self)->is_borrowed ? Qtrue : Qfalse;
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

static VALUE leaks(VALUE module)
{
    (void)module;
    return ULL2NUM(leaked);
}

void Init_right(void)
{
    VALUE machport = rb_define_module("Machport"), class = rb_define_class_under(machport, "Right", rb_cObject);
    rb_undef_alloc_func(class);
    rb_undef_method(rb_singleton_class(class), "new");
    rb_undef_method(class, "initialize_copy");
    rb_define_singleton_method(class, "made", made, 4);
    rb_define_method(class, "raw", raw, 0);
    rb_define_method(class, "given_away", given_away, 0);
    rb_define_method(class, "closed?", is_closed, 0);
    rb_define_method(class, "borrowed?", is_borrowed, 0);
    rb_define_method(class, "forget", forget, 0);
    rb_define_method(class, "hold", hold, 1);
    rb_define_method(class, "guard", guard, 0);
    rb_define_method(class, "guard=", set_guard, 1);
    rb_define_module_function(machport, "leaks", leaks, 0);
}
