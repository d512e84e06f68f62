/* What most calls go without: the way past it is laid out straight, and nothing is kept for it in memory.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_SELDOM_H
#define EMBEDDED_SELDOM_H

#define SELDOM __attribute__((cold))

#endif
