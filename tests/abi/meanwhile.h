/* What another thread does while this one waits. meanwhile.c has threads of the C library's; a Mach without one has its
   own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MEANWHILE_H
#define MEANWHILE_H
#include <stdint.h>

/* Another thread does it, one at a time. */
void meanwhile_begin(void (*work)(void));
/* Waits until it is done. */
void meanwhile_end(void);
/* For the other thread: ends a wait of the one that began, as a signal does. One that has not begun to wait misses it. */
void meanwhile_interrupt(void);

void meanwhile_pause(uint32_t ms);
uint64_t meanwhile_now_ms(void);

#endif
