/* Statuses of a definition's own, from one list; and a function that may answer one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef STATUSES_H
#define STATUSES_H
#include <machport.h>

enum {
    STATUSES_EMPTY MACHPORT_NOTE("status:ABSENT:there is nothing") = 77,
    STATUSES_BROKEN MACHPORT_NOTE("status:FAILURE:it broke, and \"nobody\" knows why: really") = -78
};

/** Looks into it.
    @status STATUSES_EMPTY there is nothing
    @status KERN_FAILURE it cannot be opened */
machport_status_t statuses_look(void);
#endif
