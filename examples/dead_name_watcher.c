/* Asks to be told when the port of a send right dies, and releases what the notification brings.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <mach/notify.h>
#include <stdio.h>
#include <stdlib.h>

static void check(kern_return_t status, const char *what)
{
    if (status == KERN_SUCCESS)
        return;
    fprintf(stderr, "%s: %s\n", what, mach_error_string(status));
    exit(1);
}

static mach_port_urefs_t dead_references(mach_port_t name)
{
    mach_port_urefs_t references;
    check(mach_port_get_refs(mach_task_self(), name, MACH_PORT_RIGHT_DEAD_NAME, &references), "count");
    return references;
}

int main(void)
{
    mach_port_t watched, notify, previous;
    check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &watched), "the port to watch");
    check(mach_port_insert_right(mach_task_self(), watched, watched, MACH_MSG_TYPE_MAKE_SEND), "a send right to it");
    check(mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &notify), "the port for notifications");
    check(mach_port_request_notification(mach_task_self(), watched, MACH_NOTIFY_DEAD_NAME, 0, notify,
                                         MACH_MSG_TYPE_MAKE_SEND_ONCE, &previous),
          "the request");
    printf("watched before: %s\n", previous == MACH_PORT_NULL ? "no" : "yes");

    check(mach_port_mod_refs(mach_task_self(), watched, MACH_PORT_RIGHT_RECEIVE, -1), "the port's end");

    mach_dead_name_notification_t told;
    check(mach_msg(&told.not_header, MACH_RCV_MSG | MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_SENDER), 0, sizeof told, notify,
                   MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL),
          "the notification");
    printf("dead name: %s\n", told.not_header.msgh_id == MACH_NOTIFY_DEAD_NAME && told.not_port == watched ? "yes" : "no");
    printf("from the kernel: %s\n", told.trailer.msgh_sender.val[0] == 0 && told.trailer.msgh_sender.val[1] == 1 ? "yes" : "no");
    printf("user references: %u\n", dead_references(watched));

    check(mach_port_deallocate(mach_task_self(), told.not_port), "what the notification brought");
    check(mach_port_deallocate(mach_task_self(), watched), "what the send right became");
    check(mach_port_mod_refs(mach_task_self(), notify, MACH_PORT_RIGHT_RECEIVE, -1), "the end");
    puts("done");
    return 0;
}
