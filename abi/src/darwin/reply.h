/* Calls that Darwin makes by a message: their rights come in its reply.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_DARWIN_REPLY_H
#define MACHPORT_DARWIN_REPLY_H
#include "machport.h"

/* What such a call answered, with statuses of ours where the right was there, and then found no room on its way back. */
machport_status_t machport_darwin_reply(int32_t status);

#endif
