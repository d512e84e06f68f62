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

/* A call has so many parameters at most; a vector so many slots, of numbers and of bytes; what a parameter points to has
   room for so many bytes. */
enum { RUNNER_PARAMETERS = 12, RUNNER_SLOTS = 16, RUNNER_KEPT = 4, RUNNER_ROOM = 1024, RUNNER_KINDS = 5 };

/* What a step says of a value: vector_value.py tells of each form what it is. */
enum {
    VALUE_ANY,
    VALUE_NUMBER,
    VALUE_SLOT,
    VALUE_BIND,
    VALUE_TEXT,
    VALUE_PARTS,
    VALUE_HEX,
    VALUE_ZEROS,
    VALUE_BYTES,
    VALUE_KEEP,
    VALUE_NULL
};
typedef struct vector_value {
    uint8_t form;
    uint8_t other; /* it must be anything but that */
    uint8_t slot;
    uint64_t number;  /* also how many parts, or bytes, there are */
    const char *text; /* also the bytes */
    const struct vector_value *parts;
} vector_value;

/* One number of what a parameter points to; a struct has several. */
enum { TYPE_U32, TYPE_I32, TYPE_U64, TYPE_SIZE };
typedef struct {
    const char *path; /* "" where the parameter points to numbers */
    uint16_t offset;
    uint8_t type;
    uint8_t port;       /* it is a name */
    uint8_t owned;      /* a result that the caller owns: NULL after a failure */
    uint8_t nullable;   /* success may give NULL */
    uint8_t maybe_dead; /* success may give DEAD */
} vector_field;

enum { ROLE_IN, ROLE_OUT, ROLE_INOUT };
enum { SHAPE_NUMBER, SHAPE_BYTES, SHAPE_ONE, SHAPE_MANY };
typedef struct {
    const char *name;
    uint8_t role;
    uint8_t shape;
    uint8_t sized;         /* a struct that begins with its own size */
    uint8_t sized_by;      /* of bytes and of many: the parameter that tells how many there is room for */
    uint8_t counted_by;    /* the parameter that tells how many there are after the call */
    uint8_t counted_field; /* and which of its fields does */
    uint8_t field_count;
    uint16_t size; /* of one element */
    const vector_field *fields;
} vector_parameter;

/* A call under way: its numbers, what its pointers point to (several may be the same), and what came back. */
enum { PLACE_SHARED = RUNNER_PARAMETERS - 1, PLACE_ZEROS = 254, PLACE_NOWHERE = 255 };
typedef struct {
    uint64_t in[RUNNER_PARAMETERS];
    uint8_t place[RUNNER_PARAMETERS];
    uint64_t room[RUNNER_PARAMETERS][RUNNER_ROOM / sizeof(uint64_t)];
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
    uint8_t arrays_are_told;
    uint8_t row_count;
    uint8_t count_count;
    uint16_t null; /* bits: these pointers are NULL */
    uint16_t same; /* bits: these pointers are one */
    uint32_t repeat;
    vector_value returns;
    const vector_value *args; /* one a parameter, and so are the next two */
    const vector_value *out;  /* what is expected of it after the call */
    const uint32_t *sizes;    /* what a struct is to say of its own size, where not 0; or NULL */
    const vector_value *rows; /* as many as parameters in each: what must stand together in the arrays */
    const vector_count *counts;
} vector_step;

typedef struct {
    const char *name;
    uint32_t step_count;
    const vector_step *steps;
} vector;

extern const vector runner_vectors[];
extern const uint32_t runner_vector_count;
/* As many bytes that are 0 as any vector sends. */
extern uint8_t runner_zeros[];

/* What a parameter points to, for the calls that emit_c.py writes. */
static inline void *runner_place(vector_call *call, unsigned parameter)
{
    const uint8_t place = call->place[parameter];
    return place == PLACE_NOWHERE ? NULL : place == PLACE_ZEROS ? (void *)runner_zeros : (void *)call->room[place];
}

#endif
