/* Refused: @status for a status that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @status KERN_NOTHING never */
machport_status_t bad(void); /* expect: @status KERN_NOTHING is no status */
#endif
