/* Variables of a thread that every call looks at: a load and not a call, where the C library keeps room for such variables of
   libraries that a running process loads. musl does not, and would refuse to load this one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_THREAD_LOCAL_H
#define EMBEDDED_THREAD_LOCAL_H
#include <limits.h> /* which says what C library it is */

#ifdef __GLIBC__
#define LOADED_FAST __attribute__((tls_model("initial-exec")))
#else
#define LOADED_FAST
#endif

#endif
