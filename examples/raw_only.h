/* A library that hands Mach rights to others and knows nothing of machport but raw.h, which it has pasted.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef RAW_ONLY_H
#define RAW_ONLY_H
#include "raw.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a port, keeps its receive right, and gives a send right to it away: the caller owns one unit of *kind under *name,
   which is MACHPORT_NULL when it fails. Returns Mach's status. */
int raw_only_give(machport_name_t *name, machport_kind_t *kind);

/* Takes one unit of a send right over, and releases it. Returns Mach's status. */
int raw_only_take_back(machport_name_t name);

/* Destroys the port: what send rights are left turn into dead names. Returns Mach's status. */
int raw_only_end(machport_name_t name);

#ifdef __cplusplus
}
#endif
#endif
