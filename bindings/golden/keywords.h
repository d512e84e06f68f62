/* Names that are words of Python: they get an underscore there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef KEYWORDS_H
#define KEYWORDS_H
#include <machport.h>

/** Where something goes. */
typedef struct keywords_way {
    /** Where it starts. */
    uint32_t from;
    /** Where it "ends" */
    uint32_t to;
} keywords_way_t;

/** Goes a way, whose names are "words": of Python, and with a \\ in them, it says """so""", or "so".
    @param from where to start
    @param lambda the bytes
    @param in how many
    @param way the "way"
    @param pass where it "ends" */
machport_status_t keywords_go(uint32_t from, MACHPORT_SIZED_BY(in) const void *lambda, size_t in, MACHPORT_OUT keywords_way_t *way,
                              MACHPORT_OUT uint32_t *pass);
#endif
