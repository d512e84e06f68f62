/* How a guest that does what it must not ends: as by the signal that it would have got, and said where.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CRASH_H
#define CRASH_H

__attribute__((noreturn)) void crash(const char *what);
/* What the guest does to memory that the engine believes to be there is the host's fault; it ends the same way. */
void crash_begin(void);

#endif
