/* Refused: a release that is not declared.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OWNED MACHPORT_RELEASED_BY(nobody) machport_send_t *a); /* expect: nobody is not declared */
#endif
