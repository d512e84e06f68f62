/* Attributes and counts of receive rights (mach-semantics 6.10, 6.11).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

static integer_t words[32];

static kern_return_t get(mach_port_name_t name, mach_port_flavor_t flavor, mach_msg_type_number_t *count)
{
    memset(words, 0xff, sizeof words);
    return mach_port_get_attributes(SELF, name, flavor, words, count);
}

static kern_return_t set(mach_port_name_t name, mach_port_flavor_t flavor, integer_t value, mach_msg_type_number_t count)
{
    return mach_port_set_attributes(SELF, name, flavor, &value, count);
}

static void test_the_queue_limit(void)
{
    mach_port_name_t name = new_receive();
    mach_port_limits_t limits = {99};
    mach_msg_type_number_t count = 5;
    OK(set(name, MACH_PORT_LIMITS_INFO, MACH_PORT_QLIMIT_MAX, 1));
    OK(mach_port_get_attributes(SELF, name, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, &count));
    CHECK_EQ(count, MACH_PORT_LIMITS_INFO_COUNT);
    CHECK_EQ(limits.mpl_qlimit, MACH_PORT_QLIMIT_MAX);
    CHECK_EQ(set(name, MACH_PORT_LIMITS_INFO, MACH_PORT_QLIMIT_MAX + 1, 1), KERN_INVALID_VALUE);
    CHECK_EQ(set(NAME_UNKNOWN, MACH_PORT_LIMITS_INFO, -1, 1), KERN_INVALID_VALUE);
    CHECK_EQ(set(name, MACH_PORT_LIMITS_INFO, 1, 0), KERN_FAILURE);
    CHECK_EQ(set(MACH_PORT_NULL, MACH_PORT_LIMITS_INFO, 1, 1), KERN_INVALID_RIGHT);
    CHECK_EQ(set(NAME_UNKNOWN, MACH_PORT_LIMITS_INFO, 1, 1), KERN_INVALID_NAME);
    CHECK_EQ(status_of(name).mps_qlimit, MACH_PORT_QLIMIT_MAX);
    destroy_receive(name);
}

static void test_flavors_that_are_only_set(void)
{
    mach_port_name_t name = new_receive();
    OK(set(name, MACH_PORT_DNREQUESTS_SIZE, 10, 1));
    CHECK_EQ(status_of(name).mps_flags, 0);
    OK(set(name, MACH_PORT_IMPORTANCE_RECEIVER, 1, 1));
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_IMP_DONATION);
    OK(set(name, MACH_PORT_TEMPOWNER, 1, 1));
    CHECK_EQ(status_of(name).mps_flags, MACH_PORT_STATUS_FLAG_IMP_DONATION | MACH_PORT_STATUS_FLAG_TEMPOWNER);
    CHECK_EQ(set(name, MACH_PORT_SERVICE_THROTTLED, 1, 1), KERN_INVALID_CAPABILITY);
    CHECK_EQ(set(name, MACH_PORT_RECEIVE_STATUS, 1, 10), KERN_INVALID_ARGUMENT);
    CHECK_EQ(set(name, 99, 1, 10), KERN_INVALID_ARGUMENT);
    destroy_receive(name);
}

static void test_flavors_of_no_right(void)
{
    const mach_port_name_t none[] = {MACH_PORT_NULL, MACH_PORT_DEAD};
    for (int i = 0; i < 2; i++) {
        mach_msg_type_number_t count = 1;
        OK(get(none[i], MACH_PORT_LIMITS_INFO, &count));
        CHECK_EQ(count, 0);
        count = 1;
        OK(get(none[i], MACH_PORT_DNREQUESTS_SIZE, &count));
        CHECK_EQ(count, 1);
        CHECK_EQ(words[0], 0);
        count = 32;
        CHECK_EQ(get(none[i], MACH_PORT_RECEIVE_STATUS, &count), KERN_INVALID_RIGHT);
        CHECK_EQ(get(none[i], MACH_PORT_INFO_EXT, &count), KERN_INVALID_RIGHT);
    }
}

static void test_flavors_that_are_refused(void)
{
    mach_port_name_t name = new_receive(), set_name = new_set(), dead = new_dead_name(1);
    mach_msg_type_number_t count = 32;
    for (mach_port_flavor_t flavor = MACH_PORT_TEMPOWNER; flavor <= MACH_PORT_DENAP_RECEIVER; flavor++)
        CHECK_EQ(get(name, flavor, &count), KERN_INVALID_ARGUMENT);
    OK(get(name, MACH_PORT_INFO_EXT, &count));
    CHECK_EQ(count, MACH_PORT_INFO_EXT_COUNT);
    count = MACH_PORT_RECEIVE_STATUS_COUNT - 1;
    CHECK_EQ(get(MACH_PORT_NULL, MACH_PORT_RECEIVE_STATUS, &count), KERN_FAILURE);
    count = 32;
    CHECK_EQ(get(set_name, MACH_PORT_RECEIVE_STATUS, &count), KERN_INVALID_RIGHT);
    CHECK_EQ(get(dead, MACH_PORT_RECEIVE_STATUS, &count), KERN_INVALID_NAME);
    CHECK_EQ(get(NAME_UNKNOWN, MACH_PORT_RECEIVE_STATUS, &count), KERN_INVALID_NAME);
    destroy_receive(name);
    OK(mach_port_destroy(SELF, set_name));
    OK(mach_port_destroy(SELF, dead));
}

static void test_counts(void)
{
    mach_port_name_t name = new_pair(5);
    mach_port_rights_t srights = 0;
    OK(mach_port_set_mscount(SELF, name, 77));
    OK(mach_port_set_seqno(SELF, name, 88));
    CHECK_EQ(status_of(name).mps_mscount, 77);
    CHECK_EQ(status_of(name).mps_seqno, 88);
    uint64_t other = new_task();
    give(name, MACH_MSG_TYPE_COPY_SEND, other);
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 2); /* entries, not references */
    OK(mach_embedded_task_destroy(other));
    OK(mach_port_get_srights(SELF, name, &srights));
    CHECK_EQ(srights, 1);
    OK(mach_port_destroy(SELF, name));
}

static void test_how_many_requests_there_are(void)
{
    mach_port_name_t name = new_pair(1), notify = new_receive(), dead = new_dead_name(1);
    mach_msg_type_number_t count = MACH_PORT_DNREQUESTS_SIZE_COUNT;
    unsigned total = 77, used = 77;
    OK(mach_port_dnrequest_info(SELF, name, &total, &used));
    CHECK_EQ(total, 0);
    CHECK_EQ(used, 0);
    arm(name, MACH_NOTIFY_DEAD_NAME, 0, notify);
    OK(mach_port_dnrequest_info(SELF, name, &total, &used));
    CHECK_EQ(total, 2); /* the table's size, which the flavor tells too */
    CHECK_EQ(used, 1);
    OK(get(name, MACH_PORT_DNREQUESTS_SIZE, &count));
    CHECK_EQ(words[0], 2);
    CHECK_EQ(mach_port_dnrequest_info(SELF, MACH_PORT_NULL, &total, &used), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_dnrequest_info(SELF, MACH_PORT_DEAD, &total, &used), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_dnrequest_info(SELF, NAME_UNKNOWN, &total, &used), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_dnrequest_info(SELF, dead, &total, &used), KERN_INVALID_NAME);
    CHECK_EQ(mach_port_dnrequest_info(SELF, SELF, &total, &used), KERN_INVALID_RIGHT);
    OK(mach_port_destroy(SELF, name));
    OK(mach_port_deallocate(SELF, dead));
    destroy_receive(notify);
}

int main(void)
{
    RUN(test_the_queue_limit);
    RUN(test_flavors_that_are_only_set);
    RUN(test_flavors_of_no_right);
    RUN(test_flavors_that_are_refused);
    RUN(test_counts);
    RUN(test_how_many_requests_there_are);
    return check_result();
}
