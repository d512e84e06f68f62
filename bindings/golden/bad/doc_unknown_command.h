/* Refused: a command that no doc comment has.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @return something */
machport_status_t bad(void); /* expect: @return is unknown */
#endif
