/* mach_error_string: statuses in words, from the definition's own list.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach_error.h>
#include <status.h>

char *mach_error_string(mach_error_t error_value)
{
    switch (error_value) {
#define TEXT(name, value, class, text)                                                                                           \
    case value: return (char *)(text);
        MACHPORT_STATUS_MAP(TEXT)
    default: return (char *)"unknown error code";
    }
}
