/* What a call gave back, against what its step expects.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "report.h"
#include "step.h"
#include <string.h>

static void compare(const char *what, const vector_value *expected, uint64_t got)
{
    if (expected->form == VALUE_BIND)
        now.slots[expected->slot] = got;
    else if (expected->form != VALUE_ANY && (evaluate(expected) == got) == expected->other)
        fail(report_difference(what, evaluate(expected), expected->other, got));
}

/* What holds of every owned result, whatever the vector says: it is a right exactly when the call succeeded. */
static void check_owned(const vector_call *call, const vector_field *field, const char *what, uint64_t got)
{
    if (call->status != MACHPORT_KERN_SUCCESS && got != MACHPORT_NULL)
        fail(report_pair(what, " is owned and must be NULL after a failure"));
    if (call->status == MACHPORT_KERN_SUCCESS &&
        ((got == MACHPORT_NULL && !field->nullable) || (got == MACHPORT_DEAD && !field->maybe_dead)))
        fail(report_pair(what, " is owned and must be a name after success"));
}

/* One number of one element; every number that a call gives back must be written. */
static void check_field(const vector_call *call, unsigned i, size_t element, const vector_field *field,
                        const vector_value *expected)
{
    const vector_parameter *parameter = &now.step->function->parameters[i];
    const char *what = report_label(parameter, element, field);
    if (parameter->role == ROLE_OUT && !element_is_written(call, i, element, field)) {
        fail(report_pair(what, " was not written"));
        return;
    }
    const uint64_t got = element_field(call, i, element, field);
    if (field->owned)
        check_owned(call, field, what, got);
    compare(what, expected, got);
}

static void check_elements(const vector_call *call, unsigned i, const vector_value *expected)
{
    static const vector_value any;
    const vector_parameter *parameter = &now.step->function->parameters[i];
    const size_t count = element_count(call, i);
    if (expected->form == VALUE_PARTS && expected->number != count * parameter->field_count)
        fail(report_difference(parameter->name, expected->number / parameter->field_count, 0, count));
    for (size_t element = 0; element < count && !now.failed; element++)
        for (unsigned f = 0; f < parameter->field_count && !now.failed; f++) {
            const vector_value *parts = &expected->parts[element * parameter->field_count];
            check_field(call, i, element, &parameter->fields[f],
                        expected->form == VALUE_PARTS ? &parts[f]
                        : parameter->field_count == 1 ? expected
                                                      : &any);
        }
}

static void check_bytes(const vector_call *call, unsigned i, const vector_value *expected)
{
    static const vector_field word = {.type = TYPE_U32};
    const char *name = now.step->function->parameters[i].name;
    const size_t size = element_count(call, i);
    const uint8_t *bytes = (const uint8_t *)call->room[call->place[i]];
    switch (expected->form) {
    case VALUE_KEEP:
        now.kept[expected->slot].size = size;
        memcpy(now.kept[expected->slot].bytes, bytes, size);
        break;
    case VALUE_HEX:
        if (size != expected->number || memcmp(bytes, expected->text, size) != 0)
            fail(report_pair(name, " are others"));
        break;
    case VALUE_PARTS:
        if (size != 4 * expected->number)
            fail(report_difference(name, 4 * expected->number, 0, size));
        for (size_t k = 0; k < expected->number && !now.failed; k++) {
            uint32_t got;
            memcpy(&got, bytes + 4 * k, sizeof got);
            compare(report_label(&now.step->function->parameters[i], k, &word), &expected->parts[k], got);
        }
        break;
    default: break;
    }
}

/* Each row must stand somewhere in the parallel arrays. */
static int row_is_there(const vector_call *call, const vector_value *row)
{
    const vector_function *function = now.step->function;
    for (size_t k = 0; k < RUNNER_ROOM; k++) {
        int equal = 1;
        for (unsigned i = 0; i < function->count; i++)
            if (row[i].form != VALUE_ANY)
                equal = equal && k < element_count(call, i) &&
                        element_field(call, i, k, function->parameters[i].fields) == evaluate(&row[i]);
        if (equal)
            return 1;
    }
    return 0;
}

void results_check(const vector_call *call, const vector_call *given)
{
    const vector_step *step = now.step;
    const vector_function *function = step->function;
    if (function->returns == RETURNS_STATUS && call->status != step->status)
        fail(report_statuses(step->status, call->status));
    if (function->returns == RETURNS_NUMBER)
        compare("the result", &step->returns, call->number);
    if (function->returns == RETURNS_TEXT && step->returns.form == VALUE_TEXT && !text_equal(call->text, step->returns.text))
        fail(report_texts(step->returns.text, call->text));
    for (unsigned i = 0; i < function->count && !now.failed; i++) {
        const vector_parameter *parameter = &function->parameters[i];
        if (parameter->role == ROLE_IN || call->place[i] == PLACE_NOWHERE)
            continue;
        if (parameter->shape == SHAPE_BYTES)
            check_bytes(call, i, &step->out[i]);
        else if (parameter->field_count == 1 || !structs_are_untouched())
            check_elements(call, i, &step->out[i]);
        else if (memcmp(call->room[call->place[i]], given->room[call->place[i]], RUNNER_ROOM) != 0)
            fail(report_pair(parameter->name, " must be left as it was"));
    }
    for (unsigned i = 0; i < step->row_count; i++)
        if (!row_is_there(call, &step->rows[i * function->count]))
            fail("a row is not in the arrays");
}
