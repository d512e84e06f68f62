/* A definition of more than one file: what stands in the same folder belongs to it, what stands elsewhere does not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef PARTS_H
#define PARTS_H
#include "constants.h"
#include "elsewhere/elsewhere.h"

/** Uses both. CONSTANTS_ALL belongs to this definition, and ELSEWHERE_ONE does not.
    @param thing a thing of another definition
    @param level a number of another definition */
void parts_use(const elsewhere_thing_t *thing, elsewhere_level_t level);
#endif
