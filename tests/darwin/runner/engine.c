/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "engine.h"
#include "call.h"
#include "image.h"
#include "machine.h"
#include "stub.h"
#include "crash.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#define PAGE UINT64_C(4096)
#define BLOCK (16 * PAGE)
#define STACK_SIZE (UINT64_C(1) << 20)

_Thread_local struct engine *engine;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool map_if_there(uint64_t start, uint64_t size)
{
    unsigned char resident[BLOCK / PAGE];
    return mincore((void *)(uintptr_t)start, size, resident) == 0 &&
           uc_mem_map_ptr(engine->uc, start, size, UC_PROT_READ | UC_PROT_WRITE, (void *)(uintptr_t)start) == UC_ERR_OK;
}

/* What the host has mapped, the guest may read and write; it only has to be told to the engine when it is first used. */
static bool on_unmapped(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *data)
{
    (void)uc;
    (void)value;
    (void)data;
    if (type == UC_MEM_FETCH_UNMAPPED)
        return false;
    if (map_if_there(address & ~(BLOCK - 1), BLOCK))
        return true;
    bool any = false;
    for (uint64_t page = address & ~(PAGE - 1); page < address + (uint64_t)size; page += PAGE)
        any = map_if_there(page, PAGE) || any;
    return any;
}

/* A return whose stub stands for one of the host's functions: that runs, and then the return does. */
static void on_stub(uc_engine *uc, uint64_t address, uint32_t size, void *data)
{
    (void)uc;
    (void)size;
    (void)data;
    const struct host_symbol *symbol = stub_at((uintptr_t)address);
    if (symbol == NULL || symbol->function == NULL)
        return;
    call_host(symbol, &lock);
}

static void map_image(const struct image *image)
{
    for (unsigned i = 0; i < image->segment_count; i++) {
        const struct segment_command_64 *segment = image->segments[i];
        const uintptr_t start = (uintptr_t)(segment->vmaddr + image->slide);
        const uint32_t rights = UC_PROT_READ | (segment->initprot & VM_PROT_WRITE ? UC_PROT_WRITE : 0) |
                                (segment->initprot & VM_PROT_EXECUTE ? UC_PROT_EXEC : 0);
        if (segment->initprot != 0)
            (void)uc_mem_map_ptr(engine->uc, start, (segment->vmsize + PAGE - 1) & ~(PAGE - 1), rights, (void *)start);
    }
}

void engine_begin_thread(void)
{
    uc_hook hook;
    engine = calloc(1, sizeof *engine);
    if (engine == NULL || (engine->thread_locals = calloc(MOST_IMAGES, sizeof(void *))) == NULL ||
        uc_open(machine()->arch, machine()->mode, &engine->uc) != UC_ERR_OK)
        refuse("no engine for a thread");
    if (image_cpu == CPU_TYPE_ARM64) /* with the atomic instructions that Apple's processors have */
        (void)uc_ctl_set_cpu_model(engine->uc, UC_CPU_ARM64_MAX);
    engine->stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (engine->stack == MAP_FAILED)
        refuse("no stack for a thread");
    (void)uc_mem_map_ptr(engine->uc, (uintptr_t)engine->stack, STACK_SIZE, UC_PROT_READ | UC_PROT_WRITE, engine->stack);
    (void)uc_mem_map_ptr(engine->uc, (uintptr_t)stub_memory, STUB_MEMORY_SIZE, UC_PROT_READ | UC_PROT_EXEC, stub_memory);
    for (unsigned i = 0; i < image_count; i++)
        map_image(images[i]);
    (void)uc_hook_add(engine->uc, &hook, UC_HOOK_MEM_UNMAPPED, (void *)(uintptr_t)on_unmapped, NULL, 1, 0);
    (void)uc_hook_add(engine->uc, &hook, UC_HOOK_CODE, (void *)(uintptr_t)on_stub, NULL, (uintptr_t)stub_memory,
                      (uintptr_t)stub_memory + STUB_MEMORY_SIZE - 1);
    engine_write(machine()->stack, (uintptr_t)engine->stack + STACK_SIZE - 4096);
    if (image_cpu == CPU_TYPE_ARM64)
        engine_write(UC_ARM64_REG_CPACR_EL1, 3 << 20); /* floating point may be used */
}

void engine_end_thread(void)
{
    (void)uc_close(engine->uc);
    (void)munmap(engine->stack, STACK_SIZE);
    for (unsigned i = 0; i < MOST_IMAGES; i++)
        free(engine->thread_locals[i]);
    free(engine->thread_locals);
    free(engine);
    engine = NULL;
}

uint64_t engine_read(int reg)
{
    uint64_t value = 0;
    (void)uc_reg_read(engine->uc, reg, &value);
    return value;
}

void engine_write(int reg, uint64_t value)
{
    (void)uc_reg_write(engine->uc, reg, &value);
}

/* The function returns to STUB_RETURN, where the engine stops. */
static void push_return(uint64_t *stack)
{
    if (machine()->link != NO_REGISTER) {
        engine_write(machine()->link, STUB_RETURN);
    } else {
        *stack -= sizeof(uint64_t);
        *(uint64_t *)(uintptr_t)*stack = STUB_RETURN;
    }
}

uint64_t engine_call(uintptr_t function, const uint64_t *arguments, unsigned count)
{
    (void)pthread_mutex_lock(&lock);
    const uint64_t stack = engine_read(machine()->stack);
    const uint64_t link = machine()->link != NO_REGISTER ? engine_read(machine()->link) : 0;
    uint64_t top = stack & ~UINT64_C(15);
    for (unsigned i = 0; i < count; i++)
        engine_write(machine()->arguments[i], arguments[i]);
    push_return(&top);
    engine_write(machine()->stack, top);
    const uc_err error = uc_emu_start(engine->uc, function, STUB_RETURN, 0, 0);
    if (error != UC_ERR_OK)
        crash(uc_strerror(error));
    const uint64_t result = engine_read(machine()->result);
    engine_write(machine()->stack, stack);
    if (machine()->link != NO_REGISTER)
        engine_write(machine()->link, link);
    (void)pthread_mutex_unlock(&lock);
    return result;
}
