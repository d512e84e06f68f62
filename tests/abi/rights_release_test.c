/* An array of rights is released element by element, and each element says what became of it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include <machport.h>

static size_t name_count(void)
{
    size_t count;
    CHECK_EQ(machport_space_names(NULL, NULL, 0, &count), MACHPORT_KERN_SUCCESS);
    return count;
}

static machport_receive_t new_receive(void)
{
    machport_receive_t receive;
    CHECK_EQ(machport_receive_right_new(0, 0, &receive), MACHPORT_KERN_SUCCESS);
    return receive;
}

static machport_right_t element(machport_name_t name, uint32_t disposition)
{
    return (machport_right_t){.name = name, .disposition = disposition, .outcome = MACHPORT_OUTCOME_KEPT};
}

static void check_element(machport_right_t right, machport_name_t name, uint32_t outcome)
{
    CHECK_EQ(right.name, name);
    CHECK_EQ(right.outcome, outcome);
}

static void test_each_kind_is_released(void)
{
    machport_receive_t receive = new_receive();
    machport_send_t send;
    machport_send_once_t send_once;
    CHECK_EQ(machport_send_right_make(receive, &send), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_once_right_make(receive, &send_once), MACHPORT_KERN_SUCCESS);
    machport_right_t rights[] = {element(send_once, MACHPORT_MOVE_SEND_ONCE), element(send, MACHPORT_MOVE_SEND),
                                 element(receive, MACHPORT_MOVE_RECEIVE)};
    CHECK_EQ(machport_rights_release(rights, 3), MACHPORT_KERN_SUCCESS);
    for (int i = 0; i < 3; i++)
        check_element(rights[i], MACHPORT_NULL, MACHPORT_OUTCOME_LOST);
}

static void test_a_dead_send_right_is_released(void)
{
    machport_receive_t receive = new_receive();
    machport_send_t send;
    CHECK_EQ(machport_send_right_make(receive, &send), MACHPORT_KERN_SUCCESS);
    machport_right_t rights[] = {element(receive, MACHPORT_MOVE_RECEIVE), element(send, MACHPORT_MOVE_SEND)};
    CHECK_EQ(machport_rights_release(rights, 2), MACHPORT_KERN_SUCCESS);
    check_element(rights[1], MACHPORT_NULL, MACHPORT_OUTCOME_LOST);
}

static void test_null_and_dead_stay(void)
{
    machport_right_t rights[] = {element(MACHPORT_NULL, 0), element(MACHPORT_DEAD, MACHPORT_MOVE_SEND)};
    CHECK_EQ(machport_rights_release(rights, 2), MACHPORT_KERN_SUCCESS);
    check_element(rights[0], MACHPORT_NULL, MACHPORT_OUTCOME_NONE);
    check_element(rights[1], MACHPORT_DEAD, MACHPORT_OUTCOME_NONE);
}

static void test_a_failure_stops_nobody(void)
{
    machport_receive_t guarded, first = new_receive(), last = new_receive(), gone = new_receive();
    CHECK_EQ(machport_receive_right_release(gone, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_receive_right_new(MACHPORT_GUARD, 7, &guarded), MACHPORT_KERN_SUCCESS);
    machport_right_t rights[] = {
        element(first, MACHPORT_MOVE_RECEIVE), element(guarded, MACHPORT_MOVE_RECEIVE), element(gone, MACHPORT_MOVE_SEND),
        element(last, MACHPORT_MOVE_SEND),     element(last, MACHPORT_COPY_SEND),       element(last, MACHPORT_MOVE_RECEIVE),
    };
    CHECK_EQ(machport_rights_release(rights, 6), MACHPORT_KERN_INVALID_ARGUMENT);
    check_element(rights[0], MACHPORT_NULL, MACHPORT_OUTCOME_LOST);
    check_element(rights[1], guarded, MACHPORT_OUTCOME_NONE);
    check_element(rights[2], gone, MACHPORT_OUTCOME_NONE);
    check_element(rights[3], last, MACHPORT_OUTCOME_NONE);
    check_element(rights[4], last, MACHPORT_OUTCOME_NONE);
    check_element(rights[5], MACHPORT_NULL, MACHPORT_OUTCOME_LOST);
    CHECK_EQ(machport_receive_right_release(guarded, 7), MACHPORT_KERN_SUCCESS);
    rights[4].name = new_receive();
    CHECK_EQ(machport_rights_release(&rights[4], 1), MACHPORT_KERN_INVALID_VALUE);
    rights[4].disposition = MACHPORT_MOVE_SEND;
    CHECK_EQ(machport_rights_release(&rights[4], 1), MACHPORT_E_WRONG_KIND);
    CHECK_EQ(machport_rights_release(&rights[2], 1), MACHPORT_E_STALE);
    CHECK_EQ(machport_receive_right_release(rights[4].name, 0), MACHPORT_KERN_SUCCESS);
}

static void test_pointers(void)
{
    CHECK_EQ(machport_rights_release(NULL, 0), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_rights_release(NULL, 1), MACHPORT_E_POINTER);
}

int main(void)
{
    const size_t names = name_count();
    test_each_kind_is_released();
    test_a_dead_send_right_is_released();
    test_null_and_dead_stay();
    test_a_failure_stops_nobody();
    test_pointers();
    CHECK_EQ(name_count(), names);
    return check_result();
}
