/* A process ends with one right of each kind: whatever its finalizers release, in whatever order and from wherever they run, each
   release finds its right, the space holds the others, and Mach works until the last of them has run.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Each order is a process of its own: a forked one begins with an empty name space. */
#include "five_rights.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern void (*late_call)(void);

/* Who runs finalizers, in the order in which exit calls them. */
enum stage { AT_EXIT, DESTRUCTOR, LIBRARY, STAGES };

static struct order order;
static struct five_rights five;
static int next;
static int process_ends;

/* What a child tells its parent. */
static struct {
    unsigned failures;
    int released[RIGHTS];
    enum stage stage[RIGHTS];
    int count;
    int ended;
} * told;

static void release_next(enum stage stage)
{
    const int right = order.right[next++];
    CHECK_EQ(machport_release(kinds[right], five.name[right], 0), MACHPORT_KERN_SUCCESS);
    told->stage[told->count] = stage;
    told->released[told->count++] = right;
}

static void in_atexit(void)
{
    release_next(AT_EXIT);
}

static void release_all_of(enum stage stage)
{
    while (next < order.released && order.stage[next] == (int)stage)
        release_next(stage);
    check_it_works();
}

__attribute__((destructor(101))) static void in_destructor(void)
{
    if (process_ends)
        release_all_of(DESTRUCTOR);
}

/* After libmachport and libmach were finalized. */
static void in_library(void)
{
    release_all_of(LIBRARY);
    check_what_is_left(&five, &order);
    told->failures = check_failures;
    told->ended = 1;
}

static void end_process(void)
{
    process_ends = 1;
    late_call = in_library;
    CHECK_EQ(machport_renew(), MACHPORT_KERN_SUCCESS);
    five = make_five_rights();
    for (int i = 0; i < order.released && order.stage[i] == AT_EXIT; i++)
        CHECK_EQ(atexit(in_atexit), 0);
    exit(0);
}

static void note_order(void)
{
    for (int i = 0; i < order.released; i++) {
        check_print(i == 0 ? "  released: " : ", ");
        check_print_number(kinds[order.right[i]], 10);
        check_print(" in stage ");
        check_print_number((uint64_t)order.stage[i], 10);
    }
    check_print("\n");
}

static void try_order(const struct order *given)
{
    int status = -1;
    order = *given;
    memset(told, 0, sizeof *told);
    const pid_t child = fork();
    if (child == 0)
        end_process();
    CHECK_EQ(waitpid(child, &status, 0), child);
    int right = CHECK_EQ(status, 0) & CHECK_EQ(told->failures, 0) & CHECK(told->ended) & CHECK_EQ(told->count, order.released);
    for (int i = 0; i < order.released; i++)
        right &= CHECK_EQ(told->released[i], order.right[i]) & CHECK_EQ(told->stage[i], order.stage[i]);
    if (!right)
        note_order();
}

int main(void)
{
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    each_order(STAGES, try_order);
    return check_result();
}
