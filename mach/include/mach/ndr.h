/* How numbers are represented in a generated stub's message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_NDR_H
#define MACH_NDR_H
#include <mach/decls.h>

typedef struct {
    unsigned char mig_vers;
    unsigned char if_vers;
    unsigned char reserved1;
    unsigned char mig_encoding;
    unsigned char int_rep;
    unsigned char char_rep;
    unsigned char float_rep;
    unsigned char reserved2;
} NDR_record_t;

/* Stubs convert no numbers: client and server are on one machine. */
#if !defined(__NDR_convert__)
#define __NDR_convert__ 0
#endif

#define NDR_PROTOCOL_2_0 0
#define NDR_INT_BIG_ENDIAN 0
#define NDR_INT_LITTLE_ENDIAN 1
#define NDR_FLOAT_IEEE 0
#define NDR_CHAR_ASCII 0

MACH_DECLS_BEGIN
/* This machine's. */
extern NDR_record_t NDR_record;
MACH_DECLS_END

#endif
