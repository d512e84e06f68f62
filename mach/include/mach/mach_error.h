/* Statuses in words.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_ERROR_H
#define MACH_MACH_ERROR_H
#include <mach/decls.h>
#include <mach/kern_return.h>

typedef kern_return_t mach_error_t;

MACH_DECLS_BEGIN
/* The texts live as long as the library. */
char *mach_error_string(mach_error_t error_value);
/* Of which part of Mach it is: "(os/kern)", "(ipc/send)", ... */
char *mach_error_type(mach_error_t error_value);
/* Writes a line to stderr: str, and the status in words and as a number. */
void mach_error(const char *str, mach_error_t error_value);
MACH_DECLS_END

#endif
