/* Law 11: the child of a fork is inert until it renews, and its name space is another one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include <machport.h>
#include <sys/wait.h>
#include <unistd.h>

static uint32_t send_urefs(machport_send_t send)
{
    uint32_t urefs;
    CHECK_EQ(machport_urefs(send, MACHPORT_KIND_SEND, &urefs), MACHPORT_KERN_SUCCESS);
    return urefs;
}

static size_t name_count(void)
{
    size_t count;
    CHECK_EQ(machport_space_names(NULL, NULL, 0, &count), MACHPORT_KERN_SUCCESS);
    return count;
}

static void child_is_inert(machport_receive_t receive, machport_send_t send, machport_epoch_t parents)
{
    machport_send_t copy = 1;
    machport_status_t verdict;
    uint32_t types = 1;
    size_t count = 1;

    CHECK(machport_epoch() != parents);
    CHECK_EQ(machport_send_right_dup(send, &copy), MACHPORT_E_FORKED);
    CHECK_EQ(copy, MACHPORT_NULL);
    CHECK_EQ(machport_types(send, &types), MACHPORT_E_FORKED);
    CHECK_EQ(types, 0);
    CHECK_EQ(machport_check(send, MACHPORT_KIND_SEND, &verdict), MACHPORT_E_FORKED);
    CHECK_EQ(verdict, MACHPORT_E_FORKED);
    CHECK_EQ(machport_space_names(NULL, NULL, 0, &count), MACHPORT_E_FORKED);
    CHECK_EQ(count, 0);
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_release(MACHPORT_KIND_SEND, send, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(receive, send, 0), MACHPORT_KERN_SUCCESS);
}

static void child_renews(machport_send_t send, machport_epoch_t parents)
{
    uint32_t types;
    machport_receive_t receive;

    CHECK_EQ(machport_renew(), MACHPORT_KERN_SUCCESS);
    CHECK(machport_epoch() != parents);
    CHECK_EQ(machport_types(send, &types), MACHPORT_E_STALE);
    const size_t names = name_count();
    CHECK_EQ(machport_receive_right_new(0, 0, &receive), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_release(receive, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(name_count(), names);
}

int main(void)
{
    const size_t names = name_count();
    const machport_epoch_t epoch = machport_epoch();
    machport_receive_t receive;
    machport_send_t send;
    CHECK_EQ(machport_pair_new(0, 0, &receive, &send), MACHPORT_KERN_SUCCESS);

    const pid_t child = fork();
    if (child == 0) {
        child_is_inert(receive, send, epoch);
        child_renews(send, epoch);
        _exit(check_result());
    }
    int ended;
    CHECK_EQ(waitpid(child, &ended, 0), child);
    CHECK(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);

    CHECK_EQ(machport_epoch(), epoch);
    CHECK_EQ(send_urefs(send), 1);
    CHECK_EQ(machport_pair_release(receive, send, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(name_count(), names);
    return check_result();
}
