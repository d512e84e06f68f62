/* The runner's words: the observation log, and what failed, through runner_print.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A text that a function here returns lives until the next one is made. */
#ifndef REPORT_H
#define REPORT_H
#include "view.h"

/* A line of the observation log: call, vector, step, function, status, then what it was given and gave back, separated by
   tabs. A name is label=name:before:after:kinds: before and after are its units; kinds tells what it held before, letters
   of sropd (send, receive, send-once, port set, dead name), or -. Of a struct there is also every other number of 32 bits,
   label=number. What was given and comes back changed stands there twice, the second time with > for =. */
void report_call(const char *vector, uint32_t step, const char *function, const char *status);
void report_name(const char *label, const char *sign, machport_name_t name, const space_view *before, const space_view *after);
void report_number(const char *label, const char *sign, uint64_t number);
void report_end(void);
/* parameter, parameter.path or parameter[element].path; it lives until the next one is made. */
const char *report_label(const vector_parameter *parameter, size_t element, const vector_field *field);

void report_failure(const char *vector, uint32_t step, const char *function, const char *what);
void report_total(uint32_t passed, uint32_t failed);

const char *report_pair(const char *first, const char *second);
const char *report_difference(const char *what, uint64_t expected, int other, uint64_t got);
const char *report_statuses(machport_status_t expected, machport_status_t got);
const char *report_texts(const char *expected, const char *got);
const char *report_counts(machport_name_t name, machport_kind_t kind, uint32_t expected, uint32_t got);
/* The first name that two views differ in. */
const char *report_leftover(const space_view *first, const space_view *last);

int text_equal(const char *a, const char *b);
int text_contains(const char *text, const char *part);

#endif
