/* mach_error and what it is made of: statuses in words, from the definition's own list.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach_error.h>
#include <mach/mig_errors.h>
#include <status.h>
#include <stdio.h>

char *mach_error_string(mach_error_t error_value)
{
    switch (error_value) {
#define TEXT(name, value, class, text)                                                                                           \
    case value: return (char *)(text);
        MACHPORT_STATUS_MAP(TEXT)
    default: return (char *)"unknown error code";
    }
}

char *mach_error_type(mach_error_t error_value)
{
    if (error_value >= MIG_TRAILER_ERROR && error_value <= MIG_TYPE_ERROR)
        return (char *)"(ipc/mig)";
    switch (error_value & ~(mach_error_t)0x3fff) {
    case 0: return (char *)"(os/kern)";
    case MACH_SEND_IN_PROGRESS & ~0x3fff: return (char *)"(ipc/send)";
    case MACH_RCV_IN_PROGRESS & ~0x3fff: return (char *)"(ipc/rcv)";
    default: return (char *)"(?/?)";
    }
}

void mach_error(const char *str, mach_error_t error_value)
{
    (void)fprintf(stderr, "%s %s %s (0x%x)\n", str, mach_error_type(error_value), mach_error_string(error_value),
                  (unsigned)error_value);
}
