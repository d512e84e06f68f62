/* A descriptor that is readable while a message waits, for event loops.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space_view.h"
#include <poll.h>
#include <unistd.h>

static machport_receive_t queue;
static machport_send_t to;

static machport_status_t poll_queue(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    return machport_message_receive(queue, NULL, 0, NULL, 0, 0, 0, &received);
}

static int is_readable(int fd, int timeout_ms)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    return poll(&wanted, 1, timeout_ms) == 1 && (wanted.revents & POLLIN) != 0;
}

static void a_descriptor_is_readable_while_a_message_waits(machport_any_t from)
{
    int32_t fd;
    CHECK_EQ(machport_wait_fd(from, &fd), MACHPORT_KERN_SUCCESS);
    CHECK(!is_readable(fd, 0));
    for (int i = 0; i < 2; i++)
        CHECK_EQ(machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, 0), MACHPORT_KERN_SUCCESS);
    CHECK(is_readable(fd, 1000));
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
    CHECK(is_readable(fd, 1000));
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
    CHECK(!is_readable(fd, 0));
    CHECK_EQ(close(fd), 0);
}

static void descriptors(void)
{
    machport_port_set_t set;
    int32_t fd;
    CHECK_EQ(machport_port_set_new(&set), MACHPORT_KERN_SUCCESS);
    a_descriptor_is_readable_while_a_message_waits(queue);
    CHECK_EQ(machport_port_set_insert(set, queue), MACHPORT_KERN_SUCCESS);
    a_descriptor_is_readable_while_a_message_waits(set);
    CHECK_EQ(machport_port_set_release(set), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_wait_fd(queue, NULL), MACHPORT_E_POINTER);
    const machport_name_t none[] = {MACHPORT_NULL, MACHPORT_DEAD, set, new_send_once(queue)};
    const machport_status_t answers[] = {MACHPORT_E_NULL, MACHPORT_E_DEAD, MACHPORT_E_STALE, MACHPORT_E_WRONG_KIND};
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(machport_wait_fd(none[i], &fd), answers[i]);
        CHECK_EQ(fd, -1);
    }
    CHECK_EQ(machport_send_once_right_release(none[3]), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(poll_queue(), MACHPORT_KERN_SUCCESS);
}

int main(void)
{
    const struct space_view before = view_space();
    queue = new_port();
    to = new_send(queue);
    descriptors();
    CHECK_EQ(machport_pair_release(queue, to, 0), MACHPORT_KERN_SUCCESS);
    check_space("the end", &before);
    return check_result();
}
