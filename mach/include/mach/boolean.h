/* The type of a yes or no in Mach calls.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_BOOLEAN_H
#define MACH_BOOLEAN_H

typedef int boolean_t;
#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

#endif
