/* Runs the vectors: makes each call, looks at the space before and after it, and compares.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "runner.h"
#include "report.h"
#include "view.h"
#include <string.h>

/* What a result holds that no call wrote. */
static const uint8_t unwritten = 0xa5;

/* The vector and step under way. */
static struct {
    const vector *vector;
    uint32_t number;
    const vector_step *step;
    uint64_t slots[RUNNER_SLOTS];
    int failed;
} now;

static space_view first, before, after;

static void fail(const char *what)
{
    now.failed = 1;
    report_failure(now.vector->name, now.number, now.step ? now.step->function->name : "the space", what);
}

static uint64_t evaluate(const vector_value *value)
{
    return value->form == VALUE_SLOT ? now.slots[value->slot] + value->number : value->number;
}

/* What came back of a result, as a number; an int32_t keeps its sign. */
static uint64_t result(const vector_call *call, unsigned parameter)
{
    unsigned place = call->place[parameter];
    switch (now.step->function->parameters[parameter].type) {
    case TYPE_U32: return call->out[place].u32;
    case TYPE_I32: return (uint64_t)(int64_t)call->out[place].i32;
    case TYPE_SIZE: return call->out[place].size;
    default: return call->out[place].u64;
    }
}

static int was_written(const vector_call *call, unsigned parameter)
{
    static const uint8_t widths[] = {[TYPE_U32] = 4, [TYPE_I32] = 4, [TYPE_U64] = 8, [TYPE_SIZE] = sizeof(size_t)};
    const uint8_t *bytes = (const uint8_t *)&call->out[call->place[parameter]];
    for (unsigned width = widths[now.step->function->parameters[parameter].type]; width; width--)
        if (bytes[width - 1] != unwritten)
            return 1;
    return 0;
}

/* How many elements of an array the call wrote. */
static uint32_t written(const vector_call *call, const vector_parameter *array)
{
    if (call->place[array->counted_by] == RUNNER_NOWHERE)
        return 0;
    uint64_t count = result(call, array->counted_by), room = call->in[array->sized_by];
    return (uint32_t)(count < room ? count : room);
}

static void prepare(vector_call *call)
{
    const vector_parameter *parameters = now.step->function->parameters;
    memset(call, unwritten, sizeof *call);
    for (unsigned i = 0; i < now.step->function->count; i++) {
        if (parameters[i].role == ROLE_IN)
            call->in[i] = evaluate(&now.step->values[i]);
        if (parameters[i].role == ROLE_ARRAY && evaluate(&now.step->values[parameters[i].sized_by]) > RUNNER_ROOM)
            fail("the runner has no room for so many elements");
        call->place[i] = now.step->null >> i & 1u   ? RUNNER_NOWHERE
                         : now.step->same >> i & 1u ? RUNNER_PARAMETERS - 1
                                                    : (uint8_t)i;
    }
    call->status = MACHPORT_KERN_SUCCESS;
}

/* One line for the judge of the verbs: the call, and of each name the units before and after it. */
static void log_call(const vector_call *call)
{
    const vector_function *function = now.step->function;
    report_call(now.vector->name, now.number, function->name,
                function->returns == RETURNS_STATUS ? machport_status_name(call->status) : "-");
    for (unsigned i = 0; i < function->count; i++) {
        const vector_parameter *parameter = &function->parameters[i];
        if (!parameter->port)
            continue;
        if (parameter->role == ROLE_IN)
            report_name(parameter->name, (machport_name_t)call->in[i], &before, &after);
        else if (parameter->role == ROLE_OUT && call->place[i] != RUNNER_NOWHERE)
            report_name(parameter->name, (machport_name_t)result(call, i), &before, &after);
        else if (parameter->role == ROLE_ARRAY && call->place[i] != RUNNER_NOWHERE)
            for (uint32_t k = 0; k < written(call, parameter); k++)
                report_name(parameter->name, call->array[i][k], &before, &after);
    }
    report_end();
}

static void compare(const char *what, const vector_value *expected, uint64_t got)
{
    if (expected->form == VALUE_BIND)
        now.slots[expected->slot] = got;
    else if (expected->form != VALUE_ANY && (evaluate(expected) == got) == expected->other)
        fail(report_difference(what, evaluate(expected), expected->other, got));
}

/* What holds of every result, whatever the vector says: it is written, and an owned one is a right exactly when the
   call succeeded. */
static void check_result(const vector_call *call, unsigned i)
{
    const vector_parameter *parameter = &now.step->function->parameters[i];
    if (!was_written(call, i)) {
        fail(report_pair(parameter->name, " was not written"));
        return;
    }
    uint64_t got = result(call, i);
    if (parameter->owned && call->status != MACHPORT_KERN_SUCCESS && got != MACHPORT_NULL)
        fail(report_pair(parameter->name, " is owned and must be NULL after a failure"));
    if (parameter->owned && call->status == MACHPORT_KERN_SUCCESS &&
        ((got == MACHPORT_NULL && !parameter->nullable) || (got == MACHPORT_DEAD && !parameter->maybe_dead)))
        fail(report_pair(parameter->name, " is owned and must be a name after success"));
    compare(parameter->name, &now.step->values[i], got);
}

/* Each row must stand somewhere in the parallel arrays. */
static int row_is_there(const vector_call *call, const vector_value *row)
{
    const vector_function *function = now.step->function;
    for (uint32_t k = 0; k < RUNNER_ROOM; k++) {
        int equal = 1;
        for (unsigned i = 0; i < function->count; i++)
            if (row[i].form != VALUE_ANY)
                equal = equal && k < written(call, &function->parameters[i]) && call->array[i][k] == evaluate(&row[i]);
        if (equal)
            return 1;
    }
    return 0;
}

static void check_step(const vector_call *call)
{
    const vector_step *step = now.step;
    const vector_function *function = step->function;
    if (function->returns == RETURNS_STATUS && call->status != step->status)
        fail(report_statuses(step->status, call->status));
    if (function->returns == RETURNS_NUMBER)
        compare("the result", &step->returns, call->number);
    if (function->returns == RETURNS_TEXT && step->returns.form == VALUE_TEXT && !text_equal(call->text, step->returns.text))
        fail(report_texts(step->returns.text, call->text));
    for (unsigned i = 0; i < function->count; i++)
        if (function->parameters[i].role == ROLE_OUT && call->place[i] != RUNNER_NOWHERE)
            check_result(call, i);
    for (unsigned i = 0; i < step->row_count; i++)
        if (!row_is_there(call, &step->rows[i * function->count]))
            fail("a row is not in the arrays");
    for (unsigned i = 0; i < step->count_count; i++) {
        machport_name_t name = (machport_name_t)now.slots[step->counts[i].slot];
        const uint32_t *got = view_urefs(&after, name);
        for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
            if (got[kind] != step->counts[i].urefs[kind])
                fail(report_counts(name, kind, step->counts[i].urefs[kind], got[kind]));
    }
}

static void run_step(void)
{
    static vector_call call;
    for (uint32_t left = now.step->repeat; left && !now.failed; left--) {
        prepare(&call);
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
        log_call(&call);
    }
    if (!now.failed)
        check_step(&call);
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
