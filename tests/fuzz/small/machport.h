/* The kinds of rights and two statuses: as much of <machport.h> as headers of others need, so that many can be read in a minute.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_H
#define MACHPORT_H
#include <raw.h>
#include <stddef.h>
#include <verbs.h>
/** What a function answers. */
typedef int32_t machport_status_t;
/** A send right. */
typedef machport_name_t machport_send_t;
/** A send-once right. */
typedef machport_name_t machport_send_once_t;
/** A receive right. */
typedef machport_name_t machport_receive_t;
/** A port set. */
typedef machport_name_t machport_port_set_t;
/** A dead name. */
typedef machport_name_t machport_dead_name_t;
/** A right of any kind. */
typedef machport_name_t machport_any_t;
/** It went well. */
#define MACHPORT_CLASS_OK UINT32_C(0)
/** It did not. */
#define MACHPORT_CLASS_INVALID UINT32_C(4)
enum {
    MACHPORT_KERN_SUCCESS MACHPORT_NOTE("status:OK:it went well") = 0,
    MACHPORT_KERN_INVALID_VALUE MACHPORT_NOTE("status:INVALID:it did not") = 18,
};
/** A right of a message. */
typedef struct machport_right {
    /** Its name. */
    MACHPORT_PLAIN machport_name_t name;
    /** What becomes of it. */
    uint32_t disposition;
    /** What became of it. */
    uint32_t outcome;
} machport_right_t;
#endif
