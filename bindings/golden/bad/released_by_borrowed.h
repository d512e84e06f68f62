/* Refused: a release for what nobody owns.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_BORROWED MACHPORT_RELEASED_BY(bad) machport_send_t a); /* expect: parameter a says who releases it, but nobody owns it */
#endif
