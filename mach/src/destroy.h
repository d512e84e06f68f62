/* A message ends whose receiver has not seen it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_DESTROY_H
#define EMBEDDED_DESTROY_H
#include <mach/mach.h>
#include <stdbool.h>

/* What mach_msg_destroy does, and all memory that came goes, too: mach_msg_destroy leaves that of a physical copy to whoever
   received it. */
void destroy_unseen(const mach_msg_header_t *msg);

#endif
