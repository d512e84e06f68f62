/* The object that an owned right is in Perl: a blessed reference to the bytes of a machport_owned; and the functions of
   Machport::Rights that every call needs. Rights.pm has the rest.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <perl.h>

#include <XSUB.h>

#include "../../owned/owned.h"

static UV leaked;

/* The right of an object of a class; NULL where it is none. */
static machport_owned *of_class(pTHX_ SV *object, const char *class)
{
    if (!SvROK(object) || !SvOBJECT(SvRV(object)) || SvCUR(SvRV(object)) != sizeof(machport_owned) ||
        !sv_derived_from(object, class))
        return NULL;
    return (machport_owned *)(void *)SvPVX(SvRV(object));
}

/* Dies, and tells of the line that called: not of one in Machport's own modules. */
__attribute__((noreturn)) static void refuse(pTHX_ const char *format, ...)
{
    dSP;
    const HV *caller = CopSTASH(PL_curcop);
    const char *package = caller != NULL ? HvNAME(caller) : NULL;
    va_list list;
    SV *text;
    va_start(list, format);
    text = sv_2mortal(vnewSVpvf(format, &list));
    va_end(list);
    if (package == NULL || strncmp(package, "Machport::", strlen("Machport::")) != 0)
        Perl_croak(aTHX_ "%" SVf, SVfARG(text));
    PUSHMARK(SP);
    XPUSHs(text);
    PUTBACK;
    call_pv("Carp::croak", G_VOID);
    croak_sv(text);
}

static machport_owned *self_of(pTHX_ SV *object)
{
    machport_owned *right = of_class(aTHX_ object, "Machport::Right");
    if (right == NULL)
        refuse(aTHX_ "it must be a Machport::Right");
    return right;
}

static const char *class_of(SV *object)
{
    return HvNAME(SvSTASH(SvRV(object)));
}

static machport_owned *open_right(pTHX_ SV *object, machport_owned *right)
{
    if (!right->is_open)
        refuse(aTHX_ "%s is closed", class_of(object));
    if (!machport_owned_is_here(right))
        refuse(aTHX_ "%s 0x%x belongs to another name space", class_of(object), (unsigned)right->name);
    return right;
}

static machport_owned *lent_right(pTHX_ SV *object, const char *class, SV *what)
{
    machport_owned *right = of_class(aTHX_ object, class);
    if (right == NULL)
        refuse(aTHX_ "%" SVf " must be a %s, not %s", SVfARG(what), class,
               sv_isobject(object) ? class_of(object)
               : SvOK(object)      ? "a plain value"
                                   : "undef");
    return open_right(aTHX_ object, right);
}

/* lent(right, class, what): the name of a right that a call borrows. */
XS(lent)
{
    dXSARGS;
    if (items != 3)
        croak_xs_usage(cv, "right, class, what");
    ST(0) = sv_2mortal(newSVuv(lent_right(aTHX_ ST(0), SvPV_nolen(ST(1)), ST(2))->name));
    XSRETURN(1);
}

/* owner(right, class, what): the same of a right that a call consumes, which only its owner may give. */
XS(owner)
{
    dXSARGS;
    const machport_owned *right;
    if (items != 3)
        croak_xs_usage(cv, "right, class, what");
    right = lent_right(aTHX_ ST(0), SvPV_nolen(ST(1)), ST(2));
    if (right->is_borrowed)
        refuse(aTHX_ "%s 0x%x is borrowed: it is not yours to give", class_of(ST(0)), (unsigned)right->name);
    ST(0) = sv_2mortal(newSVuv(right->name));
    XSRETURN(1);
}

static SV *made(pTHX_ SV *class, uint32_t name, uint64_t guard, int is_borrowed)
{
    HV *stash = gv_stashsv(class, GV_ADD);
    SV **kind = hv_fetchs(stash, "KIND", 0);
    machport_owned right = machport_owned_of(name, 0, guard, is_borrowed);
    if (kind == NULL || !isGV(*kind))
        refuse(aTHX_ "%" SVf " is no class of rights", SVfARG(class));
    right.kind = (uint32_t)SvUV(GvSV((GV *)*kind));
    return sv_bless(newRV_noinc(newSVpvn((const char *)&right, sizeof right)), stash);
}

/* own(class, name, guard): an owner for a name that a call gave; undef for NULL; the number DEAD for what was dead. */
XS(own)
{
    dXSARGS;
    uint32_t name;
    if (items < 2 || items > 3)
        croak_xs_usage(cv, "class, name, guard = 0");
    name = (uint32_t)SvUV(ST(1));
    if (name == MACHPORT_NULL)
        ST(0) = &PL_sv_undef;
    else if (name == MACHPORT_DEAD)
        ST(0) = ST(1);
    else
        ST(0) = sv_2mortal(made(aTHX_ ST(0), name, items > 2 && SvOK(ST(2)) ? SvUV(ST(2)) : 0, 0));
    XSRETURN(1);
}

XS(borrow)
{
    dXSARGS;
    if (items != 2)
        croak_xs_usage(cv, "class, name");
    ST(0) = sv_2mortal(made(aTHX_ ST(0), (uint32_t)SvUV(ST(1)), 0, 1));
    XSRETURN(1);
}

/* From here on it owns nothing. */
XS(forget)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    self_of(aTHX_ ST(0))->is_open = 0;
    XSRETURN(0);
}

/* What it owns has another name now. */
XS(hold)
{
    dXSARGS;
    if (items != 2)
        croak_xs_usage(cv, "self, name");
    self_of(aTHX_ ST(0))->name = (uint32_t)SvUV(ST(1));
    XSRETURN(0);
}

/* The number that a receive right is guarded by, as far as its owner knows; guard(number) says it. */
XS(guard)
{
    dXSARGS;
    machport_owned *right = self_of(aTHX_ ST(0));
    if (items > 1)
        right->guard = SvUV(ST(1));
    ST(0) = sv_2mortal(newSVuv(right->guard));
    XSRETURN(1);
}

XS(is_closed)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    ST(0) = boolSV(!self_of(aTHX_ ST(0))->is_open);
    XSRETURN(1);
}

/* close(guard): calls the function of the definition that releases a right of its class. Closing twice is no error. A receive
   right stays open where it is refused, as with another guard than the port's: it is consumed on success. In another name space
   than its own, as in the child of a fork, nobody can release it: that is counted. */
XS(close_right)
{
    dXSARGS;
    SV *self = ST(0);
    machport_owned *right = self_of(aTHX_ self);
    const int is_receive = right->kind == MACHPORT_KIND_RECEIVE;
    const UV guarded = items > 1 ? SvUV(ST(1)) : right->guard;
    if (!machport_owned_is_here(right))
        leaked += (UV)machport_owned_end(right);
    if (right->is_open && !right->is_borrowed) {
        SV **release = hv_fetchs(SvSTASH(SvRV(self)), "release", 0);
        if (release == NULL || !isGV(*release))
            refuse(aTHX_ "nothing releases a %s", class_of(self));
        right->is_open = is_receive;
        ENTER;
        SAVETMPS;
        PUSHMARK(SP);
        mXPUSHu(right->name);
        if (is_receive)
            mXPUSHu(guarded);
        PUTBACK;
        call_sv((SV *)GvCV((GV *)*release), G_VOID | G_DISCARD);
        FREETMPS;
        LEAVE;
    }
    right->is_open = 0;
    XSRETURN(0);
}

/* The end of the last reference releases the right. */
XS(destroyed)
{
    dXSARGS;
    machport_owned *right = of_class(aTHX_ ST(0), "Machport::Right");
    PERL_UNUSED_VAR(items);
    if (right != NULL)
        leaked += (UV)machport_owned_end(right);
    XSRETURN(0);
}

XS(leaks)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    EXTEND(SP, 1);
    ST(0) = sv_2mortal(newSVuv(leaked));
    XSRETURN(1);
}

static void later(pTHX)
{
    PERL_UNUSED_CONTEXT;
}

static void as_before(pTHX_ void *hook)
{
    PL_signalhook = (despatch_signals_proc_t)(IV)hook;
}

/* undisturbed(code, ...): calls it, and sees to signals when it has ended well: from a call on until each right has its owner
   again, for a handler may die or exit, and what has left would still be owned. */
XS(undisturbed)
{
    dXSARGS;
    I32 count, i;
    if (items < 1)
        croak_xs_usage(cv, "code, ...");
    ENTER;
    SAVEDESTRUCTOR_X(as_before, (void *)(IV)PL_signalhook);
    PL_signalhook = later;
    PUSHMARK(&ST(0));
    count = call_sv(ST(0), GIMME_V);
    for (i = 0; i < count; i++)
        ST(i) = ST(i + 1);
    LEAVE;
    PL_stack_sp = &ST(0) + count - 1;
    PERL_ASYNC_CHECK();
    XSRETURN(count);
}

/* Sees to them at once, before a wait and after one: a handler runs as anywhere else. */
XS(signals)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    if (PL_sig_pending) {
        ENTER;
        SAVEDESTRUCTOR_X(as_before, (void *)(IV)PL_signalhook);
        PL_signalhook = Perl_despatch_signals;
        Perl_despatch_signals(aTHX);
        LEAVE;
    }
    XSRETURN(0);
}

XS(boot_Machport__Right);
XS(boot_Machport__Right)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    newXS("Machport::Rights::lent", lent, __FILE__);
    newXS("Machport::Rights::owner", owner, __FILE__);
    newXS("Machport::Rights::own", own, __FILE__);
    newXS("Machport::Rights::borrow", borrow, __FILE__);
    newXS("Machport::Rights::leaks", leaks, __FILE__);
    newXS("Machport::Rights::undisturbed", undisturbed, __FILE__);
    newXS("Machport::Rights::signals", signals, __FILE__);
    newXS("Machport::Right::forget", forget, __FILE__);
    newXS("Machport::Right::hold", hold, __FILE__);
    newXS("Machport::Right::guard", guard, __FILE__);
    newXS("Machport::Right::is_closed", is_closed, __FILE__);
    newXS("Machport::Right::close", close_right, __FILE__);
    newXS("Machport::Right::DESTROY", destroyed, __FILE__);
    XSRETURN_YES;
}
