/* Where the kernel answers a call.
   SPDX-License-Identifier: MIT OR Apache-2.0
   One port is kept for the next call. A fresh one for each would not do: GNU Mach gives freed names out again at
   once, so the reply port could get the very name that a caller asks about, and make a stale name look alive. */
#ifndef MACHPORT_GNU_REPLY_PORT_H
#define MACHPORT_GNU_REPLY_PORT_H
#include "machport.h"

/* A port that no other thread uses, and that no message waits at. MACHPORT_NULL when there is no room for one. */
machport_name_t machport_gnu_reply_port_take(void);
/* Keeps the port for the next call, or destroys it where another is kept already. */
void machport_gnu_reply_port_give(machport_name_t port);

#endif
