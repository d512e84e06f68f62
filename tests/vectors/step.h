/* The step under way, and what its call is given and gives back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STEP_H
#define STEP_H
#include "runner.h"

struct kept_bytes {
    size_t size;
    uint8_t bytes[RUNNER_ROOM];
};

/* The vector and the step under way; what the slots hold; whether something failed. */
extern struct step_now {
    const vector *vector;
    uint32_t number;
    const vector_step *step;
    int failed;
    uint64_t slots[RUNNER_SLOTS];
    struct kept_bytes kept[RUNNER_KEPT];
} now;

/* Says what failed; the vector goes no further. */
void fail(const char *what);

uint64_t evaluate(const vector_value *value);

/* Fills the arguments of the step's call, and everything else with what no call writes. */
void arguments_fill(vector_call *call);

/* How many elements, or bytes, a parameter points to: of what was given, or of what the call told of. */
size_t element_count(const vector_call *call, unsigned parameter);
/* One number of an element; an int32_t keeps its sign. */
uint64_t element_field(const vector_call *call, unsigned parameter, size_t element, const vector_field *field);
/* Whether anything of a number is otherwise than arguments_fill left it. */
int element_is_written(const vector_call *call, unsigned parameter, size_t element, const vector_field *field);
/* Whether the call must leave its structs as they were: it lacks a pointer, or a struct is none. */
int structs_are_untouched(void);

/* Compares what a call gave back with what the step expects, and fills the slots. given: the call as it was before. */
void results_check(const vector_call *call, const vector_call *given);

#endif
