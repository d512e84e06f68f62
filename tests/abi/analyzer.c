/* Seeded faults that clang's handle checker must report, and correct code that it must not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "machport.h"

machport_status_t leak(machport_receive_t receive)
{
    machport_send_t send;
    uint32_t types;
    machport_status_t status = machport_send_right_make(receive, &send);
    if (status)
        return status;
    status = machport_types(receive, &types);
    if (status)
        return status; /* fault: leak */
    return machport_send_right_release(send);
}

machport_status_t double_release(machport_send_t send)
{
    machport_send_t copy;
    machport_status_t status = machport_send_right_dup(send, &copy);
    if (status)
        return status;
    status = machport_send_right_release(copy);
    if (status)
        return status;
    return machport_send_right_release(copy); /* fault: double release */
}

machport_status_t use_after_release(machport_receive_t receive)
{
    machport_send_t send;
    uint32_t types;
    machport_status_t status = machport_send_right_make(receive, &send);
    if (status)
        return status;
    status = machport_send_right_release(send);
    if (status)
        return status;
    return machport_types(send, &types); /* fault: use after release */
}

machport_status_t correct(machport_send_t send)
{
    machport_send_t copy;
    uint32_t types;
    machport_status_t status = machport_send_right_dup(send, &copy);
    if (status)
        return status;
    status = machport_types(copy, &types);
    (void)machport_send_right_release(copy);
    return status;
}

machport_status_t handed_on(machport_receive_t receive, machport_send_t *out)
{
    return machport_send_right_make(receive, out);
}
