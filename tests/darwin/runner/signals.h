/* Signals: they interrupt what the host waits for at once; the guest's handler runs when the host's function has returned.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SIGNALS_H
#define SIGNALS_H
#include <pthread.h>
#include <stdint.h>

/* Darwin's. */
struct signals_action {
    uintptr_t handler;
    uint32_t mask;
    int32_t flags;
};

int signals_action(int number, const struct signals_action *action, struct signals_action *old);
int signals_kill(pthread_t thread, int number);
/* Runs the handlers of what came to the calling thread. */
void signals_deliver(void);

#endif
