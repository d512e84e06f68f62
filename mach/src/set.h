/* Port sets: receive rights that are received from together.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A set's members are receive rights of the space that holds the set, so that space's lock protects the membership; a
   port's own list is also written under its lock. */
#ifndef EMBEDDED_SET_H
#define EMBEDDED_SET_H
#include "port.h"

struct port_set *set_create(void);
/* Its members stay, in no set. */
void set_destroy(struct port_set *set);
/* A port that leaves its space leaves all sets. */
void set_remove_from_all(struct port *port);

#endif
