/* The arguments of a call, from what a step says of them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "report.h"
#include "step.h"
#include <string.h>

/* What no call writes. */
static const uint8_t unwritten = 0xa5;
static const uint8_t widths[] = {[TYPE_U32] = 4, [TYPE_I32] = 4, [TYPE_U64] = 8, [TYPE_SIZE] = sizeof(size_t)};

uint64_t evaluate(const vector_value *value)
{
    if (value->form == VALUE_BYTES)
        return now.kept[value->slot].size;
    return value->form == VALUE_SLOT ? now.slots[value->slot] + value->number : value->number;
}

static void write(uint8_t *at, uint8_t type, uint64_t number)
{
    const uint32_t narrow = (uint32_t)number;
    const size_t size = (size_t)number;
    switch (type) {
    case TYPE_U64: memcpy(at, &number, sizeof number); break;
    case TYPE_SIZE: memcpy(at, &size, sizeof size); break;
    default: memcpy(at, &narrow, sizeof narrow); break;
    }
}

static uint64_t read(const uint8_t *at, uint8_t type)
{
    uint32_t narrow;
    uint64_t wide;
    size_t size;
    switch (type) {
    case TYPE_U64: memcpy(&wide, at, sizeof wide); return wide;
    case TYPE_SIZE: memcpy(&size, at, sizeof size); return size;
    default: memcpy(&narrow, at, sizeof narrow); return type == TYPE_I32 ? (uint64_t)(int64_t)(int32_t)narrow : narrow;
    }
}

/* Bytes by their words, and structs by their fields. */
static void fill_parts(uint8_t *room, const vector_parameter *parameter, const vector_value *value)
{
    for (uint64_t i = 0; i < value->number; i++) {
        if (parameter->shape == SHAPE_BYTES) {
            write(room + 4 * i, TYPE_U32, evaluate(&value->parts[i]));
        } else {
            const vector_field *field = &parameter->fields[i % parameter->field_count];
            write(room + parameter->size * (i / parameter->field_count) + field->offset, field->type, evaluate(&value->parts[i]));
        }
    }
}

static void fill_pointed(vector_call *call, unsigned i)
{
    const vector_parameter *parameter = &now.step->function->parameters[i];
    const vector_value *value = &now.step->args[i];
    call->place[i] = now.step->same >> i & 1u ? PLACE_SHARED : (uint8_t)i;
    uint8_t *room = (uint8_t *)call->room[call->place[i]];
    if (parameter->role == ROLE_OUT && (parameter->shape == SHAPE_MANY || parameter->shape == SHAPE_BYTES) &&
        evaluate(&now.step->args[parameter->sized_by]) * parameter->size > RUNNER_ROOM)
        fail("the runner has no room for so many elements");
    switch (value->form) {
    case VALUE_PARTS: fill_parts(room, parameter, value); break;
    case VALUE_HEX: memcpy(room, value->text, (size_t)value->number); break;
    case VALUE_BYTES: memcpy(room, now.kept[value->slot].bytes, now.kept[value->slot].size); break;
    case VALUE_ZEROS: call->place[i] = PLACE_ZEROS; break;
    case VALUE_NULL: call->place[i] = PLACE_NOWHERE; break;
    default: break;
    }
    if (parameter->sized)
        write(room, TYPE_U32, now.step->sizes && now.step->sizes[i] ? now.step->sizes[i] : parameter->size);
    if (now.step->null >> i & 1u)
        call->place[i] = PLACE_NOWHERE;
}

void arguments_fill(vector_call *call)
{
    memset(call, unwritten, sizeof *call);
    for (unsigned i = 0; i < now.step->function->count; i++)
        if (now.step->function->parameters[i].shape == SHAPE_NUMBER)
            call->in[i] = evaluate(&now.step->args[i]);
    for (unsigned i = 0; i < now.step->function->count; i++)
        if (now.step->function->parameters[i].shape != SHAPE_NUMBER)
            fill_pointed(call, i);
    call->status = MACHPORT_KERN_SUCCESS;
}

static const uint8_t *place(const vector_call *call, unsigned parameter, size_t element, const vector_field *field)
{
    const uint8_t *room = (const uint8_t *)call->room[call->place[parameter]];
    return room + now.step->function->parameters[parameter].size * element + field->offset;
}

uint64_t element_field(const vector_call *call, unsigned parameter, size_t element, const vector_field *field)
{
    if (now.step->function->parameters[parameter].shape == SHAPE_NUMBER)
        return call->in[parameter];
    return read(place(call, parameter, element, field), field->type);
}

int element_is_written(const vector_call *call, unsigned parameter, size_t element, const vector_field *field)
{
    const uint8_t *bytes = place(call, parameter, element, field);
    for (unsigned width = widths[field->type]; width; width--)
        if (bytes[width - 1] != unwritten)
            return 1;
    return 0;
}

/* What the call told of an array: as many as there are, and as there was room for. */
static size_t told(const vector_call *call, const vector_parameter *array)
{
    if (!now.step->arrays_are_told || call->place[array->counted_by] == PLACE_NOWHERE || structs_are_untouched())
        return 0;
    const vector_field *counter = &now.step->function->parameters[array->counted_by].fields[array->counted_field];
    const uint64_t count = element_field(call, array->counted_by, 0, counter), room = call->in[array->sized_by];
    return (size_t)(count < room ? count : room);
}

size_t element_count(const vector_call *call, unsigned i)
{
    const vector_parameter *parameter = &now.step->function->parameters[i];
    if (parameter->shape == SHAPE_NUMBER)
        return 1;
    if (call->place[i] == PLACE_NOWHERE)
        return 0;
    if (parameter->shape == SHAPE_ONE)
        return 1;
    return parameter->role == ROLE_OUT ? told(call, parameter) : (size_t)call->in[parameter->sized_by];
}

int structs_are_untouched(void)
{
    return now.step->status == MACHPORT_E_POINTER || now.step->sizes;
}
