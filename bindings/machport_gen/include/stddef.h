/* The part of <stddef.h> that a port header needs, for any target: libclang brings no headers of its own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GEN_STDDEF_H
#define MACHPORT_GEN_STDDEF_H

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#define NULL ((void *)0)
#endif
