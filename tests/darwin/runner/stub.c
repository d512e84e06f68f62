/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "stub.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

uint8_t *stub_memory;
/* The first is where calls from the host return to. */
static struct host_symbol symbols[MOST_STUBS] = {{.name = "the host"}};
static unsigned count = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void stub_begin(void)
{
    static const uint8_t arm64_return[] = {0xc0, 0x03, 0x5f, 0xd6}, x86_64_return[] = {0xc3};
    stub_memory = mmap(NULL, STUB_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stub_memory == MAP_FAILED)
        refuse("no memory for stubs");
    for (unsigned i = 0; i < MOST_STUBS; i++) {
        if (image_cpu == CPU_TYPE_ARM64)
            memcpy(stub_memory + i * STUB_SIZE, arm64_return, sizeof arm64_return);
        else
            memcpy(stub_memory + i * STUB_SIZE, x86_64_return, sizeof x86_64_return);
    }
}

uintptr_t stub_for(struct host_symbol symbol)
{
    (void)pthread_mutex_lock(&lock);
    unsigned i = 1;
    while (i < count && (symbols[i].function != symbol.function || strcmp(symbols[i].name, symbol.name) != 0))
        i++;
    if (i == MOST_STUBS)
        refuse("more than %d imports", MOST_STUBS);
    if (i == count) {
        symbols[i] = symbol;
        symbols[i].name = strdup(symbol.name);
        if (symbols[i].name == NULL)
            refuse("no memory for stubs");
        count++;
    }
    (void)pthread_mutex_unlock(&lock);
    return (uintptr_t)stub_memory + i * STUB_SIZE;
}

const struct host_symbol *stub_at(uintptr_t address)
{
    const uintptr_t offset = address - (uintptr_t)stub_memory;
    return offset % STUB_SIZE == 0 && offset / STUB_SIZE < count ? &symbols[offset / STUB_SIZE] : NULL;
}
