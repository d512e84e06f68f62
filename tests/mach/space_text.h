/* All that a task can see of its name space, as text: a line a name. Two that are equal are the same state, but for sequence
   numbers, which tell only what was received.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SPACE_TEXT_H
#define SPACE_TEXT_H
#include "mach_test.h"
#include <stdarg.h>

struct space_text {
    char text[1 << 17];
    size_t length;
};

__attribute__((format(printf, 2, 3))) static inline void say(struct space_text *space, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const size_t room = sizeof space->text - space->length;
    const int length = vsnprintf(space->text + space->length, room, format, arguments);
    va_end(arguments);
    if (CHECK(length >= 0 && (size_t)length < room))
        space->length += (size_t)length;
}

static inline void say_receive_right(struct space_text *space, mach_port_name_t name)
{
    const mach_port_status_t status = status_of(name);
    mach_port_rights_t srights = 0;
    mach_port_context_t context = 0;
    OK(mach_port_get_srights(SELF, name, &srights));
    OK(mach_port_get_context(SELF, name, &context));
    say(space, " made %u limit %u waiting %u once %u srights %u wants %d%d flags %#x context %#lx", status.mps_mscount,
        status.mps_qlimit, status.mps_msgcount, status.mps_sorights, srights, status.mps_pdrequest, status.mps_nsrequest,
        status.mps_flags, (unsigned long)context);
}

static inline void say_members(struct space_text *space, mach_port_name_t set)
{
    mach_msg_type_number_t count = 0;
    mach_port_name_array_t members = NULL;
    OK(mach_port_get_set_status(SELF, set, &members, &count));
    for (mach_msg_type_number_t i = 0; i < count; i++)
        say(space, " has %#x", members[i]);
    OK(vm_deallocate(SELF, (vm_address_t)members, count * sizeof *members));
}

static inline void space_read(struct space_text *space)
{
    struct names all = all_names();
    space->length = 0;
    for (mach_msg_type_number_t i = 0; i < all.count; i++) {
        const mach_port_name_t name = all.names[i];
        say(space, "%#x: %#x urefs %u dead %u", name, all.types[i], urefs_of(name, MACH_PORT_RIGHT_SEND),
            urefs_of(name, MACH_PORT_RIGHT_DEAD_NAME));
        if ((all.types[i] & MACH_PORT_TYPE_RECEIVE) != 0)
            say_receive_right(space, name);
        if ((all.types[i] & MACH_PORT_TYPE_PORT_SET) != 0)
            say_members(space, name);
        say(space, "\n");
    }
    free_names(all);
}

static inline int space_is(const struct space_text *before, const struct space_text *now)
{
    if (CHECK(strcmp(before->text, now->text) == 0))
        return 1;
    fprintf(stderr, "before:\n%sthen:\n%s", before->text, now->text);
    return 0;
}

#endif
