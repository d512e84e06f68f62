/* Takes a call's arguments from where the guest's convention has them, and gives them to a host's function. Integers and
   pointers only, and at most nine where they are narrower than 64 bits: Darwin's arm64 packs those on the stack.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "engine.h"
#include "machine.h"
#include "signals.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if !defined(__x86_64__)
#error "the runner gives a guest's arguments to the host as the x86_64 convention has them"
#endif

enum { MOST_ARGUMENTS = 12, VECTOR_REGISTERS = 8 };

bool call_trace;

typedef uint64_t full(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
                      uint64_t, uint64_t);
typedef int with_list_1(uint64_t, va_list);
typedef int with_list_2(uint64_t, uint64_t, va_list);
typedef int with_list_3(uint64_t, uint64_t, uint64_t, va_list);

/* The host's va_list, as the x86_64 convention defines it. */
struct list {
    uint32_t general_offset, vector_offset;
    uint64_t *on_stack, *saved;
};
enum { GENERAL_END = 6 * 8, VECTOR_END = GENERAL_END + VECTOR_REGISTERS * 16 };
_Static_assert(sizeof(struct list) == sizeof(va_list), "another va_list");

static uint64_t *stack_arguments(void)
{
    return (uint64_t *)(uintptr_t)(engine_read(machine()->stack) + machine()->return_size);
}

static uint64_t call_variadic(const struct host_symbol *symbol, const uint64_t *arguments)
{
    uint64_t saved[VECTOR_END / 8];
    va_list list;
    struct list *parts = (struct list *)(void *)list;
    *parts = (struct list){GENERAL_END, VECTOR_END, stack_arguments(), saved};
    if (image_cpu == CPU_TYPE_X86_64) { /* Darwin's arm64 has all of them on the stack */
        parts->general_offset = 8 * symbol->fixed;
        parts->vector_offset = GENERAL_END;
        memcpy(saved, arguments, GENERAL_END);
        for (int i = 0; i < VECTOR_REGISTERS; i++)
            (void)uc_reg_read(engine->uc, UC_X86_REG_XMM0 + i, &saved[GENERAL_END / 8 + 2 * i]);
    }
    switch (symbol->fixed) {
    case 1: return (uint64_t)((with_list_1 *)symbol->function)(arguments[0], list);
    case 2: return (uint64_t)((with_list_2 *)symbol->function)(arguments[0], arguments[1], list);
    default: return (uint64_t)((with_list_3 *)symbol->function)(arguments[0], arguments[1], arguments[2], list);
    }
}

static void say(const struct host_symbol *symbol, const uint64_t *a, uint64_t result)
{
    (void)fprintf(stderr, "%s(%" PRIx64 ", %" PRIx64 ", %" PRIx64 ", %" PRIx64 ", %" PRIx64 ", %" PRIx64 ") = %" PRIx64 "\n",
                  symbol->name, a[0], a[1], a[2], a[3], a[4], a[5], result);
}

void call_host(const struct host_symbol *symbol, pthread_mutex_t *lock)
{
    uint64_t a[MOST_ARGUMENTS], result;
    const unsigned in_registers = machine()->argument_count;
    const uint64_t *on_stack = stack_arguments();
    for (unsigned i = 0; i < MOST_ARGUMENTS; i++)
        a[i] = i < in_registers ? engine_read(machine()->arguments[i]) : on_stack[i - in_registers];
    (void)pthread_mutex_unlock(lock);
    if (symbol->fixed != 0)
        result = call_variadic(symbol, a);
    else
        result = ((full *)symbol->function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
    if (call_trace)
        say(symbol, a, result);
    signals_deliver();
    (void)pthread_mutex_lock(lock);
    engine_write(machine()->result, result);
}
