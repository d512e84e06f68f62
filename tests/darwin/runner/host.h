/* The host's side of an import: what stands in for libSystem and for libraries that come as the host's own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef HOST_H
#define HOST_H
#include "image.h"

typedef void host_function(void);

/* What a symbol stands for: a function, and how many of its arguments come before the variable ones, where it takes
   the rest as a va_list; or data. */
struct host_symbol {
    const char *name;
    host_function *function;
    unsigned fixed;
    void *data;
};

#define HOST_FUNCTION(name, function)                                                                                            \
    {                                                                                                                            \
        name, (host_function *)(function), 0, NULL                                                                               \
    }
#define HOST_VARIADIC(name, function, fixed)                                                                                     \
    {                                                                                                                            \
        name, (host_function *)(function), fixed, NULL                                                                           \
    }
#define HOST_DATA(name, data)                                                                                                    \
    {                                                                                                                            \
        name, NULL, 0, data                                                                                                      \
    }
#define HOST_END                                                                                                                 \
    {                                                                                                                            \
        NULL, NULL, 0, NULL                                                                                                      \
    }

/* Where Darwin's function is not the host's: one table for each file host_*.c, which ends with HOST_END. */
extern const struct host_symbol host_callbacks[], host_process[], host_queues[], host_stdio[], host_threads[];
/* Functions of the host's C library that mean the same on both, without the underscore; ends with NULL. */
extern const char *const host_plain[];

/* Opens a library of the host, before whose symbols only those above come. */
void host_open(const char *library);
/* The function or variable that a library given with -l has under a name of C, or NULL. */
void *host_library_symbol(const char *name);
/* What a guest sees as the address of a symbol: a stub's, or data's; 0 where there is none. */
uintptr_t host_find(const char *symbol);

#endif
