/* Tests of the operations above GNU Mach that the test vectors cannot reach.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_OPS_TEST_H
#define MACHPORT_OPS_TEST_H

/* Answers how many failed. */
unsigned ops_test(void);

#endif
