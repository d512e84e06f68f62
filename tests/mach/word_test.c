/* An entry's word, where one thread changes it between another's look and its change, and a port's lock: step by step, since
   threads come so close too seldom. Compiled with libmach's own headers.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../c/check.h"
#include "request.h"
#include "space.h"

enum { PLAIN = HOLDS_RECEIVE | IS_PLAIN };

/* The table of a space whose name 0x103 is a plain receive right. */
struct stage {
    struct entry table[2];
    struct space space;
};

static void begin(struct stage *stage)
{
    *stage = (struct stage){.table = {[1] = {.word = word_of(0, 3, PLAIN)}}};
    stage->space = (struct space){.table = stage->table, .size = 2};
}

/* As another thread does it without the lock. */
static void change(struct entry *entry, uint32_t from, uint32_t to)
{
    CHECK(entry_swap_word(entry, &from, to));
}

static void test_a_plain_right_that_is_found_is_plain_no_more(void)
{
    struct stage stage;
    begin(&stage);
    CHECK(entry_lookup(&stage.space, 0x103) == &stage.table[1]);
    CHECK_EQ(entry_word(&stage.table[1]), word_of(0, 3, HOLDS_RECEIVE));
}

static void test_a_plain_right_that_goes_meanwhile_is_not_found(void)
{
    struct stage stage;
    begin(&stage);
    struct entry *entry = &stage.table[1];
    uint32_t seen = entry_word(entry);
    change(entry, seen, word_next(seen));
    CHECK(entry_plain_no_more(entry, seen) == NULL);
    CHECK_EQ(entry_word(entry), word_of(0, 7, 0));
}

static void test_the_next_right_of_an_index_is_not_taken_for_the_last(void)
{
    struct stage stage;
    begin(&stage);
    struct entry *entry = &stage.table[1];
    uint32_t seen = entry_word(entry);
    change(entry, seen, word_of(0, 7, PLAIN));
    CHECK(entry_plain_no_more(entry, seen) == NULL);
    CHECK_EQ(entry_word(entry), word_of(0, 7, PLAIN));
}

static void test_a_plain_right_that_was_found_does_not_go_without_the_lock(void)
{
    struct stage stage;
    begin(&stage);
    struct entry *entry = &stage.table[1];
    uint32_t seen = entry_word(entry);
    CHECK(entry_lookup(&stage.space, 0x103) == entry);
    CHECK(!entry_swap_word(entry, &seen, word_next(seen)));
    CHECK_EQ(entry_word(entry), word_of(0, 3, HOLDS_RECEIVE));
}

struct requests requests_none; /* libmach's own is not to be seen from here */

static void test_a_port_begins_with_the_lock_that_is_there(void)
{
    struct port port;
    lock_begin(&port.lock, LOCK_OF_PORT);
    port.lock.state = LOCK_HELD; /* by a thread that took it for the last port's here */
    port_begin(&port);
    CHECK_EQ(port.lock.state, LOCK_HELD);
    CHECK(port_is_active(&port));
    CHECK_EQ(port.references, 1);
}

int main(void)
{
    test_a_plain_right_that_is_found_is_plain_no_more();
    test_a_plain_right_that_goes_meanwhile_is_not_found();
    test_the_next_right_of_an_index_is_not_taken_for_the_last();
    test_a_plain_right_that_was_found_does_not_go_without_the_lock();
    test_a_port_begins_with_the_lock_that_is_there();
    return check_result();
}
