/* A call of one of the host's functions by the guest.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CALL_H
#define CALL_H
#include "host.h"
#include <pthread.h>

/* Say each call on stderr. */
extern bool call_trace;

/* Makes the call that the guest is at, without the lock that the guest's code runs under. */
void call_host(const struct host_symbol *symbol, pthread_mutex_t *lock);

#endif
