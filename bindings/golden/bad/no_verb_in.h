/* Refused: a port without a verb.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a one
    @param b two */
machport_status_t bad(uint32_t a,
                      machport_send_t b); /* expect: parameter b does not say who owns it */
#endif
