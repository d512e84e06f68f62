/* Runs the vectors: makes each call, looks at the space before and after it, and compares.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "report.h"
#include "step.h"
#include <string.h>

struct step_now now;

static space_view first, before, after;

void fail(const char *what)
{
    now.failed = 1;
    report_failure(now.vector->name, now.number, now.step ? now.step->function->name : "the space", what);
}

/* What a parameter holds: each name with the units before and after the call, and the other numbers of a struct. */
static void log_parameter(const vector_call *call, unsigned i, const char *sign)
{
    const vector_parameter *parameter = &now.step->function->parameters[i];
    for (size_t element = 0; element < element_count(call, i); element++)
        for (unsigned f = 0; f < parameter->field_count; f++) {
            const vector_field *field = &parameter->fields[f];
            const uint64_t number = element_field(call, i, element, field);
            const char *label = report_label(parameter, element, field);
            if (field->port)
                report_name(label, sign, (machport_name_t)number, &before, &after);
            else if (parameter->field_count > 1 && field->type == TYPE_U32)
                report_number(label, sign, number);
        }
}

/* One line for the judge of the verbs: the call, what it was given and what it gave back. */
static void log_call(const vector_call *call, const vector_call *given)
{
    const vector_function *function = now.step->function;
    report_call(now.vector->name, now.number, function->name,
                function->returns == RETURNS_STATUS ? machport_status_name(call->status) : "-");
    for (unsigned i = 0; i < function->count; i++) {
        const vector_parameter *parameter = &function->parameters[i];
        if (parameter->role != ROLE_OUT)
            log_parameter(given, i, "=");
        if (parameter->role != ROLE_IN && (parameter->field_count == 1 || !structs_are_untouched()))
            log_parameter(call, i, parameter->role == ROLE_OUT ? "=" : ">");
    }
    report_end();
}

static void check_counts(void)
{
    for (unsigned i = 0; i < now.step->count_count; i++) {
        machport_name_t name = (machport_name_t)now.slots[now.step->counts[i].slot];
        const uint32_t *got = view_urefs(&after, name);
        for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
            if (got[kind] != now.step->counts[i].urefs[kind])
                fail(report_counts(name, kind, now.step->counts[i].urefs[kind], got[kind]));
    }
}

static void run_step(void)
{
    static vector_call call, given;
    for (uint32_t left = now.step->repeat; left && !now.failed; left--) {
        arguments_fill(&call);
        given = call;
        if (left == 1 && now.step->observed && !view_take(&before))
            fail("the space cannot be looked at before the call");
        if (now.failed)
            return;
        now.step->function->call(&call);
        if (left > 1 && call.status != now.step->status)
            fail(report_statuses(now.step->status, call.status));
    }
    if (now.step->observed && !now.failed) {
        if (!view_take(&after))
            fail("the space cannot be looked at after the call");
        log_call(&call, &given);
    }
    if (!now.failed)
        results_check(&call, &given);
    if (!now.failed)
        check_counts();
}

/* A vector leaves the space as it found it. */
static void check_space(void)
{
    now.step = NULL;
    if (!view_take(&after))
        fail("it cannot be looked at after the vector");
    else if (!view_equal(&first, &after))
        fail(report_leftover(&first, &after));
}

static int run_vector(const vector *vector)
{
    memset(&now, 0, sizeof now);
    now.vector = vector;
    if (!view_take(&first))
        fail("it cannot be looked at before the vector");
    for (uint32_t i = 0; i < vector->step_count && !now.failed; i++) {
        now.number = i + 1;
        now.step = &vector->steps[i];
        run_step();
    }
    if (!now.failed)
        check_space();
    return now.failed;
}

uint32_t runner_run(const char *filter)
{
    uint32_t passed = 0, failed = 0;
    for (uint32_t i = 0; i < runner_vector_count; i++) {
        if (filter && !text_contains(runner_vectors[i].name, filter))
            continue;
        if (run_vector(&runner_vectors[i]))
            failed++;
        else
            passed++;
    }
    report_total(passed, failed);
    return failed;
}
