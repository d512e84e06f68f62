/* Structs: in, out and both, one in another, with their own size, and counting the elements of an array.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STRUCTS_H
#define STRUCTS_H
#include <machport.h>

/** A point. */
typedef struct structs_point {
    /** To the right. */
    int32_t x;
    /** Upwards. */
    int32_t y;
} structs_point_t;

/** A circle with a name. */
typedef struct structs_circle {
    /** sizeof this struct, set by the caller. */
    uint32_t struct_size;
    /** Its own right. */
    MACHPORT_OWNED MACHPORT_NULLABLE machport_name_t name;
    /** Its middle. */
    structs_point_t middle;
    /** How far it reaches. */
    uint64_t radius;
} structs_circle_t;

/** Makes a circle.
    @param middle where
    @param radius how large
    @param circle the circle
    @status KERN_INVALID_VALUE radius is 0 */
machport_status_t structs_make(const structs_point_t *middle, uint64_t radius, MACHPORT_OUT MACHPORT_PER_ELEMENT structs_circle_t *circle);

/** Moves a circle, where it stands.
    @param circle the circle
    @param by how far, or nowhere */
machport_status_t structs_move(MACHPORT_INOUT MACHPORT_PER_ELEMENT structs_circle_t *circle,
                               MACHPORT_INOUT MACHPORT_NULLABLE structs_point_t *by);

/** How far a circle reaches.
    @param circle the circle
    @param radius how far */
machport_status_t structs_radius(MACHPORT_PER_ELEMENT const structs_circle_t *circle, MACHPORT_OUT uint64_t *radius);

/** Writes as many numbers as the circle's radius says.
    @param values the numbers
    @param capacity how many there is room for
    @param circle what counts them */
machport_status_t structs_counted(MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(circle.radius) uint32_t *values, size_t capacity,
                                  MACHPORT_OUT MACHPORT_PER_ELEMENT structs_circle_t *circle);
#endif
