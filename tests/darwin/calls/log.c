/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"
#include <dlfcn.h>
#include <inttypes.h>
#include <mach/embedded.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINE = 1024 };
static _Thread_local char line[LINE];
static _Thread_local int length;
static _Thread_local uint64_t exceptions;

const struct log_word log_rights[] = {{MACH_PORT_RIGHT_SEND, "SEND"},           {MACH_PORT_RIGHT_RECEIVE, "RECEIVE"},
                                      {MACH_PORT_RIGHT_SEND_ONCE, "SEND_ONCE"}, {MACH_PORT_RIGHT_PORT_SET, "PORT_SET"},
                                      {MACH_PORT_RIGHT_DEAD_NAME, "DEAD_NAME"}, {0, NULL}};
const struct log_word log_dispositions[] = {{MACH_MSG_TYPE_MOVE_RECEIVE, "MOVE_RECEIVE"},
                                            {MACH_MSG_TYPE_MOVE_SEND, "MOVE_SEND"},
                                            {MACH_MSG_TYPE_MOVE_SEND_ONCE, "MOVE_SEND_ONCE"},
                                            {MACH_MSG_TYPE_COPY_SEND, "COPY_SEND"},
                                            {MACH_MSG_TYPE_MAKE_SEND, "MAKE_SEND"},
                                            {MACH_MSG_TYPE_MAKE_SEND_ONCE, "MAKE_SEND_ONCE"},
                                            {0, NULL}};
const struct log_word log_notifications[] = {{MACH_NOTIFY_SEND_POSSIBLE, "SEND_POSSIBLE"},
                                             {MACH_NOTIFY_PORT_DESTROYED, "PORT_DESTROYED"},
                                             {MACH_NOTIFY_NO_SENDERS, "NO_SENDERS"},
                                             {MACH_NOTIFY_DEAD_NAME, "DEAD_NAME"},
                                             {0, NULL}};

__attribute__((format(printf, 1, 2))) static void add(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    length += vsnprintf(line + length, (size_t)(LINE - length), format, list);
    va_end(list);
    if (length >= LINE)
        length = LINE - 1; /* what does not fit is cut */
}

void log_begin(const char *call)
{
    length = 0;
    add("%s", call);
    (void)mach_embedded_guard_exceptions(&exceptions);
}

void log_name(mach_port_name_t name)
{
    if (name == MACH_PORT_NULL || name == MACH_PORT_DEAD)
        add(" %s", name == MACH_PORT_NULL ? "NULL" : "DEAD");
    else
        add(" #%" PRIx32, name);
}

void log_number(uint64_t number)
{
    add(number < 4096 ? " %" PRIu64 : " 0x%" PRIx64, number);
}

void log_delta(int64_t number)
{
    add(" %+" PRId64, number);
}

void log_one_of(const struct log_word *words, uint64_t number)
{
    while (words->name != NULL && words->number != number)
        words++;
    if (words->name != NULL)
        add(" %s", words->name);
    else
        log_number(number);
}

void log_bits(const struct log_word *words, uint64_t bits)
{
    const char *before = " ";
    if (bits == 0)
        add(" 0");
    for (; words->name != NULL; words++)
        if ((bits & words->number) == words->number) {
            add("%s%s", before, words->name);
            bits &= ~words->number;
            before = "|";
        }
    if (bits != 0)
        add("%s0x%" PRIx64, before, bits);
}

void log_text(const char *text)
{
    add(" %s", text);
}

void log_end(void)
{
    uint64_t now = 0;
    (void)mach_embedded_guard_exceptions(&now);
    (void)printf("mach\t%s%s\n", line, now != exceptions ? " GUARD EXCEPTION" : "");
}

void *log_next(const char *name)
{
    void *libmach = dlopen("libmach.so.1", RTLD_NOW | RTLD_NOLOAD), *found = libmach != NULL ? dlsym(libmach, name) : NULL;
    if (found == NULL)
        abort();
    (void)dlclose(libmach);
    return found;
}
