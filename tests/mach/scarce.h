/* Calls for which something is short: their first allocation fails, then their second, and so on until none does; then all fail
   from there on; or the name space has room for no more names, for one more, for two.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SCARCE_H
#define SCARCE_H
#include "failing_memory.h"
#include "space_text.h"
#include <unistd.h>

enum scarce { ONE_ALLOCATION, ALL_ALLOCATIONS, NAMES, SCARCE_KINDS };

/* A call that answers its refusal where something is short, and then has changed nothing; the same for all it calls. Each attempt
   is made in a task of its own, so that all have the same names. */
struct scene {
    const char *what;
    void (*prepare)(void);
    kern_return_t (*call)(void);
    kern_return_t refusals[SCARCE_KINDS];
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static inline void prepare_nothing(void)
{
}

static inline uint32_t names_held(void)
{
    struct names all = all_names();
    free_names(all);
    return all.count;
}

static inline void begin_shortage(enum scarce what, unsigned number)
{
    one_failed = false;
    all_fail_from_then_on = what == ALL_ALLOCATIONS;
    if (what == NAMES) {
        OK(mach_embedded_limit_names(names_held() + number - 1));
    } else {
        until_failure = number;
    }
}

static inline void end_shortage(void)
{
    until_failure = 0;
    OK(mach_embedded_limit_names(0));
}

static inline int lowest_descriptor(void)
{
    const int lowest = dup(STDERR_FILENO);
    close(lowest);
    return lowest;
}

/* False once there is enough. */
static inline bool attempt(const struct scene *scene, enum scarce what, unsigned number, unsigned *refusals)
{
    static struct space_text before, after;
    const size_t mapped = mapped_size;
    const int descriptor = lowest_descriptor();
    uint64_t self = enter(new_task());
    scene->prepare();
    space_read(&before);
    begin_shortage(what, number);
    kern_return_t status = scene->call();
    end_shortage();
    bool whole = true;
    if (status != KERN_SUCCESS) {
        space_read(&after);
        whole = CHECK_EQ(status, scene->refusals[what]) & space_is(&before, &after) & CHECK(what == NAMES || one_failed);
        ++*refusals;
    }
    OK(mach_embedded_task_destroy(enter(self)));
    whole = whole & CHECK_EQ(mapped_size, mapped) & CHECK_EQ(lowest_descriptor(), descriptor);
    if (!whole)
        fprintf(stderr, "  %s, shortage %d at %u\n", scene->what, what, number);
    return what == NAMES ? status != KERN_SUCCESS : one_failed;
}

/* The table of a task that has ended serves another: no attempt is to be the first to need one. */
static inline void keep_tables(void)
{
    const uint64_t one = new_task(), other = new_task();
    OK(mach_embedded_task_destroy(one));
    OK(mach_embedded_task_destroy(other));
}

/* How often the call was refused. */
static inline unsigned runs_short(const struct scene *scene, enum scarce what)
{
    unsigned refusals = 0;
    keep_tables();
    for (unsigned number = 1; attempt(scene, what, number, &refusals); number++)
        ;
    return refusals;
}

/* Each scene while memory runs out; refused: whether each needs some of its own. */
static inline void memory_runs_out(const struct scene *scenes, size_t count, bool refused)
{
    for (size_t i = 0; i < count; i++) {
        /* Ports lie in memory that is not given back: what needs new memory comes first. */
        unsigned refusals = runs_short(&scenes[i], ALL_ALLOCATIONS);
        refusals += runs_short(&scenes[i], ONE_ALLOCATION);
        if (refused && !CHECK(refusals > 0))
            check_note("never refused: ", scenes[i].what);
    }
}

/* Each that needs a name while names run out. */
static inline void names_run_out(const struct scene *scenes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scenes[i].refusals[NAMES] != KERN_SUCCESS)
            CHECK(runs_short(&scenes[i], NAMES) > 0);
    }
}

#endif
