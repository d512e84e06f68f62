/* What a name space holds at one moment, by the library's own eyes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef VIEW_H
#define VIEW_H
#include "runner.h"

enum { VIEW_ROOM = 256 };
typedef struct {
    uint32_t count;
    machport_name_t names[VIEW_ROOM];
    uint32_t urefs[VIEW_ROOM][RUNNER_KINDS];
} space_view;

/* Looks at every name of the calling task's space; 0 when it cannot be looked at. To look at a right whose port died
   turns it into a dead name. */
int view_take(space_view *view);
/* The user references of a name by kind; all 0 for one that is not there. */
const uint32_t *view_urefs(const space_view *view, machport_name_t name);
/* The units of a name: its user references of all kinds. */
uint32_t view_units(const space_view *view, machport_name_t name);
int view_equal(const space_view *a, const space_view *b);

#endif
