/* The kernel's call for sleeping on a word and waking who sleeps.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_FUTEX_H
#define EMBEDDED_FUTEX_H
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* On 32 bits there are two, and the C library's times may be those of the newer one. */
#ifdef SYS_futex_time64
enum { FUTEX_CALL = sizeof(time_t) > sizeof(long) ? SYS_futex_time64 : SYS_futex };
#else
enum { FUTEX_CALL = SYS_futex };
#endif

#endif
