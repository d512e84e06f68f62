/* Other names for a kind and for a status: both keep what they are made of.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef TYPEDEFS_H
#define TYPEDEFS_H
#include <machport.h>

/** What others call a status. */
typedef machport_status_t kern_return_t;
/** What others call a send right. */
typedef machport_send_t mach_port_t;
/** A send right to a thread. */
typedef mach_port_t thread_act_t;
/** A number. */
typedef uint16_t typedefs_level_t;

/** Stops a thread.
    @param thread the thread
    @param level how hard
    @param before how hard it was stopped before */
kern_return_t typedefs_stop(MACHPORT_BORROWED thread_act_t thread, typedefs_level_t level, MACHPORT_OUT typedefs_level_t *before);
#endif
