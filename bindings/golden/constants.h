/* Constants: of each type, computed, and what is none.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CONSTANTS_H
#define CONSTANTS_H
#include <raw.h>

/** The largest of 32 bits. */
#define CONSTANTS_ALL UINT32_C(0xffffffff)
/** Below zero. */
#define CONSTANTS_BELOW INT32_C(-2)
/** The largest of 64 bits. */
#define CONSTANTS_FOREVER UINT64_MAX
/** The smallest of 64 bits. */
#define CONSTANTS_LOWEST (-INT64_MAX - 1)
/** The same, by the name that C has for it. */
#define CONSTANTS_LEAST INT64_MIN
/** The smallest of 32 bits. */
#define CONSTANTS_LEAST_HALF INT32_MIN
/** The largest of 16 bits: an int, as C has it. */
#define CONSTANTS_HALF UINT16_MAX
/** The smallest of 8 bits: so is this. */
#define CONSTANTS_BYTE INT8_MIN
/** Made of another one.
    Over two lines. */
#define CONSTANTS_COMPUTED (CONSTANTS_ALL - MACHPORT_KIND_PORT_SET)

/* No number, and so no constant: */
#define CONSTANTS_ATTRIBUTE __attribute__((unused))
#define CONSTANTS_FUNCTION(value) ((value) + 1)
#endif
