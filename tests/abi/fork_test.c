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

/* A call that must answer E_FORKED and write `cleared` over what its result held. */
#define REFUSED(result, cleared, call)                                                                                           \
    do {                                                                                                                         \
        (result) = 1;                                                                                                            \
        CHECK_EQ(call, MACHPORT_E_FORKED);                                                                                       \
        CHECK_EQ(result, cleared);                                                                                               \
    } while (0)

static void child_asks_in_vain(machport_send_t send)
{
    machport_status_t verdict;
    uint32_t number;
    size_t count;
    REFUSED(number, 0, machport_types(send, &number));
    REFUSED(number, 0, machport_urefs(send, MACHPORT_KIND_SEND, &number));
    REFUSED(verdict, MACHPORT_E_FORKED, machport_check(send, MACHPORT_KIND_SEND, &verdict));
    REFUSED(count, 0, machport_space_names(NULL, NULL, 0, &count));
    REFUSED(count, 0, machport_port_set_members(send, NULL, 0, &count));
}

static void child_asks_its_ports_in_vain(machport_receive_t receive)
{
    uint64_t context;
    uint32_t value;
    int nothing; /* a call without a result leaves it as it is */
    REFUSED(context, 0, machport_context_get(receive, &context));
    REFUSED(value, 0, machport_attr_get(receive, MACHPORT_ATTR_QUEUE_LIMIT, &value));
    REFUSED(nothing, 1, machport_context_set(receive, 1));
    REFUSED(nothing, 1, machport_attr_set(receive, MACHPORT_ATTR_QUEUE_LIMIT, 1));
    REFUSED(nothing, 1, machport_guard_set(receive, 1, 0));
    REFUSED(nothing, 1, machport_guard_clear(receive, 1));
    REFUSED(nothing, 1, machport_port_set_insert(receive, receive));
    REFUSED(nothing, 1, machport_port_set_extract(receive, receive));
}

static void child_gets_no_right(machport_receive_t receive, machport_send_t send)
{
    machport_name_t right, other;
    machport_kind_t kind;
    REFUSED(right, MACHPORT_NULL, machport_adopt(send, MACHPORT_KIND_SEND, 0, &right));
    REFUSED(right, MACHPORT_NULL, machport_disown(send, MACHPORT_KIND_SEND, &right));
    REFUSED(right, MACHPORT_NULL, machport_receive_right_new(0, 0, &right));
    REFUSED(right, MACHPORT_NULL, machport_pair_new(0, 0, &right, &other));
    REFUSED(other, MACHPORT_NULL, machport_pair_new(0, 0, &right, &other));
    REFUSED(right, MACHPORT_NULL, machport_send_right_make(receive, &right));
    REFUSED(right, MACHPORT_NULL, machport_send_once_right_make(receive, &right));
    REFUSED(right, MACHPORT_NULL, machport_send_right_dup(send, &right));
    REFUSED(right, MACHPORT_NULL, machport_send_right_dup_any(send, &right, &kind));
    REFUSED(right, MACHPORT_NULL, machport_dead_name_dup(send, &right));
    REFUSED(right, MACHPORT_NULL, machport_port_set_new(&right));
    REFUSED(right, MACHPORT_NULL, machport_task_self(&right));
    REFUSED(right, MACHPORT_NULL, machport_host_self(&right));
    REFUSED(right, MACHPORT_NULL, machport_thread_self(&right));
    REFUSED(right, MACHPORT_NULL, machport_special_port(MACHPORT_SPECIAL_TASK, &right));
}

static void child_sends_and_receives_nothing(machport_receive_t receive, machport_send_t send)
{
    machport_name_t previous;
    machport_right_t right = {.name = send, .disposition = MACHPORT_MOVE_SEND_ONCE};
    machport_received_t received = {.struct_size = sizeof received};
    machport_notification_t said = {.struct_size = sizeof said};
    int32_t fd;
    REFUSED(previous, MACHPORT_NULL, machport_notify_dead_name(send, send, &previous));
    REFUSED(previous, MACHPORT_NULL, machport_notify_send_possible(send, send, &previous));
    REFUSED(previous, MACHPORT_NULL, machport_notify_no_senders(receive, 0, send, &previous));
    REFUSED(previous, MACHPORT_NULL, machport_notify_cancel(send, MACHPORT_NOTIFY_DEAD_NAME, &previous));
    REFUSED(previous, 1, machport_notify_port_destroyed(receive, send));
    REFUSED(right.outcome, MACHPORT_OUTCOME_NONE, machport_message_send(send, 1, NULL, 0, NULL, &right, 1, 0, 0));
    REFUSED(right.outcome, MACHPORT_OUTCOME_NONE, machport_message_send_once(&right, 1, NULL, 0, NULL, 0, 0));
    REFUSED(received.from, MACHPORT_NULL, machport_message_receive(receive, NULL, 0, NULL, 0, 0, 0, &received));
    REFUSED(said.name, MACHPORT_NULL, machport_notification_decode(&received, NULL, 0, NULL, 0, &said));
    REFUSED(fd, -1, machport_wait_fd(receive, &fd));
}

static void child_releases_nothing(machport_receive_t receive, machport_send_t send)
{
    CHECK_EQ(machport_send_right_release(send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_once_right_release(send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_release(receive, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_pair_release(receive, send, 1), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_port_set_release(receive), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_dead_name_release(send), MACHPORT_KERN_SUCCESS);
    for (machport_kind_t kind = 0; kind < 7; kind++)
        CHECK_EQ(machport_release(kind, send, 0), MACHPORT_KERN_SUCCESS);
    machport_right_t right = {.name = send, .disposition = MACHPORT_MOVE_SEND};
    CHECK_EQ(machport_rights_release(&right, 1), MACHPORT_KERN_SUCCESS);
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
        CHECK(machport_epoch() != epoch);
        child_asks_in_vain(send);
        child_asks_its_ports_in_vain(receive);
        child_gets_no_right(receive, send);
        child_sends_and_receives_nothing(receive, send);
        child_releases_nothing(receive, send);
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
