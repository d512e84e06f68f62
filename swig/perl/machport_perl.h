/* What values are in Perl: see ../dynamic/machport_dynamic.h. A new value is a reference that its maker owns; what it is put into
   takes it. A piece of memory belongs to a mortal, which lives as long as the statement that calls.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_PERL_H
#define MACHPORT_PERL_H
#include <stdint.h>
#include <stdlib.h>

#if IVSIZE < 8
#error "machport needs a Perl whose integers have 64 bits"
#endif

#define MACHPORT_TAKES pTHX_
#define MACHPORT_TAKES_ALONE pTHX
#define MACHPORT_GIVES aTHX_
#define MACHPORT_GIVES_ALONE aTHX
#define MACHPORT_WRAPS 0
#define MACHPORT_FIRST_INDEX 0
#define MACHPORT_BYTES "a string of bytes"
#define MACHPORT_LIST "a reference to an array"
#define MACHPORT_FIELDS "a reference to a hash of fields"
#define MACHPORT_EXACT 9007199254740992.0 /* up to here a float is a whole number exactly where it looks so */
#define MACHPORT_ERROR "Machport::MachError"
typedef SV *machport_value;
typedef char machport_room; /* mortals keep what there is to keep */

static inline void machport_done(pTHX_ machport_value value)
{
    PERL_UNUSED_CONTEXT;
    (void)value;
}

static inline int machport_is_nothing(pTHX_ machport_value value)
{
    SvGETMAGIC(value);
    return !SvOK(value);
}

#include "../dynamic/machport_dynamic.h"

static void machport_throw(pTHX_ machport_refusal kind, const char *text)
{
    Perl_croak(aTHX_ "%s%s", kind == machport_not_loaded ? "machport cannot be loaded: " : "", text);
}

/* A string is none, even of digits. Perl makes floats of whole numbers as it likes (2**32 is one): such is an integer, as long
   as it is small enough for no digit to have been lost. */
static machport_number machport_given_integer(pTHX_ machport_value value, uint64_t *bits)
{
    SvGETMAGIC(value);
    if (SvIOK(value)) {
        *bits = SvIsUV(value) ? SvUVX(value) : (UV)SvIVX(value);
        return !SvIsUV(value) && SvIVX(value) < 0 ? machport_is_negative : machport_is_positive;
    }
    if (SvNOK(value) && SvNVX(value) >= -MACHPORT_EXACT && SvNVX(value) <= MACHPORT_EXACT &&
        SvNVX(value) == (NV)(IV)SvNVX(value)) {
        *bits = (uint64_t)(IV)SvNVX(value);
        return SvNVX(value) < 0 ? machport_is_negative : machport_is_positive;
    }
    return machport_is_other;
}

/* A string whose characters all fit a byte is one of bytes, however Perl keeps it. */
static int machport_given_bytes(pTHX_ machport_value value, machport_room *room, const void **bytes, size_t *size)
{
    (void)room;
    SvGETMAGIC(value);
    if (!SvPOK(value))
        return 0;
    if (SvUTF8(value)) {
        value = sv_mortalcopy(value);
        if (!sv_utf8_downgrade(value, 1))
            return 0;
    }
    *bytes = SvPVX_const(value);
    *size = SvCUR(value);
    return 1;
}

static int machport_given_list(pTHX_ machport_value value, size_t *count)
{
    SvGETMAGIC(value);
    if (!SvROK(value) || SvTYPE(SvRV(value)) != SVt_PVAV)
        return 0;
    *count = (size_t)(av_len((AV *)SvRV(value)) + 1);
    return 1;
}

static machport_value machport_given_item(pTHX_ machport_value list, size_t index)
{
    SV **item = av_fetch((AV *)SvRV(list), (SSize_t)index, 0);
    return item != NULL ? *item : &PL_sv_undef;
}

static int machport_given_fields(pTHX_ machport_value value, size_t *count)
{
    SvGETMAGIC(value);
    if (!SvROK(value) || SvTYPE(SvRV(value)) != SVt_PVHV)
        return 0;
    *count = HvUSEDKEYS((HV *)SvRV(value));
    return 1;
}

static int machport_given_field(pTHX_ machport_value fields, const char *name, machport_value *value)
{
    SV **found = hv_fetch((HV *)SvRV(fields), name, (I32)strlen(name), 0);
    if (found != NULL)
        *value = *found;
    return found != NULL;
}

static const char *machport_type_name(pTHX_ machport_value value)
{
    if (!SvOK(value))
        return "undef";
    if (SvROK(value))
        return sv_reftype(SvRV(value), 1);
    return SvIOK(value) ? "an integer" : SvPOK(value) ? "a string" : "a float";
}

static machport_value machport_new_signed(pTHX_ int64_t number)
{
    return newSViv(number);
}

static machport_value machport_new_unsigned(pTHX_ uint64_t number)
{
    return newSVuv(number);
}

static machport_value machport_new_bytes(pTHX_ const void *bytes, size_t size)
{
    return newSVpvn((const char *)bytes, size);
}

static machport_value machport_new_nothing(pTHX)
{
    return newSV(0);
}

static machport_value machport_new_list(pTHX_ size_t count)
{
    AV *list = newAV();
    if (count > 0)
        av_extend(list, (SSize_t)count - 1);
    return newRV_noinc((SV *)list);
}

static void machport_set_item(pTHX_ machport_value list, size_t index, machport_value item)
{
    (void)av_store((AV *)SvRV(list), (SSize_t)index, item);
}

static machport_value machport_new_fields(pTHX_ size_t count)
{
    (void)count;
    return newRV_noinc((SV *)newHV());
}

static void machport_set_field(pTHX_ machport_value fields, const char *name, machport_value value)
{
    (void)hv_store((HV *)SvRV(fields), name, (I32)strlen(name), value, 0);
}

static int machport_free_memory(pTHX_ SV *keeper, MAGIC *magic)
{
    PERL_UNUSED_CONTEXT;
    (void)keeper;
    free(magic->mg_ptr);
    return 0;
}

/* Perl ends the process where it has no memory of its own: this is asked of the system, and refused. */
static void *machport_memory(pTHX_ machport_room *room, size_t size)
{
    static MGVTBL table = {.svt_free = machport_free_memory};
    void *memory = calloc(size > 0 ? size : 1, 1);
    (void)room;
    if (memory == NULL)
        machport_refuse(aTHX_ machport_no_memory, "there is no memory for %llu bytes", (unsigned long long)size);
    (void)sv_magicext(sv_newmortal(), NULL, PERL_MAGIC_ext, &table, (const char *)memory, 0);
    return memory;
}

/* Perl raises nothing while it makes values. */
MACHPORT_UNUSED static int machport_make_safely(pTHX_ const machport_results *results)
{
    PERL_UNUSED_CONTEXT;
    (void)results;
    return 1;
}

MACHPORT_UNUSED static void machport_raise_again(pTHX_ const machport_results *results)
{
    PERL_UNUSED_CONTEXT;
    (void)results;
}

/* Dies with what a status other than success is: a Machport::MachError. */
MACHPORT_NO_RETURN static void machport_failed(pTHX_ const machport_results *results, machport_status_t status, const char *call)
{
    SV *list = machport_new_list(aTHX_(size_t) results->count), *error = machport_new_fields(aTHX_ 5);
    int i;
    for (i = 0; i < results->count; i++)
        machport_set_item(aTHX_ list, (size_t)i, machport_shown(aTHX_ & results->items[i]));
    machport_set_field(aTHX_ error, "call", newSVpv(call, 0));
    machport_set_field(aTHX_ error, "status", newSViv(status));
    machport_set_field(aTHX_ error, "name", newSVpv(machport_status_name(status), 0));
    machport_set_field(aTHX_ error, "text", newSVpv(machport_status_text(status), 0));
    machport_set_field(aTHX_ error, "results", list);
    croak_sv(sv_2mortal(sv_bless(error, gv_stashpv(MACHPORT_ERROR, GV_ADD))));
}

/* Puts the results where the arguments were: how many there are. */
static inline int machport_finish(pTHX_ I32 ax, SV **sp, const machport_results *results, machport_status_t status,
                                  const char *call)
{
    int i;
    if (status != 0)
        machport_failed(aTHX_ results, status, call);
    EXTEND(sp, results->count);
    for (i = 0; i < results->count; i++)
        ST(i) = sv_2mortal(machport_shown(aTHX_ & results->items[i]));
    PERL_UNUSED_VAR(sp);
    return results->count;
}

MACHPORT_UNUSED static int machport_give(pTHX_ I32 ax, SV **sp, SV *value)
{
    EXTEND(sp, 1);
    ST(0) = sv_2mortal(value);
    PERL_UNUSED_VAR(sp);
    return 1;
}

/* A constant is a function without parameters. */
MACHPORT_UNUSED static void machport_constant(pTHX_ const char *prefix, const char *name, SV *value)
{
    newCONSTSUB(gv_stashpvn(prefix, (U32)(strlen(prefix) - strlen("::")), GV_ADD), name, value);
}

static void machport_ready(pTHX)
{
    load_module(PERL_LOADMOD_NOIMPORT, newSVpvs(MACHPORT_ERROR), NULL);
}

#endif
