/* Tests of messages that other programs send.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_FOREIGN_TEST_H
#define MACHPORT_FOREIGN_TEST_H

/* Answers how many checks failed. */
unsigned foreign_test(void);

#endif
