/* What a disposition needs of a name and does to it, and how a right was found before it was sent.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_CARGO_WAY_H
#define MACHPORT_CARGO_WAY_H
#include "cargo.h"

struct machport_way {
    uint32_t types; /* the name must hold one of them */
    int takes;      /* the caller's unit goes with the message */
    int makes;      /* a right is made for the message */
};

/* NULL where there is no such disposition. */
static inline const struct machport_way *machport_way(uint32_t disposition)
{
    static const struct machport_way ways[] = {
        {MACHPORT_TYPE_RECEIVE, 1, 0},                             /* MOVE_RECEIVE */
        {MACHPORT_TYPE_SEND | MACHPORT_TYPE_DEAD_NAME, 1, 0},      /* MOVE_SEND */
        {MACHPORT_TYPE_SEND_ONCE | MACHPORT_TYPE_DEAD_NAME, 1, 0}, /* MOVE_SEND_ONCE */
        {MACHPORT_TYPE_SEND | MACHPORT_TYPE_DEAD_NAME, 0, 0},      /* COPY_SEND */
        {MACHPORT_TYPE_RECEIVE, 0, 1},                             /* MAKE_SEND */
        {MACHPORT_TYPE_RECEIVE, 0, 1},                             /* MAKE_SEND_ONCE */
    };
    const uint32_t place = disposition - MACHPORT_MOVE_RECEIVE;
    return place < sizeof ways / sizeof ways[0] ? &ways[place] : NULL;
}

/* How a right was found. */
#define MACHPORT_FOUND_DEAD UINT32_C(1)    /* its name was dead: DEAD goes in its place */
#define MACHPORT_FOUND_WATCHED UINT32_C(2) /* should it die, its name gets a unit more, for the notification */

/* What the caller named for a place of `wire`; NULL where the header has no such right. */
static inline machport_right_t *machport_cargo_at(const struct machport_cargo *cargo, size_t place)
{
    return place == 0 ? cargo->header : &cargo->rights[place - 1];
}

#endif
