/* The runner's words: the observation log, and what failed, through runner_print.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A text that a function here returns lives until the next one is made. */
#ifndef REPORT_H
#define REPORT_H
#include "view.h"

/* A line of the observation log: call, vector, step, function, status, then each name as
   parameter=name:before:after:kinds, separated by tabs. before and after are its units; kinds tells what it held
   before: letters of sropd (send, receive, send-once, port set, dead name), or -. */
void report_call(const char *vector, uint32_t step, const char *function, const char *status);
void report_name(const char *parameter, machport_name_t name, const space_view *before, const space_view *after);
void report_end(void);

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
