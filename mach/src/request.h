/* A port's requests: to tell of its last sender, of its receive right's end, and for each name that a space has for the port of
   its death or room.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the port's lock, and an active port. */
#ifndef EMBEDDED_REQUEST_H
#define EMBEDDED_REQUEST_H
#include "port.h"

struct request {
    struct port *notify; /* the send-once right that the notification will use; NULL once it is used */
    struct space *space; /* NULL: a free slot */
    mach_port_name_t name;
    mach_port_type_t type; /* DNREQUEST, and for a send-possible request SPREQUEST and perhaps SPREQUEST_DELAYED */
    uint32_t next_free;
};

struct requests {
    /* Send-once rights to whoever asked, or NULL. */
    struct port *no_senders;
    struct port *port_destroyed;
    int wait_fd;
    uint32_t size; /* of slots: dead-name and send-possible requests, at most one a name */
    struct request slots[];
};

/* Makes room for what is no name's. */
kern_return_t requests_begin(struct port *port);
/* Ends such a request, and gives its send-once right; NULL where there is none. */
struct port *requests_take(struct port **request);
/* Of a port that nobody refers to any more. */
void requests_free(struct port *port);

/* Takes over notify. */
kern_return_t request_add(struct port *port, struct space *space, mach_port_name_t name, mach_port_type_t type,
                          struct port *notify);
/* Ends a request, and gives its send-once right; NULL where there is none. */
struct port *request_take(struct port *port, struct space *space, mach_port_name_t name);
/* A send to a full queue arms the send-possible request of the name that it was sent to. */
void request_arm(struct port *port, struct space *space, mach_port_name_t name);
/* Ends a send-possible request that is armed, and gives it; without a notify right where there is none. */
struct request request_take_armed(struct port *port);
uint32_t request_count(struct port *port);
/* 0 where there is none. */
mach_port_type_t request_type(struct port *port, struct space *space, mach_port_name_t name);

#endif
