/* How a Mach call is written down: one line, with names as #NUMBER and everything else in Mach's own words.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef LOG_H
#define LOG_H
#include <mach/mach.h>
#include <stddef.h>
#include <stdint.h>

/* A word for each bit that is set, or for each number; ends with no name. */
struct log_word {
    uint64_t number;
    const char *name;
};

/* A line is begun, gets its words, and is ended once the call has been made: whether XNU would have raised a guard
   exception at it is said too. The calling thread's; the lines of several threads are not mixed. */
void log_begin(const char *call);
void log_name(mach_port_name_t name);
void log_number(uint64_t number);
void log_delta(int64_t number);
void log_one_of(const struct log_word *words, uint64_t number);
void log_bits(const struct log_word *words, uint64_t bits);
void log_text(const char *text);
void log_end(void);

extern const struct log_word log_rights[], log_dispositions[], log_notifications[];

/* libmach's own function of a name. */
void *log_next(const char *name);
#define NEXT(name) ((__typeof__(&name))(uintptr_t)log_next(#name))

#endif
