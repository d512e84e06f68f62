/* The two calls that rights of every kind are made and counted by.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GNU_RIGHT_H
#define MACHPORT_GNU_RIGHT_H
#include "machport.h"

machport_status_t machport_gnu_allocate(machport_kind_t kind, machport_name_t *name);
machport_status_t machport_gnu_mod_refs(machport_name_t name, machport_kind_t kind, int32_t delta);

#endif
