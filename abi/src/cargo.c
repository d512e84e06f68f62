/* The rights of a message before it is sent: each must hold what its disposition takes, also after those before it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cargo.h"
#include "cargo_way.h"
#include <stdlib.h>

machport_status_t machport_cargo_begin(struct machport_cargo *cargo, machport_right_t *header, machport_right_t *rights,
                                       size_t count)
{
    /* Not all of it: what is loaded is written then. */
    cargo->header = header;
    cargo->rights = rights;
    cargo->count = count;
    if (header)
        header->outcome = MACHPORT_OUTCOME_NONE;
    for (size_t i = 0; i < count; i++)
        rights[i].outcome = MACHPORT_OUTCOME_NONE;
    cargo->wire = count < MACHPORT_CARGO_SMALL ? cargo->small : calloc(count + 1, sizeof *cargo->wire);
    return cargo->wire ? MACHPORT_KERN_SUCCESS : MACHPORT_KERN_RESOURCE_SHORTAGE;
}

void machport_cargo_end(struct machport_cargo *cargo)
{
    if (cargo->wire != cargo->small)
        free(cargo->wire);
}

static int is_receive(const machport_right_t *right)
{
    return machport_way(right->disposition)->types == MACHPORT_TYPE_RECEIVE;
}

/* How many of the rights before one take from what it takes from or needs: the same side of the same name. */
static uint32_t taken_before(const struct machport_cargo *cargo, size_t place)
{
    const machport_right_t *right = machport_cargo_at(cargo, place);
    uint32_t taken = 0;
    for (size_t i = 0; i < place; i++) {
        const machport_right_t *other = machport_cargo_at(cargo, i);
        if (other && other->name == right->name && machport_way(other->disposition)->takes &&
            is_receive(other) == is_receive(right))
            taken++;
    }
    return taken;
}

/* A name holds one kind of unit at a time, and its receive right beside. */
static machport_status_t units(machport_name_t name, uint32_t types, uint32_t *urefs)
{
    *urefs = 1;
    if (types & MACHPORT_TYPE_SEND)
        return machport_op_get_refs(name, MACHPORT_KIND_SEND, urefs);
    if (types & MACHPORT_TYPE_DEAD_NAME)
        return machport_op_get_refs(name, MACHPORT_KIND_DEAD_NAME, urefs);
    return MACHPORT_KERN_SUCCESS;
}

/* What is taken twice must be there twice. */
static machport_status_t check_taken(const struct machport_cargo *cargo, size_t place, uint32_t types)
{
    const machport_right_t *right = machport_cargo_at(cargo, place);
    uint32_t urefs = 1;
    if (right->disposition == MACHPORT_COPY_SEND)
        return MACHPORT_KERN_SUCCESS;
    const uint32_t taken = taken_before(cargo, place);
    if (taken > 0 && !is_receive(right))
        MACHPORT_RETURN_NOT_OK(units(right->name, types, &urefs));
    return taken < urefs ? MACHPORT_KERN_SUCCESS : MACHPORT_MACH_SEND_INVALID_RIGHT;
}

static machport_status_t load(const struct machport_cargo *cargo, size_t place)
{
    const machport_right_t *right = machport_cargo_at(cargo, place);
    machport_right_t *wire = &cargo->wire[place];
    const struct machport_way *way = machport_way(right->disposition);
    uint32_t types;
    MACHPORT_RETURN_IF(!way || (place == 0 && right->disposition == MACHPORT_MOVE_RECEIVE), MACHPORT_KERN_INVALID_VALUE);
    *wire = (machport_right_t){.name = right->name, .disposition = right->disposition};
    if (wire->disposition == MACHPORT_MOVE_SEND)
        wire->disposition = MACHPORT_COPY_SEND;
    MACHPORT_RETURN_IF(machport_is_value(right->name), MACHPORT_KERN_SUCCESS);
    MACHPORT_RETURN_NOT_OK(machport_probe(right->name, &types));
    if (!(types & way->types))
        return types & MACHPORT_TYPE_DEAD_NAME ? MACHPORT_E_DEAD : MACHPORT_E_WRONG_KIND;
    MACHPORT_RETURN_NOT_OK(check_taken(cargo, place, types));
    if (right->disposition == MACHPORT_MOVE_RECEIVE)
        MACHPORT_RETURN_NOT_OK(machport_op_unguarded(right->name));
    if (types & MACHPORT_TYPE_DEAD_NAME) {
        wire->name = MACHPORT_DEAD;
        wire->outcome = MACHPORT_FOUND_DEAD;
    } else if (types & MACHPORT_TYPE_DNREQUEST) {
        wire->outcome = MACHPORT_FOUND_WATCHED;
    }
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t machport_cargo_load(struct machport_cargo *cargo)
{
    cargo->wire[0] = (machport_right_t){0};
    for (size_t i = cargo->header && cargo->header->name != MACHPORT_NULL ? 0 : 1; i <= cargo->count; i++)
        MACHPORT_RETURN_NOT_OK(load(cargo, i));
    return MACHPORT_KERN_SUCCESS;
}
