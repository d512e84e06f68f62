/* How the runner ends a program that it cannot run: with a sentence, and an exit code that no guest should use.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef REFUSE_H
#define REFUSE_H

#define REFUSED 125

__attribute__((noreturn, format(printf, 1, 2))) void refuse(const char *sentence, ...);

#endif
