/* The rights of a message after it was sent, whatever became of it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "cargo.h"
#include "cargo_way.h"

static void end(machport_right_t *right, uint32_t outcome)
{
    right->name = MACHPORT_NULL;
    right->outcome = outcome;
}

/* What came back from an earlier attempt of the same call stays RETURNED: it is more than the caller had. */
static void keep(machport_right_t *right)
{
    if (right->outcome != MACHPORT_OUTCOME_RETURNED)
        right->outcome = MACHPORT_OUTCOME_KEPT;
}

/* Only a copy of it went, or a value: the caller's own is untouched. */
static int stayed(const machport_right_t *right, const machport_right_t *wire)
{
    return machport_is_value(right->name) || wire->outcome & MACHPORT_FOUND_DEAD || right->disposition == MACHPORT_MOVE_SEND ||
           right->disposition == MACHPORT_COPY_SEND;
}

static void settle_sent(machport_right_t *right, const machport_right_t *wire)
{
    if (stayed(right, wire) && machport_way(right->disposition)->takes && !machport_is_value(right->name))
        (void)machport_op_deallocate(right->name);
    end(right, MACHPORT_OUTCOME_MOVED);
}

/* Whether a right that the message was to take is still there: under that name there was no other of its kind. A send-once
   right that has died in between has left a unit of a dead name, beside the one that a notification brings. */
static int is_there(const machport_right_t *right, const machport_right_t *wire)
{
    uint32_t types, units = 0;
    if (machport_probe(right->name, &types) != MACHPORT_KERN_SUCCESS)
        return 0;
    if (right->disposition == MACHPORT_MOVE_SEND_ONCE && types & MACHPORT_TYPE_DEAD_NAME)
        return machport_op_get_refs(right->name, MACHPORT_KIND_DEAD_NAME, &units) == MACHPORT_KERN_SUCCESS &&
               units > (wire->outcome & MACHPORT_FOUND_WATCHED ? 1 : 0);
    return (types & machport_way(right->disposition)->types) != 0;
}

static void settle_broken(machport_right_t *right, const machport_right_t *wire)
{
    if (stayed(right, wire) || (machport_way(right->disposition)->takes && is_there(right, wire)))
        keep(right);
    else
        end(right, MACHPORT_OUTCOME_LOST);
}

static void settle_came_back(machport_right_t *right, const machport_right_t *wire)
{
    if (stayed(right, wire)) {
        if (!machport_is_value(wire->name))
            (void)machport_op_deallocate(wire->name); /* the copy */
        keep(right);
        return;
    }
    if (machport_is_value(wire->name)) {
        end(right, MACHPORT_OUTCOME_LOST);
        return;
    }
    const int made = machport_way(right->disposition)->makes;
    right->name = wire->name;
    right->disposition = wire->disposition;
    keep(right);
    if (made)
        right->outcome = MACHPORT_OUTCOME_RETURNED;
}

static void settle(machport_right_t *right, const machport_right_t *wire, enum machport_op_end how)
{
    switch (how) {
    case MACHPORT_OP_SENT: settle_sent(right, wire); break;
    case MACHPORT_OP_BROKEN: settle_broken(right, wire); break;
    case MACHPORT_OP_CAME_BACK: settle_came_back(right, wire); break;
    case MACHPORT_OP_REFUSED: break;
    }
}

void machport_cargo_settle(struct machport_cargo *cargo, enum machport_op_end how)
{
    if (cargo->header && cargo->header->name != MACHPORT_NULL)
        settle(cargo->header, &cargo->wire[0], how);
    for (size_t i = 0; i < cargo->count; i++)
        settle(&cargo->rights[i], &cargo->wire[i + 1], how);
}
