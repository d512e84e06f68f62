/* Refused: a struct without a typedef.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

struct bad;
/** Takes. */
machport_status_t bad(const struct bad *a); /* expect: "struct bad" has no typedef */
#endif
