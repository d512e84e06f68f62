/* Tests of the operations above GNU Mach that neither the vectors nor the tests for every Mach can reach.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Each answers how many checks failed. */
#ifndef MACHPORT_KERNEL_TESTS_H
#define MACHPORT_KERNEL_TESTS_H

unsigned ops_test(void);
unsigned foreign_test(void);
unsigned full_count_test(void);

#endif
