/* A thread ends with one right of each kind, and its finalizers release them: in every order, before what libmach keeps for the
   thread has ended and after it, in the first round of finalizers and in a second.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "five_rights.h"
#include "thread_order.h"

enum stage { BEFORE, AFTER, BEFORE_AGAIN, AFTER_AGAIN, STAGES };

static pthread_key_t after[RIGHTS];
static const pthread_key_t *before;

/* The value of a key in the thread that ends. */
struct finalizer {
    pthread_key_t key;
    int rounds_to_wait;
    int right;
};

static struct five_rights five;
static struct finalizer finalizers[RIGHTS];
static int released[RIGHTS], count;
static machport_send_t own;
static bool own_lives[RIGHTS]; /* the thread's port was still the one that its life began with */

void thread_order_finalize(void *value)
{
    struct finalizer *finalizer = value;
    machport_send_t now;
    if (finalizer->rounds_to_wait-- > 0) {
        CHECK_EQ(pthread_setspecific(finalizer->key, finalizer), 0);
        return;
    }
    CHECK_EQ(machport_thread_self(&now), MACHPORT_KERN_SUCCESS);
    own_lives[count] = now == own;
    CHECK_EQ(machport_send_right_release(now), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_release(kinds[finalizer->right], five.name[finalizer->right], 0), MACHPORT_KERN_SUCCESS);
    check_it_works();
    released[count++] = finalizer->right;
}

static void *end_thread(void *value)
{
    const struct order *order = value;
    CHECK_EQ(machport_thread_self(&own), MACHPORT_KERN_SUCCESS);
    five = make_five_rights();
    check_it_works();
    for (int i = 0; i < order->released; i++) {
        const int stage = order->stage[i];
        const pthread_key_t key = stage == BEFORE || stage == BEFORE_AGAIN ? before[i] : after[i];
        finalizers[i] = (struct finalizer){key, stage == BEFORE_AGAIN || stage == AFTER_AGAIN, order->right[i]};
        CHECK_EQ(pthread_setspecific(key, &finalizers[i]), 0);
    }
    return NULL;
}

static void try_order(const struct order *order)
{
    struct order given = *order;
    pthread_t thread;
    count = 0;
    CHECK_EQ(pthread_create(&thread, NULL, end_thread, &given), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(count, order->released);
    for (int i = 0; i < order->released; i++) {
        CHECK_EQ(released[i], order->right[i]);
        CHECK_EQ(own_lives[i], order->stage[i] == BEFORE);
    }
    check_what_is_left(&five, order);
    for (int i = order->released; i < RIGHTS; i++)
        CHECK_EQ(machport_release(kinds[order->right[i]], five.name[order->right[i]], 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_right_release(own), MACHPORT_KERN_SUCCESS);
}

int thread_order_test(const pthread_key_t *keys_before)
{
    before = keys_before;
    check_it_works();
    for (int i = 0; i < RIGHTS; i++)
        CHECK_EQ(pthread_key_create(&after[i], thread_order_finalize), 0);
    each_order(STAGES, try_order);
    return check_result();
}
