/* What a program writes that keeps names itself: GLib's GHashTable under a mutex, from a name to a record of its own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "must.h"
#include "subject.h"
#include <glib.h>
#include <pthread.h>

/* As much as a right and its port need at the least. */
struct record {
    uint32_t type, urefs;
    void *port[7];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *table;
static uint32_t *names, live, hot, fresh, seen;

static void insert(uint32_t name)
{
    struct record *record = calloc(1, sizeof *record);
    must(record != NULL);
    record->type = 2;
    pthread_mutex_lock(&lock);
    must(g_hash_table_insert(table, GUINT_TO_POINTER(name), record));
    pthread_mutex_unlock(&lock);
}

static void remove_name(uint32_t name)
{
    pthread_mutex_lock(&lock);
    must(g_hash_table_remove(table, GUINT_TO_POINTER(name)));
    pthread_mutex_unlock(&lock);
}

static void change(uint32_t name, uint32_t urefs)
{
    pthread_mutex_lock(&lock);
    struct record *record = g_hash_table_lookup(table, GUINT_TO_POINTER(name));
    must(record != NULL);
    record->urefs += urefs;
    pthread_mutex_unlock(&lock);
}

static void query(uint32_t name)
{
    pthread_mutex_lock(&lock);
    struct record *record = g_hash_table_lookup(table, GUINT_TO_POINTER(name));
    must(record != NULL);
    seen += record->type;
    pthread_mutex_unlock(&lock);
}

static void fill(uint32_t count)
{
    live = count;
    table = g_hash_table_new_full(NULL, NULL, NULL, free);
    must((names = malloc(live * sizeof *names)) != NULL);
    for (uint32_t i = 0; i < live; i++) {
        names[i] = (i + 1) << 8 | 3;
        insert(names[i]);
    }
    fresh = (live + 1) << 8 | 3;
    shuffle(names, live);
    hot = names[0];
}

static uint32_t next(void)
{
    static uint32_t cursor;
    cursor = cursor + 1 < live ? cursor + 1 : 0;
    return names[cursor];
}

static void insert_and_remove(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        insert(fresh);
        remove_name(fresh);
    }
}

static void remove_and_insert_any(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t name = next();
        remove_name(name);
        insert(name);
    }
}

static void change_urefs(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        change(hot, 1);
        change(hot, (uint32_t)-1);
    }
}

static void query_type(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        query(hot);
}

static void query_any_type(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        query(next());
}

static const struct operation operations[] = {
    {"allocate+destroy", 20000, insert_and_remove},
    {"allocate+destroy any", 20000, remove_and_insert_any},
    {"uref +1 -1", 40000, change_urefs},
    {"type", 100000, query_type},
    {"type any", 40000, query_any_type},
};

const struct subject hash_table = {"GHashTable", fill, operations, sizeof operations / sizeof *operations};
