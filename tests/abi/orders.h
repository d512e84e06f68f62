/* Every order in which finalizers can release five rights, cut in every way into stages that follow each other, and with every
   choice of rights that nobody releases.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef ORDERS_H
#define ORDERS_H

enum { RIGHTS = 5 };

/* The first `released` of `right` go one after the other, each in its stage; the others stay. */
struct order {
    int released;
    int right[RIGHTS];
    int stage[RIGHTS];
};

static inline void each_order_from(const struct order *begun, int stages, void (*run)(const struct order *))
{
    int left[RIGHTS] = {0}, count = 0;
    for (int right = 0; right < RIGHTS; right++) {
        int taken = 0;
        for (int i = 0; i < begun->released; i++)
            taken |= begun->right[i] == right;
        if (!taken)
            left[count++] = right;
    }
    struct order order = *begun;
    for (int i = 0; i < count; i++)
        order.right[begun->released + i] = left[i];
    run(&order);
    order.released++;
    for (int i = 0; i < count; i++) {
        order.right[begun->released] = left[i];
        for (int stage = begun->released == 0 ? 0 : begun->stage[begun->released - 1]; stage < stages; stage++) {
            order.stage[begun->released] = stage;
            each_order_from(&order, stages, run);
        }
    }
}

static inline void each_order(int stages, void (*run)(const struct order *))
{
    each_order_from(&(struct order){.released = 0}, stages, run);
}

#endif
