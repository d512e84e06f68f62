/* The vector runner for C: tables that emit_c.py writes, and the one function that runs them.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Freestanding: it runs in a program without a C library too, on a Mach that is being booted. It allocates nothing, and writes by
   runner_print alone. */
#ifndef RUNNER_H
#define RUNNER_H
#include <machport.h>

/* The program around the runner writes the text; each line ends with '\n'. */
void runner_print(const char *text);

/* Runs every vector whose name contains the filter (NULL: all), prints what it observed and what failed, and says how
   many failed. */
uint32_t runner_run(const char *filter);

/* The tables. */

enum { RUNNER_PARAMETERS = 8, RUNNER_SLOTS = 16, RUNNER_ROOM = 64, RUNNER_KINDS = 5, RUNNER_NOWHERE = 255 };

/* What a step says of a value: nothing, a number, a slot's number plus something, a slot to fill, a text. */
enum { VALUE_ANY, VALUE_NUMBER, VALUE_SLOT, VALUE_BIND, VALUE_TEXT };
typedef struct {
    uint8_t form;
    uint8_t other; /* it must be anything but that */
    uint8_t slot;
    uint64_t number;
    const char *text;
} vector_value;

enum { ROLE_IN, ROLE_OUT, ROLE_ARRAY };
enum { TYPE_U32, TYPE_I32, TYPE_U64, TYPE_SIZE };
typedef struct {
    const char *name;
    uint8_t role;
    uint8_t type;
    uint8_t port;       /* it is a name */
    uint8_t owned;      /* a result that the caller owns: NULL after a failure */
    uint8_t nullable;   /* success may give NULL */
    uint8_t maybe_dead; /* success may give DEAD */
    uint8_t counted_by; /* of an array: the parameter that tells how many there are */
    uint8_t sized_by;   /* of an array: the parameter that tells the room */
} vector_parameter;

/* A call under way: its arguments, where each result goes (several results may share a place), and what came back. */
typedef struct {
    uint64_t in[RUNNER_PARAMETERS];
    uint8_t place[RUNNER_PARAMETERS];
    union {
        uint32_t u32;
        int32_t i32;
        uint64_t u64;
        size_t size;
    } out[RUNNER_PARAMETERS];
    uint32_t array[RUNNER_PARAMETERS][RUNNER_ROOM];
    machport_status_t status;
    uint64_t number;
    const char *text;
} vector_call;

enum { RETURNS_STATUS, RETURNS_NUMBER, RETURNS_TEXT };
typedef struct {
    const char *name;
    uint8_t returns;
    uint8_t count;
    const vector_parameter *parameters;
    void (*call)(vector_call *call);
} vector_function;

typedef struct {
    uint8_t slot;
    uint32_t urefs[RUNNER_KINDS];
} vector_count;

typedef struct {
    const vector_function *function;
    machport_status_t status;
    uint8_t observed;
    uint8_t row_count;
    uint8_t count_count;
    uint8_t null; /* bits: these results have no place */
    uint8_t same; /* bits: these results share one place */
    uint32_t repeat;
    vector_value returns;
    const vector_value *values; /* one a parameter: the argument, or what is expected of the result */
    const vector_value *rows;   /* as many as parameters in each: what must stand together in the arrays */
    const vector_count *counts;
} vector_step;

typedef struct {
    const char *name;
    uint32_t step_count;
    const vector_step *steps;
} vector;

extern const vector runner_vectors[];
extern const uint32_t runner_vector_count;

/* For the calls that emit_c.py writes. */
static inline uint32_t *runner_u32(vector_call *call, unsigned parameter)
{
    return call->place[parameter] == RUNNER_NOWHERE ? NULL : &call->out[call->place[parameter]].u32;
}
static inline int32_t *runner_i32(vector_call *call, unsigned parameter)
{
    return call->place[parameter] == RUNNER_NOWHERE ? NULL : &call->out[call->place[parameter]].i32;
}
static inline uint64_t *runner_u64(vector_call *call, unsigned parameter)
{
    return call->place[parameter] == RUNNER_NOWHERE ? NULL : &call->out[call->place[parameter]].u64;
}
static inline size_t *runner_size(vector_call *call, unsigned parameter)
{
    return call->place[parameter] == RUNNER_NOWHERE ? NULL : &call->out[call->place[parameter]].size;
}
static inline uint32_t *runner_array(vector_call *call, unsigned parameter)
{
    return call->place[parameter] == RUNNER_NOWHERE ? NULL : call->array[parameter];
}

#endif
