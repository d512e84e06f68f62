/* A program that ends with live rights: of every kind, in messages, small and large, and in requests; in a forked child, too.
   With an argument it loses memory as well.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <machport/machport.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int failed(machport_status_t status)
{
    if (status != MACHPORT_KERN_SUCCESS)
        (void)fprintf(stderr, "%s\n", machport_status_name(status));
    return status != MACHPORT_KERN_SUCCESS;
}

static int leave_rights_alive(void)
{
    static const char bytes[5000];
    machport_receive_t receive, carried, dies;
    machport_send_t send, dead;
    machport_send_once_t send_once, notify, none;
    machport_port_set_t set, empty;
    mach_port_t reply = mig_get_reply_port();
    if (reply == MACH_PORT_NULL || failed(machport_pair_new(0, 0, &receive, &send)) ||
        failed(machport_pair_new(0, 0, &dies, &dead)) || failed(machport_receive_right_release(dies, 0)) ||
        failed(machport_receive_right_new(0, 0, &carried)) || failed(machport_send_once_right_make(receive, &send_once)) ||
        failed(machport_send_once_right_make(receive, &notify)) || failed(machport_notify_dead_name(send, notify, &none)) ||
        failed(machport_port_set_new(&set)) || failed(machport_port_set_new(&empty)) ||
        failed(machport_port_set_insert(set, receive)))
        return 1;
    machport_right_t rights[] = {{.name = carried, .disposition = MACHPORT_MOVE_RECEIVE},
                                 {.name = receive, .disposition = MACHPORT_MAKE_SEND}};
    return failed(machport_message_send(send, 1, bytes, 8, NULL, rights, 2, 0, 0)) ||
           failed(machport_message_send(send, 2, bytes, sizeof bytes, NULL, NULL, 0, 0, 0));
}

static void *volatile lost;

int main(int argc, char **argv)
{
    int status = 0;
    (void)argv;
    if (leave_rights_alive())
        return 1;
    const pid_t child = fork();
    if (child == 0)
        return failed(machport_renew()) || leave_rights_alive();
    if (waitpid(child, &status, 0) != child || status != 0)
        return 1;
    if (argc > 1) {
        lost = malloc(1000);
        lost = NULL;
    }
    return 0;
}
