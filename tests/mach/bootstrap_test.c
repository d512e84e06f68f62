/* Services by name: offered once, found by all tasks, gone with their port.
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
    CHECK_EQ(bootstrap_register(bootstrap_port, name, port), KERN_INVALID_RIGHT);
    destroy_receive(port);
    CHECK_EQ(strcmp(bootstrap_strerror(BOOTSTRAP_UNKNOWN_SERVICE), "Unknown service name"), 0);
}

int main(void)
{
    RUN(test_a_service_is_checked_in_once_and_found);
    RUN(test_a_name_that_is_too_long_is_cut);
    RUN(test_another_task_finds_it);
    RUN(test_a_send_right_is_registered_and_stays_its_owners);
    return check_result();
}
