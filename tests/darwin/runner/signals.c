/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "signals.h"
#include "engine.h"
#include "refuse.h"
#include <signal.h>
#include <stdbool.h>
#include <string.h>

#define DARWIN_SA_RESTART 2

/* The signals that a program may catch, by Darwin's number and the host's. */
static const struct {
    int darwin, host;
} numbers[] = {{14, SIGALRM}, {30, SIGUSR1}, {31, SIGUSR2}};
enum { SIGNALS = sizeof numbers / sizeof numbers[0] };

static struct signals_action actions[SIGNALS];
static _Thread_local volatile sig_atomic_t pending[SIGNALS];

static unsigned index_of(int number, bool of_host)
{
    for (unsigned i = 0; i < SIGNALS; i++)
        if ((of_host ? numbers[i].host : numbers[i].darwin) == number)
            return i;
    refuse("the signal %d is not supported", number);
}

static void on_signal(int number)
{
    pending[index_of(number, true)] = 1;
}

int signals_action(int number, const struct signals_action *action, struct signals_action *old)
{
    const unsigned i = index_of(number, false);
    struct sigaction host;
    memset(&host, 0, sizeof host);
    if (old != NULL)
        *old = actions[i];
    if (action == NULL)
        return 0;
    actions[i] = *action;
    host.sa_handler = action->handler > 1 ? on_signal : action->handler == 1 ? SIG_IGN : SIG_DFL;
    host.sa_flags = action->flags & DARWIN_SA_RESTART ? SA_RESTART : 0;
    return sigaction(numbers[i].host, &host, NULL);
}

int signals_kill(pthread_t thread, int number)
{
    return pthread_kill(thread, numbers[index_of(number, false)].host);
}

void signals_deliver(void)
{
    for (unsigned i = 0; i < SIGNALS; i++)
        if (pending[i]) {
            const uint64_t number = (uint64_t)numbers[i].darwin;
            pending[i] = 0;
            if (actions[i].handler > 1)
                (void)engine_call(actions[i].handler, &number, 1);
        }
}
