/* A shared library that knows nothing of machport, and calls back as its finalizers run.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stddef.h>

__attribute__((visibility("default"))) void (*late_call)(const char *when);

__attribute__((destructor)) static void finalize(void)
{
    if (late_call != NULL)
        late_call("library");
}
