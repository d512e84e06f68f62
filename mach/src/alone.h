/* Whether the calling thread is the only one of its process: then nobody fights over a word, and it is changed without an
   atomic operation, which costs some twenty plain ones. The C library tells it, and no more once a second thread was begun: so
   what the only thread wrote is what the second one finds.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_ALONE_H
#define EMBEDDED_ALONE_H
#include <limits.h> /* which says what C library it is */
#include <stdbool.h>

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 32)
#include <sys/single_threaded.h>
#define THREADS_ARE_COUNTED 1
#endif
#endif

static inline bool is_alone(void)
{
#ifdef THREADS_ARE_COUNTED
    return __libc_single_threaded;
#else
    return false;
#endif
}

#endif
