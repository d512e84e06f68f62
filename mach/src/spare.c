/* Spare ports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "spare.h"
#include "port.h"

/* AddressSanitizer is to see the end of each port. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
enum { SPARES_MOST = 0 };
#else
enum { SPARES_MOST = 64 };
#endif

struct port *spare_take(struct spares *spares)
{
    struct port *port = spares->first;
    if (port == NULL)
        return port_create();
    spares->first = port->next_spare;
    spares->count--;
    port_begin(port);
    return port;
}

void spare_give(struct spares *spares, struct port *port)
{
    if (spares->count == SPARES_MOST) {
        port_free(port);
        return;
    }
    port->next_spare = spares->first;
    spares->first = port;
    spares->count++;
}

void spares_free(struct spares *spares)
{
    while (spares->first != NULL) {
        struct port *port = spares->first;
        spares->first = port->next_spare;
        port_free(port);
    }
    spares->count = 0;
}
