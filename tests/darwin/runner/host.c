/* Finds what stands for a symbol on the host: first the runner's own, then the libraries given, then the C library.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "host.h"
#include "stub.h"
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>

enum { MOST_LIBRARIES_GIVEN = 8 };
static void *libraries[MOST_LIBRARIES_GIVEN];
static unsigned library_count;

void host_open(const char *library)
{
    if (library_count == MOST_LIBRARIES_GIVEN)
        refuse("more than %d libraries", MOST_LIBRARIES_GIVEN);
    libraries[library_count] = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
    if (libraries[library_count++] == NULL)
        refuse("%s", dlerror());
}

void *host_library_symbol(const char *name)
{
    void *found = NULL;
    for (unsigned i = 0; i < library_count && found == NULL; i++)
        found = dlsym(libraries[i], name);
    return found;
}

static bool is_data(void *address)
{
    Dl_info library;
    void *entry = NULL;
    return dladdr1(address, &library, &entry, RTLD_DL_SYMENT) != 0 && entry != NULL &&
           ELF64_ST_TYPE(((const ElfW(Sym) *)entry)->st_info) == STT_OBJECT;
}

static const struct host_symbol *find_own(const char *symbol)
{
    static const struct host_symbol *const tables[] = {host_callbacks, host_process, host_queues, host_stdio, host_threads};
    for (unsigned i = 0; i < sizeof tables / sizeof tables[0]; i++)
        for (const struct host_symbol *entry = tables[i]; entry->name != NULL; entry++)
            if (strcmp(entry->name, symbol) == 0)
                return entry;
    return NULL;
}

static void *find_plain(const char *name)
{
    for (const char *const *plain = host_plain; *plain != NULL; plain++)
        if (strcmp(*plain, name) == 0)
            return dlsym(RTLD_DEFAULT, name);
    return NULL;
}

uintptr_t host_find(const char *symbol)
{
    char name[256] = "";
    const struct host_symbol *own;
    /* C's names begin with an underscore; what follows a $ says which variant it is. */
    const size_t length = strcspn(symbol, "$");
    if (length >= sizeof name)
        return 0;
    memcpy(name, symbol, length);
    own = find_own(name);
    if (own != NULL)
        return own->data != NULL ? (uintptr_t)own->data : stub_for(*own);
    if (name[0] != '_')
        return 0;
    void *found = host_library_symbol(name + 1);
    if (found != NULL && is_data(found))
        return (uintptr_t)found;
    if (found == NULL)
        found = find_plain(name + 1);
    if (found == NULL)
        return 0;
    return stub_for((struct host_symbol){.name = symbol, .function = (host_function *)(uintptr_t)found});
}
