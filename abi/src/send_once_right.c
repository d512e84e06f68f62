/* Send-once rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

machport_status_t machport_send_once_right_make(machport_receive_t receive, machport_send_once_t *send_once)
{
    MACHPORT_RETURN_IF(!send_once, MACHPORT_E_POINTER);
    *send_once = MACHPORT_NULL;
    MACHPORT_RETURN_IF(machport_is_forked(), MACHPORT_E_FORKED);
    MACHPORT_RETURN_NOT_OK(machport_verdict(receive, MACHPORT_KIND_RECEIVE));
    return machport_op_make_send_once(receive, send_once);
}
