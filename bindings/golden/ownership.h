/* Every verb, and every kind of right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef OWNERSHIP_H
#define OWNERSHIP_H
#include <machport.h>

/** A parameter of each verb.
    @param borrowed stays the caller's
    @param consumed is gone
    @param taken is gone if the call succeeds
    @param plain claims nothing */
machport_status_t ownership_in(MACHPORT_BORROWED machport_send_t borrowed, MACHPORT_CONSUMED machport_send_once_t consumed,
                               MACHPORT_CONSUMED_ON_SUCCESS machport_receive_t taken, MACHPORT_PLAIN machport_name_t plain);

/** A result of each verb.
    @param owned is the caller's
    @param borrowed is somebody else's
    @param plain claims nothing */
machport_status_t ownership_out(MACHPORT_OWNED machport_port_set_t *owned, MACHPORT_OUT MACHPORT_BORROWED machport_dead_name_t *borrowed,
                                MACHPORT_OUT MACHPORT_PLAIN machport_any_t *plain);

/** What is no right: NULL and DEAD.
    @param right a right, or neither
    @param same the same */
machport_status_t ownership_neither(MACHPORT_CONSUMED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t right,
                                    MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t *same);

/** Ends a subscription.
    @param port the port that was watched */
machport_status_t ownership_unwatch(MACHPORT_BORROWED machport_receive_t port);

/** Frees what ownership_special gave.
    @param special what it gave */
machport_status_t ownership_free(MACHPORT_CONSUMED machport_send_t special);

/** A borrow that outlives the call, and a result that is not released as its kind is.
    @param port the port to watch
    @param special a right with a release of its own */
machport_status_t ownership_special(MACHPORT_BORROWED MACHPORT_RETAINED_UNTIL(ownership_unwatch) machport_receive_t port,
                                    MACHPORT_OWNED MACHPORT_RELEASED_BY(ownership_free) machport_send_t *special);
#endif
