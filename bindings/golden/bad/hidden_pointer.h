/* Refused: a typedef that hides a pointer to ports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Ports. */
typedef machport_send_t *ports_t; /* expect: ports_t hides a pointer to a port */
#endif
