/* Everything in the calling task's name space, so that a test can say: it is as it was.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SPACE_VIEW_H
#define SPACE_VIEW_H
#include "check.h"
#include <machport.h>
#include <stddef.h>

struct space_view {
    machport_name_t names[128];
    uint32_t types[128];
    size_t count;
};

static inline uint32_t units(machport_name_t name, machport_kind_t kind)
{
    uint32_t urefs;
    (void)machport_urefs(name, kind, &urefs);
    return urefs;
}

static inline struct space_view view_space(void)
{
    struct space_view view = {.count = 0};
    CHECK_EQ(machport_space_names(view.names, view.types, 128, &view.count), MACHPORT_KERN_SUCCESS);
    return view;
}

/* Nothing is left that was not there. */
static inline void check_space(const char *when, const struct space_view *before)
{
    const struct space_view now = view_space();
    if (now.count == before->count)
        return;
    CHECK_EQ(now.count, before->count);
    check_note("after: ", when);
    for (size_t i = 0; i < now.count; i++) {
        size_t j = 0;
        while (j < before->count && before->names[j] != now.names[i])
            j++;
        if (j == before->count) {
            check_print("  left: 0x");
            check_print_number(now.names[i], 16);
            check_print(", types 0x");
            check_print_number(now.types[i], 16);
            check_print("\n");
        }
    }
}

static inline machport_receive_t new_port(void)
{
    machport_receive_t receive;
    CHECK_EQ(machport_receive_right_new(0, 0, &receive), MACHPORT_KERN_SUCCESS);
    return receive;
}

static inline machport_send_t new_send(machport_receive_t receive)
{
    machport_send_t send;
    CHECK_EQ(machport_send_right_make(receive, &send), MACHPORT_KERN_SUCCESS);
    return send;
}

static inline machport_send_once_t new_send_once(machport_receive_t receive)
{
    machport_send_once_t send_once;
    CHECK_EQ(machport_send_once_right_make(receive, &send_once), MACHPORT_KERN_SUCCESS);
    return send_once;
}

#endif
