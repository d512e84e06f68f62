/* Keys whose finalizers run before libmach's: they were made before libmach was loaded.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "orders.h"
#include "thread_order.h"
#include <dlfcn.h>
#include <stdio.h>

static void *loaded;

static void *found(const char *name)
{
    void *symbol = loaded == NULL ? NULL : dlsym(loaded, name);
    if (symbol == NULL)
        (void)fprintf(stderr, "%s\n", dlerror());
    return symbol;
}

static void (*finalize_loaded)(void *);

static void finalize(void *value)
{
    finalize_loaded(value);
}

int main(int argc, char **argv)
{
    pthread_key_t keys[RIGHTS];
    int (*test)(const pthread_key_t *);
    for (int i = 0; i < RIGHTS; i++)
        if (pthread_key_create(&keys[i], finalize) != 0)
            return 1;
    loaded = dlopen(argc == 2 ? argv[1] : "", RTLD_NOW);
    *(void **)&finalize_loaded = found("thread_order_finalize");
    *(void **)&test = found("thread_order_test");
    return finalize_loaded == NULL || test == NULL ? 1 : test(keys);
}
