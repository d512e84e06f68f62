/* What the kernel says of a receive right, in the order in which it says it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GNU_RECEIVE_H
#define MACHPORT_GNU_RECEIVE_H
#include "machport.h"

struct machport_gnu_receive_status {
    machport_name_t set; /* the one that it is in, or MACHPORT_NULL */
    uint32_t sequence;
    uint32_t make_send_count;
    uint32_t queue_limit;
    uint32_t message_count;
    uint32_t send_once_rights;
    uint32_t has_senders;
    uint32_t port_destroyed_request;
    uint32_t no_senders_request;
};

machport_status_t machport_gnu_receive_status(machport_name_t receive, struct machport_gnu_receive_status *port);

#endif
