/* Refused: @param for a parameter that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a one
    @param b two */
machport_status_t bad(uint32_t a); /* expect: @param b is no parameter of bad */
#endif
