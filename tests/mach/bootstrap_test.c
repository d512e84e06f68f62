/* Services by name: offered once, found by all tasks, gone with their port or the task that offered them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <servers/bootstrap.h>

#define NAME "org.example.service"

static void test_a_service_is_checked_in_once_and_found(void)
{
    mach_port_name_t service, again, found;
    CHECK_EQ(bootstrap_look_up(bootstrap_port, NAME, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    CHECK_EQ(found, MACH_PORT_NULL);
    OK(bootstrap_check_in(bootstrap_port, NAME, &service));
    CHECK_EQ(bootstrap_check_in(bootstrap_port, NAME, &again), BOOTSTRAP_SERVICE_ACTIVE);
    OK(bootstrap_look_up(bootstrap_port, NAME, &found));
    CHECK_EQ(found, service); /* one name for both rights of a port */
    CHECK_EQ(urefs_of(service, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_port_deallocate(SELF, found));
    destroy_receive(service);
    CHECK_EQ(bootstrap_look_up(bootstrap_port, NAME, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    OK(bootstrap_check_in(bootstrap_port, NAME, &service));
    destroy_receive(service);
}

static void test_a_name_that_is_too_long_is_cut(void)
{
    char name[2 * BOOTSTRAP_MAX_NAME_LEN] = {0};
    mach_port_name_t service, again;
    memset(name, 'n', BOOTSTRAP_MAX_NAME_LEN);
    OK(bootstrap_check_in(bootstrap_port, name, &service));
    CHECK_EQ(bootstrap_check_in(bootstrap_port, name, &again), BOOTSTRAP_SERVICE_ACTIVE);
    destroy_receive(service);
}

static void test_another_task_finds_it(void)
{
    uint64_t task, home;
    mach_port_name_t service, found;
    OK(bootstrap_check_in(bootstrap_port, NAME, &service));
    OK(mach_embedded_task_create(&task));
    OK(mach_embedded_task_enter(task, &home));
    OK(bootstrap_look_up(bootstrap_port, NAME, &found));
    CHECK_EQ(urefs_of(found, MACH_PORT_RIGHT_SEND), 1);
    OK(mach_embedded_task_enter(home, &task));
    OK(mach_embedded_task_destroy(task));
    destroy_receive(service);
}

static void test_a_send_right_is_registered_and_stays_its_owners(void)
{
    name_t name = NAME;
    mach_port_name_t port = new_pair(1), found;
    OK(bootstrap_register(bootstrap_port, name, port));
    CHECK_EQ(bootstrap_register(bootstrap_port, name, port), BOOTSTRAP_NAME_IN_USE);
    CHECK_EQ(urefs_of(port, MACH_PORT_RIGHT_SEND), 1);
    OK(bootstrap_look_up(bootstrap_port, name, &found));
    CHECK_EQ(found, port);
    CHECK_EQ(urefs_of(port, MACH_PORT_RIGHT_SEND), 2);
    OK(mach_port_mod_refs(SELF, port, MACH_PORT_RIGHT_SEND, -2));
    CHECK_EQ(bootstrap_register(bootstrap_port, name, port), MACH_SEND_INVALID_RIGHT);
    destroy_receive(port);
    CHECK_EQ(strcmp(bootstrap_strerror(BOOTSTRAP_UNKNOWN_SERVICE), "Unknown service name"), 0);
}

/* Each has one user reference from its beginning, which takes no name and is not listed. */
static void test_each_task_has_the_bootstrap_port_under_one_name(void)
{
    mach_port_name_t port = MACH_PORT_NULL, name;
    uint64_t task = new_task(), home = enter(task);
    struct names all = all_names();
    CHECK_EQ(all.count, 1);
    free_names(all);
    CHECK_EQ(new_receive(), 0x203);
    CHECK_EQ(type_of(bootstrap_port), MACH_PORT_TYPE_SEND);
    CHECK_EQ(urefs_of(bootstrap_port, MACH_PORT_RIGHT_SEND), 1);
    OK(task_get_bootstrap_port(SELF, &port));
    CHECK_EQ(port, bootstrap_port);
    CHECK_EQ(urefs_of(port, MACH_PORT_RIGHT_SEND), 2);
    all = all_names(); /* now it is listed: who asked must release */
    CHECK_EQ(all.count, 3);
    CHECK_EQ(all.names[0], bootstrap_port);
    CHECK_EQ(all.types[0], MACH_PORT_TYPE_SEND);
    free_names(all);
    OK(mach_embedded_task_destroy(enter(home)));
    task = new_task();
    CHECK_EQ(give(bootstrap_port, MACH_MSG_TYPE_COPY_SEND, task), bootstrap_port); /* it merges */
    enter(task);
    CHECK_EQ(urefs_of(bootstrap_port, MACH_PORT_RIGHT_SEND), 2);
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, bootstrap_port), KERN_FAILURE);
    OK(mach_port_mod_refs(SELF, bootstrap_port, MACH_PORT_RIGHT_SEND, -2));
    CHECK_EQ(type_of(bootstrap_port), MACH_PORT_TYPE_NONE);
    CHECK_EQ(bootstrap_look_up(bootstrap_port, NAME, &port), MACH_SEND_INVALID_DEST);
    CHECK_EQ(new_receive(), 0x203); /* its name comes to nobody else */
    OK(task_get_bootstrap_port(SELF, &name));
    CHECK_EQ(name, 0x303);
    CHECK_EQ(bootstrap_look_up(name, NAME, &port), BOOTSTRAP_UNKNOWN_SERVICE);
    OK(mach_embedded_task_destroy(enter(home)));
}

static void test_only_the_bootstrap_port_is_asked(void)
{
    mach_port_name_t receive = new_receive(), other = new_pair(1), dead = new_dead_name(1), found = 77;
    const mach_port_name_t bad[] = {MACH_PORT_NULL, MACH_PORT_DEAD, NAME_UNKNOWN, receive, dead};
    name_t name = NAME;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_EQ(bootstrap_check_in(bad[i], name, &found), MACH_SEND_INVALID_DEST);
        CHECK_EQ(found, MACH_PORT_NULL);
        CHECK_EQ(bootstrap_look_up(bad[i], name, &found), MACH_SEND_INVALID_DEST);
        CHECK_EQ(bootstrap_register(bad[i], name, other), MACH_SEND_INVALID_DEST);
    }
    CHECK_EQ(bootstrap_look_up(other, name, &found), MIG_BAD_ID);
    CHECK_EQ(bootstrap_look_up(bootstrap_port, name, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    CHECK_EQ(bootstrap_register(bootstrap_port, name, NAME_UNKNOWN), MACH_SEND_INVALID_RIGHT);
    CHECK_EQ(bootstrap_register(bootstrap_port, name, dead), MACH_SEND_INVALID_RIGHT);
    OK(mach_port_deallocate(SELF, dead));
    OK(mach_port_destroy(SELF, other));
    destroy_receive(receive);
}

static void test_a_service_ends_with_its_task(void)
{
    name_t name = NAME;
    mach_port_name_t service, port = new_pair(1), found;
    uint64_t task = new_task(), home = enter(task);
    OK(bootstrap_check_in(bootstrap_port, name, &service));
    enter(home);
    CHECK_EQ(bootstrap_check_in(bootstrap_port, name, &found), BOOTSTRAP_SERVICE_ACTIVE);
    CHECK_EQ(bootstrap_register(bootstrap_port, name, port), BOOTSTRAP_NAME_IN_USE);
    CHECK_EQ(bootstrap_register(bootstrap_port, name, MACH_PORT_NULL), BOOTSTRAP_NOT_PRIVILEGED);
    OK(bootstrap_look_up(bootstrap_port, name, &found));
    OK(mach_embedded_task_destroy(task));
    CHECK_EQ(type_of(found), MACH_PORT_TYPE_DEAD_NAME);
    OK(mach_port_deallocate(SELF, found));
    CHECK_EQ(bootstrap_look_up(bootstrap_port, name, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    /* One that lives elsewhere, too. */
    task = new_task();
    found = give(port, MACH_MSG_TYPE_COPY_SEND, task);
    enter(task);
    OK(bootstrap_register(bootstrap_port, name, found));
    enter(home);
    OK(mach_embedded_task_destroy(task));
    CHECK_EQ(bootstrap_look_up(bootstrap_port, name, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    OK(bootstrap_register(bootstrap_port, name, port));
    OK(bootstrap_register(bootstrap_port, name, MACH_PORT_NULL));
    CHECK_EQ(bootstrap_register(bootstrap_port, name, MACH_PORT_NULL), BOOTSTRAP_UNKNOWN_SERVICE);
    OK(mach_port_destroy(SELF, port));
}

/* The list's own send right counts: who checked in is told of the last sender when the service ends. */
static void test_the_list_holds_one_send_right(void)
{
    name_t name = NAME;
    mach_port_name_t port = new_pair(1), notify = new_receive();
    mach_port_rights_t srights = 0;
    OK(bootstrap_register(bootstrap_port, name, port));
    OK(mach_port_deallocate(SELF, port));
    OK(mach_port_get_srights(SELF, port, &srights));
    CHECK_EQ(srights, 1);
    arm(port, MACH_NOTIFY_NO_SENDERS, 0, notify);
    CHECK_EQ(messages_at(notify), 0);
    OK(bootstrap_register(bootstrap_port, name, MACH_PORT_NULL));
    CHECK_EQ(messages_at(notify), 1);
    destroy_receive(port);
    destroy_receive(notify);
}

static void test_a_full_space_gets_no_service(void)
{
    mach_port_name_t service, found = 77;
    uint64_t task = new_task(), home;
    OK(bootstrap_check_in(bootstrap_port, NAME, &service));
    home = enter(task);
    OK(mach_embedded_limit_names(1));
    CHECK_EQ(bootstrap_look_up(bootstrap_port, NAME, &found), MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
    CHECK_EQ(found, MACH_PORT_NULL);
    CHECK_EQ(bootstrap_check_in(bootstrap_port, "org.example.other", &found), MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE);
    enter(home);
    CHECK_EQ(bootstrap_look_up(bootstrap_port, "org.example.other", &found), BOOTSTRAP_UNKNOWN_SERVICE);
    OK(mach_embedded_task_destroy(task));
    destroy_receive(service);
}

static void test_a_reset_ends_all(void)
{
    mach_port_name_t service, found;
    OK(bootstrap_check_in(bootstrap_port, NAME, &service));
    OK(mach_embedded_reset());
    CHECK_EQ(bootstrap_look_up(bootstrap_port, NAME, &found), BOOTSTRAP_UNKNOWN_SERVICE);
    CHECK_EQ(urefs_of(bootstrap_port, MACH_PORT_RIGHT_SEND), 1);
}

int main(void)
{
    RUN(test_a_service_is_checked_in_once_and_found);
    RUN(test_a_name_that_is_too_long_is_cut);
    RUN(test_another_task_finds_it);
    RUN(test_a_send_right_is_registered_and_stays_its_owners);
    RUN(test_each_task_has_the_bootstrap_port_under_one_name);
    RUN(test_only_the_bootstrap_port_is_asked);
    RUN(test_a_service_ends_with_its_task);
    RUN(test_the_list_holds_one_send_right);
    RUN(test_a_full_space_gets_no_service);
    RUN(test_a_reset_ends_all);
    return check_result();
}
