/* The runner's words, made without a C library.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "report.h"

static const char *const kinds[RUNNER_KINDS] = {"send", "receive", "send-once", "port set", "dead name"};
static const char letters[RUNNER_KINDS] = {'s', 'r', 'o', 'p', 'd'};

/* A text under construction, long enough for any that is made here; what does not fit is cut. */
struct text {
    char characters[512];
    uint32_t length;
};
/* The one that is being made, and those that there are: a label is part of another text. */
static struct text text, label, *made = &text;

static void begin(void)
{
    made->length = 0;
    made->characters[0] = '\0';
}

static void add(const char *part)
{
    while (*part && made->length + 1 < sizeof made->characters)
        made->characters[made->length++] = *part++;
    made->characters[made->length] = '\0';
}

static void add_number(uint64_t number)
{
    char digits[20];
    unsigned at = sizeof digits - 1;
    digits[at] = '\0';
    if (number >> 32) {
        add("0x");
        for (; number; number >>= 4)
            digits[--at] = "0123456789abcdef"[number & 15];
    } else {
        uint32_t small = (uint32_t)number;
        do
            digits[--at] = (char)('0' + small % 10);
        while (small /= 10);
    }
    add(&digits[at]);
}

static const char *number_text(uint32_t number)
{
    begin();
    add_number(number);
    return text.characters;
}

void report_call(const char *vector, uint32_t step, const char *function, const char *status)
{
    const char *const parts[] = {"call\t", vector, "\t", number_text(step), "\t", function, "\t", status};
    for (unsigned i = 0; i < sizeof parts / sizeof parts[0]; i++)
        runner_print(parts[i]);
}

const char *report_label(const vector_parameter *parameter, size_t element, const vector_field *field)
{
    made = &label;
    begin();
    add(parameter->name);
    if (parameter->shape != SHAPE_ONE && parameter->shape != SHAPE_NUMBER && parameter->field_count != 1) {
        add("[");
        add_number(element);
        add("]");
    }
    if (field->path && *field->path) {
        add(".");
        add(field->path);
    }
    made = &text;
    return label.characters;
}

static void begin_report(const char *what, const char *sign, uint64_t number)
{
    begin();
    add("\t");
    add(what);
    add(sign);
    add_number(number);
}

void report_number(const char *what, const char *sign, uint64_t number)
{
    begin_report(what, sign, number);
    runner_print(text.characters);
}

void report_name(const char *what, const char *sign, machport_name_t name, const space_view *before, const space_view *after)
{
    const uint32_t *urefs = view_urefs(before, name);
    begin_report(what, sign, name);
    add(":");
    add_number(view_units(before, name));
    add(":");
    add_number(view_units(after, name));
    add(":");
    for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
        if (urefs[kind])
            add((const char[]){letters[kind], '\0'});
    if (!view_units(before, name))
        add("-");
    runner_print(text.characters);
}

void report_end(void)
{
    runner_print("\n");
}

void report_failure(const char *vector, uint32_t step, const char *function, const char *what)
{
    runner_print("FAILED ");
    runner_print(vector);
    runner_print(", ");
    runner_print(function);
    runner_print(": ");
    runner_print(what);
    runner_print(" (step ");
    runner_print(number_text(step));
    runner_print(")\n");
}

void report_total(uint32_t passed, uint32_t failed)
{
    begin();
    add_number(passed);
    add(" passed, ");
    add_number(failed);
    add(" failed\n");
    runner_print(text.characters);
}

const char *report_pair(const char *first, const char *second)
{
    begin();
    add(first);
    add(second);
    return text.characters;
}

const char *report_difference(const char *what, uint64_t expected, int other, uint64_t got)
{
    begin();
    add(what);
    add(other ? " must not be " : " must be ");
    add_number(expected);
    if (!other) {
        add(", not ");
        add_number(got);
    }
    return text.characters;
}

const char *report_statuses(machport_status_t expected, machport_status_t got)
{
    begin();
    add("the status must be ");
    add(machport_status_name(expected));
    add(", not ");
    add(machport_status_name(got));
    return text.characters;
}

const char *report_texts(const char *expected, const char *got)
{
    begin();
    add("the text must be \"");
    add(expected);
    add("\", not \"");
    add(got);
    add("\"");
    return text.characters;
}

const char *report_counts(machport_name_t name, machport_kind_t kind, uint32_t expected, uint32_t got)
{
    begin();
    add("the name ");
    add_number(name);
    add(" must hold ");
    add_number(expected);
    add(" user references of a ");
    add(kinds[kind]);
    add(" right, not ");
    add_number(got);
    return text.characters;
}

const char *report_leftover(const space_view *first, const space_view *last)
{
    const space_view *views[] = {last, first};
    for (unsigned v = 0; v < 2; v++)
        for (uint32_t i = 0; i < views[v]->count; i++) {
            machport_name_t name = views[v]->names[i];
            for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
                if (view_urefs(first, name)[kind] != view_urefs(last, name)[kind])
                    return report_counts(name, kind, view_urefs(first, name)[kind], view_urefs(last, name)[kind]);
        }
    return "it lists a name twice";
}

int text_equal(const char *a, const char *b)
{
    for (; *a && *a == *b; a++)
        b++;
    return *a == *b;
}

int text_contains(const char *text_, const char *part)
{
    for (; *text_; text_++) {
        const char *a = text_, *b = part;
        while (*b && *a == *b)
            a++, b++;
        if (!*b)
            return 1;
    }
    return !*part;
}
