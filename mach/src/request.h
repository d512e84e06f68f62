/* A port's dead-name and send-possible requests: at most one for each name that a space has for the port.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the port's lock, and an active port. */
#ifndef EMBEDDED_REQUEST_H
#define EMBEDDED_REQUEST_H
#include "port.h"

struct request {
    struct port *notify; /* the send-once right that the notification will use; NULL: a free slot */
    struct space *space;
    mach_port_name_t name;
    mach_port_type_t type; /* DNREQUEST, and for a send-possible request SPREQUEST and perhaps SPREQUEST_DELAYED */
    uint32_t next_free;
};

/* Takes over notify. */
kern_return_t request_add(struct port *port, struct space *space, mach_port_name_t name, mach_port_type_t type,
                          struct port *notify);
/* Ends a request, and gives its send-once right; NULL where there is none. */
struct port *request_take(struct port *port, struct space *space, mach_port_name_t name);
uint32_t request_count(struct port *port);
/* 0 where there is none. */
mach_port_type_t request_type(struct port *port, struct space *space, mach_port_name_t name);

#endif
