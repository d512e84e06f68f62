/* The emulated machine, as far as the test program uses it: a serial line to print on, and a way to end the emulator
   with a status.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_TEST_MACHINE_H
#define MACHPORT_TEST_MACHINE_H
#include "machport.h"

/* What machine_exit takes. They are neither 0 nor 1, which the emulator gives when it did not run at all. */
#define MACHINE_PASSED 0x10
#define MACHINE_FAILED 0x11

/* Gets the right to use the machine's I/O ports, from the kernel's device port. */
machport_status_t machine_open(machport_send_t device);
void machine_print(const char *text);
void machine_print_number(int64_t number);
_Noreturn void machine_exit(uint8_t status);

#endif
