/* What a name costs in memory, by the growth of the process's resident memory: `memory KIND COUNT` prints bytes a name.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A process a kind, so that nobody finds memory that another left. */
#include "must.h"
#include <glib.h>
#include <mach/embedded.h>
#include <mach/mach.h>
#include <string.h>
#include <sys/prctl.h>

static mach_port_name_t *names; /* written before anything is measured */

/* What the process wrote: pages of code that come in meanwhile are not the names'. */
static double resident(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    char line[256];
    long kilobytes = -1;
    must(file != NULL);
    while (kilobytes < 0 && fgets(line, sizeof line, file) != NULL)
        (void)sscanf(line, "Anonymous: %ld kB", &kilobytes);
    must(kilobytes >= 0 && fclose(file) == 0);
    return 1024.0 * (double)kilobytes;
}

static void receive_rights(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &names[i]) == KERN_SUCCESS);
}

static void dead_names(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_DEAD_NAME, &names[i]) == KERN_SUCCESS);
}

static mach_port_name_t port;

static void prepare_send_onces(uint32_t count)
{
    (void)count;
    must(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &port) == KERN_SUCCESS);
}

static void send_once_rights(uint32_t count)
{
    mach_msg_type_name_t type;
    for (uint32_t i = 0; i < count; i++)
        must(mach_port_extract_right(mach_task_self(), port, MACH_MSG_TYPE_MAKE_SEND_ONCE, &names[i], &type) == KERN_SUCCESS);
}

/* To ports of another task, whose receive rights were paid for before. */
static uint64_t here, there;

static void prepare_sends(uint32_t count)
{
    must(mach_embedded_task_create(&there) == KERN_SUCCESS && mach_embedded_task_enter(there, &here) == KERN_SUCCESS);
    receive_rights(count);
}

static void send_rights(uint32_t count)
{
    mach_port_name_t given;
    for (uint32_t i = 0; i < count; i++)
        must(mach_embedded_right_give(names[i], MACH_MSG_TYPE_MAKE_SEND, here, &given) == KERN_SUCCESS);
}

static void prepare_nothing(uint32_t count)
{
    (void)count;
}

/* The same record as in hash_table.c. */
static GHashTable *table;

static void prepare_table(uint32_t count)
{
    (void)count;
    table = g_hash_table_new(NULL, NULL);
}

static void table_entries(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        must(g_hash_table_insert(table, GUINT_TO_POINTER((i + 1) << 8 | 3), calloc(1, 64)));
}

static const struct {
    const char *name;
    void (*prepare)(uint32_t count);
    void (*make)(uint32_t count);
} kinds[] = {
    {"receive", prepare_nothing, receive_rights},        {"send", prepare_sends, send_rights},
    {"send-once", prepare_send_onces, send_once_rights}, {"dead-name", prepare_nothing, dead_names},
    {"GHashTable", prepare_table, table_entries},
};

int main(int argc, char **argv)
{
    must(argc == 3);
    uint32_t count = (uint32_t)strtoul(argv[2], NULL, 10);
    must(prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0); /* pages are counted as they are used */
    must((names = malloc(count * sizeof *names)) != NULL);
    memset(names, 1, count * sizeof *names);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, argv[1]) != 0)
            continue;
        kinds[i].prepare(count);
        double before = resident();
        kinds[i].make(count);
        printf("%.1f\n", (resident() - before) / count);
        return 0;
    }
    fprintf(stderr, "no such kind: %s\n", argv[1]);
    return 1;
}
