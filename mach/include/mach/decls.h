/* How each header here declares: in C, and visible outside libmach.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_DECLS_H
#define MACH_DECLS_H

#if defined(__cplusplus)
#define MACH_DECLS_C_BEGIN extern "C" {
#define MACH_DECLS_C_END }
#else
#define MACH_DECLS_C_BEGIN
#define MACH_DECLS_C_END
#endif
#define MACH_DECLS_BEGIN MACH_DECLS_C_BEGIN _Pragma("GCC visibility push(default)")
#define MACH_DECLS_END _Pragma("GCC visibility pop") MACH_DECLS_C_END

#endif
