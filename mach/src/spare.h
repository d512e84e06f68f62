/* Ports that ended, which a space keeps for those that are to begin: to ask the allocator for each was a third of a short life.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Under the space's lock. */
#ifndef EMBEDDED_SPARE_H
#define EMBEDDED_SPARE_H
#include <stdint.h>

struct port;

struct spares {
    struct port *first;
    uint32_t count;
};

/* As port_create. */
struct port *spare_take(struct spares *spares);
/* Keeps or frees a port that nobody refers to any more, and for which nothing was ever requested. */
void spare_give(struct spares *spares, struct port *port);
/* Frees them all. */
void spares_free(struct spares *spares);

#endif
