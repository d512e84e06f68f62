/* A shared library that knows nothing of machport, and calls back when the libraries that came after it have been finalized.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stddef.h>
#include <stdlib.h>

__attribute__((visibility("default"))) void (*late_call)(void);

static void finalize(void)
{
    if (late_call != NULL)
        late_call();
}

#ifdef __GLIBC__
/* What is asked of on_exit before the loader has begun the program is done after the loader has finalized all libraries. */
static void on_exit_finalize(int code, void *none)
{
    (void)code;
    (void)none;
    finalize();
}

__attribute__((constructor)) static void begin(void)
{
    (void)on_exit(on_exit_finalize, NULL);
}
#else
/* The library that begins first is finalized last. */
__attribute__((destructor)) static void end(void)
{
    finalize();
}
#endif
