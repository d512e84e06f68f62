/* What a name space holds: its names, and the user references of each by kind.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "view.h"

int view_take(space_view *view)
{
    static uint32_t types[VIEW_ROOM];
    size_t count = 0;
    view->count = 0;
    if (machport_space_names(view->names, types, VIEW_ROOM, &count) != MACHPORT_KERN_SUCCESS)
        return 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t kind = 0; kind < RUNNER_KINDS; kind++)
            if (machport_urefs(view->names[i], kind, &view->urefs[i][kind]) != MACHPORT_KERN_SUCCESS)
                return 0;
    view->count = (uint32_t)count;
    return 1;
}

const uint32_t *view_urefs(const space_view *view, machport_name_t name)
{
    static const uint32_t none[RUNNER_KINDS];
    for (uint32_t i = 0; i < view->count; i++)
        if (view->names[i] == name)
            return view->urefs[i];
    return none;
}

uint32_t view_units(const space_view *view, machport_name_t name)
{
    const uint32_t *urefs = view_urefs(view, name);
    uint32_t units = 0;
    for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
        units += urefs[kind];
    return units;
}

static int contains(const space_view *a, const space_view *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        const uint32_t *urefs = view_urefs(a, b->names[i]);
        for (unsigned kind = 0; kind < RUNNER_KINDS; kind++)
            if (urefs[kind] != b->urefs[i][kind])
                return 0;
    }
    return 1;
}

int view_equal(const space_view *a, const space_view *b)
{
    return a->count == b->count && contains(a, b);
}
