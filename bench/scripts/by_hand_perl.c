/* The peer in Perl: the same calls as xsubpp makes them of an .xs file, the owned right a blessed number.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <perl.h>

#include <XSUB.h>

#include "in_c.h"

static void check(pTHX_ machport_status_t status)
{
    if (status != MACHPORT_KERN_SUCCESS)
        Perl_croak(aTHX_ "%s: %s", machport_status_name(status), machport_status_text(status));
}

static uint32_t uint32_of(pTHX_ SV *value)
{
    const UV number = SvUV(value);
    if (!SvIOK(value) || number > UINT32_MAX)
        Perl_croak(aTHX_ "not of 32 bits");
    return (uint32_t)number;
}

/* The number that the object holds; 0 where it is closed. */
static SV *held(pTHX_ SV *self)
{
    if (!sv_derived_from(self, "ByHand::Send"))
        Perl_croak(aTHX_ "no right");
    return SvRV(self);
}

static SV *own(pTHX_ uint32_t name)
{
    return sv_bless(newRV_noinc(newSVuv(name)), gv_stashpvs("ByHand::Send", GV_ADD));
}

XS(check_right)
{
    dXSARGS;
    machport_status_t verdict;
    if (items != 2)
        croak_xs_usage(cv, "name, kind");
    check(aTHX_ machport_check(uint32_of(aTHX_ ST(0)), uint32_of(aTHX_ ST(1)), &verdict));
    ST(0) = sv_2mortal(newSViv(verdict));
    XSRETURN(1);
}

XS(types)
{
    dXSARGS;
    uint32_t bits;
    if (items != 1)
        croak_xs_usage(cv, "name");
    check(aTHX_ machport_types(uint32_of(aTHX_ ST(0)), &bits));
    ST(0) = sv_2mortal(newSVuv(bits));
    XSRETURN(1);
}

XS(adopt)
{
    dXSARGS;
    if (items != 1)
        croak_xs_usage(cv, "name");
    ST(0) = sv_2mortal(own(aTHX_ uint32_of(aTHX_ ST(0))));
    XSRETURN(1);
}

XS(dup_right)
{
    dXSARGS;
    uint32_t copy, name;
    if (items != 1)
        croak_xs_usage(cv, "self");
    name = (uint32_t)SvUV(held(aTHX_ ST(0)));
    if (name == MACHPORT_NULL)
        Perl_croak(aTHX_ "closed");
    check(aTHX_ machport_send_right_dup(name, &copy));
    ST(0) = sv_2mortal(own(aTHX_ copy));
    XSRETURN(1);
}

XS(close_right)
{
    dXSARGS;
    SV *number;
    uint32_t name;
    if (items != 1)
        croak_xs_usage(cv, "self");
    number = held(aTHX_ ST(0));
    name = (uint32_t)SvUV(number);
    sv_setuv(number, MACHPORT_NULL);
    check(aTHX_ machport_send_right_release(name));
    XSRETURN(0);
}

XS(check_of_c)
{
    dXSARGS;
    if (items != 2)
        croak_xs_usage(cv, "name, times");
    ST(0) = sv_2mortal(newSVuv(check_in_c(uint32_of(aTHX_ ST(0)), uint32_of(aTHX_ ST(1)))));
    XSRETURN(1);
}

XS(types_of_c)
{
    dXSARGS;
    if (items != 2)
        croak_xs_usage(cv, "name, times");
    ST(0) = sv_2mortal(newSVuv(types_in_c(uint32_of(aTHX_ ST(0)), uint32_of(aTHX_ ST(1)))));
    XSRETURN(1);
}

XS(dup_of_c)
{
    dXSARGS;
    if (items != 2)
        croak_xs_usage(cv, "name, times");
    ST(0) = sv_2mortal(newSVuv(dup_and_close_in_c(uint32_of(aTHX_ ST(0)), uint32_of(aTHX_ ST(1)))));
    XSRETURN(1);
}

XS(boot_ByHand);
XS(boot_ByHand)
{
    dXSARGS;
    PERL_UNUSED_VAR(items);
    newXS("ByHand::check", check_right, __FILE__);
    newXS("ByHand::types", types, __FILE__);
    newXS("ByHand::adopt", adopt, __FILE__);
    newXS("ByHand::check_in_c", check_of_c, __FILE__);
    newXS("ByHand::types_in_c", types_of_c, __FILE__);
    newXS("ByHand::dup_in_c", dup_of_c, __FILE__);
    newXS("ByHand::Send::dup", dup_right, __FILE__);
    newXS("ByHand::Send::close", close_right, __FILE__);
    newXS("ByHand::Send::DESTROY", close_right, __FILE__);
    XSRETURN_YES;
}
