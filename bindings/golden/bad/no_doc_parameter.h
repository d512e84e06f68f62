/* Refused: a parameter without @param.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a one */
machport_status_t bad(uint32_t a,
                      uint32_t b); /* expect: parameter b has no @param */
#endif
