/* Rights that a function returns by value, as other libraries do: the verb stands before the function.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef RETURNED_H
#define RETURNED_H
#include <machport.h>

/** A right of the caller's own. */
MACHPORT_OWNED machport_send_t returned_owned(void);

/** A right that somebody else keeps alive; there may be none. */
MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t returned_borrowed(void);
#endif
