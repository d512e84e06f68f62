/* Memory for fuzzed addresses, and an account of libmach's.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "ground.h"
#include "memory.h"
#include <sys/mman.h>
#include <unistd.h>

/* The kernel puts nothing there by itself, so that what an input frees stays free. */
#define ADDRESS UINT64_C(0x200000000000)
enum { PAGE = 4096, READ_ONLY = 8, CLOSED = 9, ABSENT = 10, REGIONS_MOST = 1 << 14 };

void memory_lay(void)
{
    char *pages = (char *)ADDRESS;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
    /* One page more, so that what reaches over the end reaches nothing. */
    REQUIRE(mmap(pages, (GROUND_PAGES + 1) * PAGE, PROT_READ | PROT_WRITE, flags, -1, 0) == pages, "no pages");
    for (uint32_t i = 0; i < PAGE / sizeof(mach_port_name_t); i++)
        ((mach_port_name_t *)pages)[i] = ground_name(i % NAMES);
    REQUIRE(mprotect(pages + READ_ONLY * PAGE, PAGE, PROT_READ) == 0 && mprotect(pages + CLOSED * PAGE, PAGE, PROT_NONE) == 0 &&
                munmap(pages + ABSENT * PAGE, PAGE) == 0 && mprotect(pages + GROUND_PAGES * PAGE, PAGE, PROT_NONE) == 0,
            "pages stay as they are");
}

uintptr_t memory_address(uint64_t number)
{
    return number == 0 ? 0 : (uintptr_t)(ADDRESS + number % (GROUND_PAGES * PAGE));
}

size_t memory_behind(uintptr_t address)
{
    return address == 0 ? 0 : (size_t)(ADDRESS + GROUND_PAGES * PAGE - address);
}

static struct region {
    uintptr_t start, end;
} regions[REGIONS_MOST];
static uint32_t region_count;

uint32_t memory_travelling(void)
{
    return region_count;
}

static void forget(uintptr_t start, uintptr_t end)
{
    for (uint32_t i = region_count; i-- > 0;) {
        if (start <= regions[i].start && regions[i].end <= end)
            regions[i] = regions[--region_count];
    }
}

void memory_receive(const void *address, size_t size)
{
    for (uint32_t i = 0; i < region_count; i++) {
        if (size != 0 && regions[i].start == (uintptr_t)address) {
            REQUIRE(regions[i].end - regions[i].start == size, "%zu bytes came, of %zu", size,
                    (size_t)(regions[i].end - regions[i].start));
            REQUIRE(memory_unmap((uintptr_t)address, size), "nobody can unmap it");
            return;
        }
    }
}

/* The linker leads these here. */
void *__real_memory_allocate(size_t size);
void __real_memory_free(void *memory, size_t size);
bool __real_memory_unmap(uintptr_t address, size_t size);
void *__wrap_memory_allocate(size_t size);
void __wrap_memory_free(void *memory, size_t size);
bool __wrap_memory_unmap(uintptr_t address, size_t size);

void *__wrap_memory_allocate(size_t size)
{
    void *memory = __real_memory_allocate(size);
    if (memory != NULL) {
        REQUIRE(region_count < REGIONS_MOST, "too much memory to look after");
        regions[region_count++] = (struct region){(uintptr_t)memory, (uintptr_t)memory + size};
    }
    return memory;
}

void __wrap_memory_free(void *memory, size_t size)
{
    const uint32_t before = region_count;
    if (memory != NULL)
        forget((uintptr_t)memory, (uintptr_t)memory + size);
    REQUIRE(memory == NULL || region_count == before - 1, "%zu bytes are freed that were none of libmach's", size);
    __real_memory_free(memory, size);
}

bool __wrap_memory_unmap(uintptr_t address, size_t size)
{
    bool unmapped = __real_memory_unmap(address, size);
    if (unmapped)
        forget(address, address + size);
    return unmapped;
}
