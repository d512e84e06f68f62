/* The half of the test of threads' finalizers that is loaded, so that some of its keys are older than libmach's.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef THREAD_ORDER_H
#define THREAD_ORDER_H
#include <pthread.h>

/* Of every key that there is in a thread of the test. */
void thread_order_finalize(void *value);
/* The program's exit code; with five keys that were made before libmach was loaded. */
int thread_order_test(const pthread_key_t *keys_before);

#endif
