/* Preloaded into a program, it sees each release of a right, and what the name space holds afterwards: a line in the file that
   WITNESS names. So it still looks where the program's own code is gone. A release of nothing, which the ABI allows, is a mark.
   When the process ends by exit() there is a last line.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <machport/machport.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const machport_kind_t KINDS[] = {MACHPORT_KIND_SEND, MACHPORT_KIND_RECEIVE, MACHPORT_KIND_SEND_ONCE,
                                        MACHPORT_KIND_PORT_SET, MACHPORT_KIND_DEAD_NAME};
static const char LETTERS[] = "sropd";
static int has_seen;

/* PROCESS LETTER NAME STATUS, and each name with its user references by kind. */
static void tell(char letter, machport_name_t name, machport_status_t status)
{
    machport_name_t names[64];
    uint32_t types[64];
    size_t count, i, kind;
    char line[4096];
    int size = snprintf(line, sizeof line, "%d %c %u %d", (int)getpid(), letter, name, status), file;
    has_seen = 1;
    if (machport_space_names(names, types, 64, &count) != MACHPORT_KERN_SUCCESS)
        abort();
    for (i = 0; i < count; i++) {
        size += snprintf(line + size, sizeof line - (size_t)size, " %u=", names[i]);
        for (kind = 0; kind < sizeof KINDS / sizeof *KINDS; kind++) {
            uint32_t urefs;
            if (machport_urefs(names[i], KINDS[kind], &urefs) != MACHPORT_KERN_SUCCESS)
                urefs = 0;
            size += snprintf(line + size, sizeof line - (size_t)size, kind == 0 ? "%u" : ",%u", urefs);
        }
    }
    line[size++] = '\n';
    file = open(getenv("WITNESS"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0 || write(file, line, (size_t)size) != size)
        abort();
    close(file);
}

#define SEEN(LETTER, FUNCTION, PARAMETERS, ARGUMENTS)                                                                            \
    machport_status_t FUNCTION PARAMETERS                                                                                        \
    {                                                                                                                            \
        machport_status_t(*next) PARAMETERS, status;                                                                             \
        *(void **)&next = dlsym(RTLD_NEXT, #FUNCTION);                                                                           \
        status = next ARGUMENTS;                                                                                                 \
        tell(LETTER, name, status);                                                                                              \
        return status;                                                                                                           \
    }

static char letter_of(machport_kind_t kind)
{
    size_t place = 0;
    while (place < sizeof KINDS / sizeof *KINDS && KINDS[place] != kind)
        place++;
    return place < sizeof KINDS / sizeof *KINDS ? LETTERS[place] : '?';
}

SEEN('s', machport_send_right_release, (machport_send_t name), (name))
SEEN('r', machport_receive_right_release, (machport_receive_t name, machport_guard_t guard), (name, guard))
SEEN('o', machport_send_once_right_release, (machport_send_once_t name), (name))
SEEN('p', machport_port_set_release, (machport_port_set_t name), (name))
SEEN('d', machport_dead_name_release, (machport_dead_name_t name), (name))
SEEN(letter_of(kind), machport_release, (machport_kind_t kind, machport_any_t name, machport_guard_t guard), (kind, name, guard))

__attribute__((destructor)) static void tell_the_end(void)
{
    if (has_seen)
        tell('.', MACHPORT_NULL, MACHPORT_KERN_SUCCESS);
}
