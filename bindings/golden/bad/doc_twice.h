/* Refused: a parameter documented twice.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a one
    @param a two */
machport_status_t bad(uint32_t a); /* expect: @param a stands twice */
#endif
