/* Memory runs out, or room for names, where rights are made, moved and watched: each call is made with its first allocation
   failing, then with its second, and so on, as scarce.h says. The answer is the call's documented one, and nothing has changed;
   what cannot be refused succeeds. That nothing of malloc's leaks is LeakSanitizer's to say.
   SPDX-License-Identifier: MIT OR Apache-2.0
   This program is linked with libmach's own objects, whose allocations the linker leads to failing_memory.c. */
#include "scarce.h"

#define SHORT KERN_RESOURCE_SHORTAGE
#define NO_ROOM (MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE)

enum { MANY = 1200 }; /* more than fit in memory that is there already */
static mach_port_name_t names[MANY], set, notify;

static kern_return_t allocate_many(mach_port_right_t right)
{
    kern_return_t status = KERN_SUCCESS;
    int count = 0;
    while (count < MANY && (status = mach_port_allocate(SELF, right, &names[count])) == KERN_SUCCESS)
        count++;
    until_failure = 0;
    while (status != KERN_SUCCESS && count > 0)
        OK(mach_port_destroy(SELF, names[--count]));
    return status;
}

static kern_return_t allocate_receive_rights(void)
{
    return allocate_many(MACH_PORT_RIGHT_RECEIVE);
}

static kern_return_t allocate_port_sets(void)
{
    return allocate_many(MACH_PORT_RIGHT_PORT_SET);
}

static void prepare_set(void)
{
    set = new_set();
    names[0] = new_receive();
    names[1] = new_receive();
    OK(mach_port_insert_member(SELF, names[1], set));
}

static kern_return_t insert_member(void)
{
    return mach_port_insert_member(SELF, names[0], set);
}

static kern_return_t move_member(void)
{
    return mach_port_move_member(SELF, names[0], set);
}

static kern_return_t list_members(void)
{
    mach_msg_type_number_t count = 0;
    mach_port_name_array_t members = NULL;
    kern_return_t status = mach_port_get_set_status(SELF, set, &members, &count);
    return status == KERN_SUCCESS ? vm_deallocate(SELF, (vm_address_t)members, count * sizeof *members) : status;
}

static kern_return_t list_names(void)
{
    struct names all = {NULL, NULL, 0};
    mach_msg_type_number_t types;
    kern_return_t status = mach_port_names(SELF, &all.names, &all.count, &all.types, &types);
    if (status == KERN_SUCCESS)
        free_names(all);
    return status;
}

static void prepare_request(void)
{
    notify = new_receive();
    names[0] = new_pair(1);
}

/* What told of send-once rights that died unused goes, and so does nothing else. */
static void take_what_died(mach_port_name_t port)
{
    mach_msg_empty_rcv_t message;
    until_failure = 0;
    while (mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, port, 0, MACH_PORT_NULL) == KERN_SUCCESS)
        CHECK_EQ(message.header.msgh_id, MACH_NOTIFY_SEND_ONCE);
}

/* The notify right is gone in any case, and told so where there is memory for the message. */
static kern_return_t request_of(mach_msg_id_t id, mach_port_mscount_t sync)
{
    mach_port_name_t previous;
    kern_return_t status = request(names[0], id, sync, notify, &previous);
    CHECK_EQ(previous, MACH_PORT_NULL);
    if (status != KERN_SUCCESS)
        take_what_died(notify);
    return status;
}

static kern_return_t request_dead_name(void)
{
    return request_of(MACH_NOTIFY_DEAD_NAME, 0);
}

static kern_return_t request_send_possible(void)
{
    mach_port_limits_t limits = {.mpl_qlimit = 0};
    OK(mach_port_set_attributes(SELF, names[0], MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
    kern_return_t status = request_of(MACH_NOTIFY_SEND_POSSIBLE, 1);
    limits.mpl_qlimit = MACH_PORT_QLIMIT_DEFAULT;
    OK(mach_port_set_attributes(SELF, names[0], MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
    return status;
}

static kern_return_t request_no_senders(void)
{
    return request_of(MACH_NOTIFY_NO_SENDERS, 0);
}

static kern_return_t request_port_destroyed(void)
{
    return request_of(MACH_NOTIFY_PORT_DESTROYED, 0);
}

static void prepare_receive_right(void)
{
    names[0] = new_receive();
}

static kern_return_t allocate_one(mach_port_right_t right)
{
    mach_port_name_t name = MACH_PORT_NULL;
    kern_return_t status = mach_port_allocate(SELF, right, &name);
    CHECK_EQ(name == MACH_PORT_NULL, status != KERN_SUCCESS);
    return status;
}

static kern_return_t allocate_receive_right(void)
{
    return allocate_one(MACH_PORT_RIGHT_RECEIVE);
}

static kern_return_t allocate_port_set(void)
{
    return allocate_one(MACH_PORT_RIGHT_PORT_SET);
}

static kern_return_t allocate_dead_name(void)
{
    return allocate_one(MACH_PORT_RIGHT_DEAD_NAME);
}

static kern_return_t allocate_set_under_a_name(void)
{
    return mach_port_allocate_name(SELF, MACH_PORT_RIGHT_PORT_SET, 0x40003);
}

static kern_return_t allocate_by_wish(void)
{
    mach_port_qos_t wish = {.name = 0};
    mach_port_name_t name = MACH_PORT_NULL;
    kern_return_t status = mach_port_allocate_full(SELF, MACH_PORT_RIGHT_RECEIVE, MACH_PORT_NULL, &wish, &name);
    CHECK_EQ(name == MACH_PORT_NULL, status != KERN_SUCCESS);
    return status;
}

static kern_return_t allocate_set_by_wish(void)
{
    mach_port_qos_t wish = {.name = 0};
    mach_port_name_t name = MACH_PORT_NULL;
    kern_return_t status = mach_port_allocate_qos(SELF, MACH_PORT_RIGHT_PORT_SET, &wish, &name);
    CHECK_EQ(name == MACH_PORT_NULL, status != KERN_SUCCESS);
    return status;
}

static kern_return_t construct(void)
{
    mach_port_options_t options = {.flags = MPO_INSERT_SEND_RIGHT};
    mach_port_name_t name;
    return mach_port_construct(SELF, &options, 0, &name);
}

static kern_return_t reply_port(void)
{
    return mach_reply_port() == MACH_PORT_NULL ? KERN_FAILURE : KERN_SUCCESS;
}

static kern_return_t reply_port_of_the_thread(void)
{
    mach_port_t port = mig_get_reply_port();
    if (port == MACH_PORT_NULL)
        return KERN_FAILURE;
    mig_dealloc_reply_port(port);
    return KERN_SUCCESS;
}

static kern_return_t extract(void)
{
    mach_port_name_t name = MACH_PORT_NULL;
    mach_msg_type_name_t type;
    kern_return_t status = mach_port_extract_right(SELF, names[0], MACH_MSG_TYPE_MAKE_SEND_ONCE, &name, &type);
    take_what_died(names[0]);
    CHECK_EQ(name == MACH_PORT_NULL, status != KERN_SUCCESS);
    return status;
}

static kern_return_t insert_under_a_name(void)
{
    kern_return_t status = mach_port_insert_right(SELF, 0x40003, names[0], MACH_MSG_TYPE_MAKE_SEND_ONCE);
    take_what_died(names[0]);
    return status;
}

static const struct scene refusable[] = {
    {"many receive rights", prepare_nothing, allocate_receive_rights, {SHORT, SHORT}},
    {"many port sets", prepare_nothing, allocate_port_sets, {SHORT, SHORT}},
    {"allocate a set", prepare_nothing, allocate_port_set, {SHORT, SHORT, KERN_NO_SPACE}},
    {"allocate a set by a wish", prepare_nothing, allocate_set_by_wish, {SHORT, SHORT, KERN_NO_SPACE}},
    {"a set under a name", prepare_nothing, allocate_set_under_a_name, {SHORT, SHORT, KERN_NO_SPACE}},
    {"insert into a set", prepare_set, insert_member, {SHORT, SHORT}},
    {"move into a set", prepare_set, move_member, {SHORT, SHORT}},
    {"list a set", prepare_set, list_members, {SHORT, SHORT}},
    {"list names", prepare_set, list_names, {SHORT, SHORT}},
    {"request dead name", prepare_request, request_dead_name, {SHORT, SHORT}},
    {"request send possible", prepare_request, request_send_possible, {SHORT, SHORT}},
    {"request no senders", prepare_request, request_no_senders, {SHORT, SHORT}},
    {"request port destroyed", prepare_request, request_port_destroyed, {SHORT, SHORT}},
};

/* These take no memory, or what was there already may do. */
static const struct scene need_names[] = {
    {"allocate a receive right", prepare_nothing, allocate_receive_right, {SHORT, SHORT, KERN_NO_SPACE}},
    {"allocate by a wish", prepare_nothing, allocate_by_wish, {SHORT, SHORT, KERN_NO_SPACE}},
    {"allocate a dead name", prepare_nothing, allocate_dead_name, {SHORT, SHORT, KERN_NO_SPACE}},
    {"construct", prepare_nothing, construct, {SHORT, SHORT, KERN_NO_SPACE}},
    {"reply port", prepare_nothing, reply_port, {KERN_FAILURE, KERN_FAILURE, KERN_FAILURE}},
    {"the thread's reply port", prepare_nothing, reply_port_of_the_thread, {KERN_FAILURE, KERN_FAILURE, KERN_FAILURE}},
    {"extract", prepare_receive_right, extract, {NO_ROOM, NO_ROOM, NO_ROOM}},
    {"insert under a name", prepare_receive_right, insert_under_a_name, {SHORT, SHORT, KERN_NO_SPACE}},
};

static void test_memory_runs_out(void)
{
    memory_runs_out(refusable, COUNT(refusable), true);
    memory_runs_out(need_names, COUNT(need_names), false);
}

static void test_names_run_out(void)
{
    names_run_out(refusable, COUNT(refusable));
    names_run_out(need_names, COUNT(need_names));
}

/* The new request stands; the right of the one that it replaces finds no room, and is destroyed. */
static void test_a_replaced_request_finds_no_room(void)
{
    const mach_msg_id_t ids[] = {MACH_NOTIFY_DEAD_NAME, MACH_NOTIFY_NO_SENDERS};
    for (size_t i = 0; i < COUNT(ids); i++) {
        prepare_request();
        arm(names[0], ids[i], 0, notify);
        begin_shortage(NAMES, 1);
        mach_port_name_t previous;
        CHECK_EQ(request(names[0], ids[i], 0, notify, &previous), KERN_NO_SPACE);
        CHECK_EQ(previous, MACH_PORT_NULL);
        end_shortage();
        CHECK_EQ(messages_at(notify), 1);
        take_what_died(notify);
        CHECK_EQ(status_of(notify).mps_sorights, 1);
        OK(mach_port_request_notification(SELF, names[0], ids[i], 0, MACH_PORT_NULL, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous));
        OK(mach_port_deallocate(SELF, previous));
        take_what_died(notify);
        CHECK_EQ(status_of(notify).mps_sorights, 0);
        OK(mach_port_destroy(SELF, names[0]));
        OK(mach_port_destroy(SELF, notify));
    }
}

/* It is gone, and so is its right: that comes in the reply of a message, as one that is extracted does. */
static void test_a_request_taken_back_finds_no_room(void)
{
    const mach_msg_id_t ids[] = {MACH_NOTIFY_DEAD_NAME, MACH_NOTIFY_NO_SENDERS};
    for (size_t i = 0; i < COUNT(ids); i++) {
        mach_port_name_t previous = MACH_PORT_DEAD;
        prepare_request();
        arm(names[0], ids[i], 0, notify);
        begin_shortage(NAMES, 1);
        CHECK_EQ(
            mach_port_request_notification(SELF, names[0], ids[i], 0, MACH_PORT_NULL, MACH_MSG_TYPE_MOVE_SEND_ONCE, &previous),
            NO_ROOM);
        CHECK_EQ(previous, MACH_PORT_NULL);
        end_shortage();
        CHECK_EQ(messages_at(notify), 1);
        take_what_died(notify);
        CHECK_EQ(status_of(notify).mps_sorights, 0);
        OK(mach_port_destroy(SELF, names[0]));
        OK(mach_port_destroy(SELF, notify));
    }
}

/* Every kind of notification is owed: those for which there is no memory are lost, with the rights that they carry. */
static void prepare_deaths(void)
{
    const mach_msg_id_t ids[] = {MACH_NOTIFY_DEAD_NAME, MACH_NOTIFY_NO_SENDERS, MACH_NOTIFY_PORT_DESTROYED};
    notify = new_receive();
    for (int i = 0; i < 3; i++) {
        names[i] = new_pair(1);
        arm(names[i], ids[i], 0, notify);
    }
    names[3] = new_send_once(notify);
}

static kern_return_t destroy_all(void)
{
    for (int i = 0; i < 4; i++)
        OK(mach_port_destroy(SELF, names[i]));
    CHECK_EQ(status_of(notify).mps_sorights, status_of(notify).mps_msgcount);
    return KERN_SUCCESS;
}

static kern_return_t destruct_all(void)
{
    for (int i = 0; i < 3; i++)
        OK(mach_port_destruct(SELF, names[i], -1, 0));
    OK(mach_port_deallocate(SELF, names[3]));
    CHECK_EQ(status_of(notify).mps_sorights, status_of(notify).mps_msgcount);
    return KERN_SUCCESS;
}

static void prepare_member_with_a_message(void)
{
    prepare_set();
    OK(mach_port_insert_right(SELF, names[1], names[1], MACH_MSG_TYPE_MAKE_SEND));
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0), .msgh_remote_port = names[1]};
    OK(mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
}

/* All that asks for no memory: it is whole with none, whatever was to be had before. */
static kern_return_t look_and_set(void)
{
    const mach_port_name_t port = names[1];
    mach_port_seqno_t seqno = 0;
    mach_msg_size_t size;
    mach_msg_id_t id;
    mach_msg_trailer_t trailer;
    mach_msg_type_number_t trailer_size = sizeof trailer;
    unsigned total, used;
    mach_port_rights_t sends;
    mach_port_context_t context;
    OK(mach_port_peek(SELF, port, MACH_MSG_TRAILER_FORMAT_0, &seqno, &size, &id, (mach_msg_trailer_info_t)&trailer,
                      &trailer_size));
    OK(mach_port_dnrequest_info(SELF, port, &total, &used));
    OK(mach_port_get_srights(SELF, port, &sends));
    OK(mach_port_set_mscount(SELF, port, 7));
    OK(mach_port_set_seqno(SELF, port, 3));
    OK(mach_port_set_context(SELF, port, 0));
    OK(mach_port_get_context(SELF, port, &context));
    OK(mach_port_guard(SELF, port, 1, 0));
    OK(mach_port_swap_guard(SELF, port, 1, 2));
    OK(mach_port_unguard(SELF, port, 2));
    OK(mach_port_guard_with_flags(SELF, port, 3, 0));
    OK(mach_port_unguard(SELF, port, 3));
    OK(mach_port_extract_member(SELF, port, set));
    OK(task_set_special_port(SELF, TASK_BOOTSTRAP_PORT, port));
    OK(mach_embedded_bootstrap_set(port));
    return KERN_SUCCESS;
}

static const struct scene never_refused[] = {
    {"deaths", prepare_deaths, destroy_all, {0}},
    {"deaths by destruct", prepare_deaths, destruct_all, {0}},
    {"looks and settings", prepare_member_with_a_message, look_and_set, {0}},
};

static void test_ends_and_looks_are_never_refused(void)
{
    for (size_t i = 0; i < COUNT(never_refused); i++)
        CHECK_EQ(runs_short(&never_refused[i], ONE_ALLOCATION) + runs_short(&never_refused[i], ALL_ALLOCATIONS), 0);
}

static void prepare_many_receive_rights(void)
{
    OK(allocate_receive_rights());
}

/* The index from ports to names does without the memory that it would like. */
static kern_return_t give_many(void)
{
    unsigned failure = until_failure;
    until_failure = 0;
    uint64_t other = new_task();
    until_failure = failure;
    for (mach_port_name_t i = 0; i < 2 * MANY; i++)
        CHECK_EQ(give(names[i % MANY], MACH_MSG_TYPE_MAKE_SEND, other), (i % MANY + 2) << 8 | 3);
    OK(mach_embedded_task_destroy(other));
    return KERN_SUCCESS;
}

static void test_many_send_rights(void)
{
    const struct scene scene = {"many send rights", prepare_many_receive_rights, give_many, {0}};
    CHECK_EQ(runs_short(&scene, ONE_ALLOCATION) + runs_short(&scene, ALL_ALLOCATIONS), 0);
}

int main(void)
{
    RUN(test_memory_runs_out);
    RUN(test_names_run_out);
    RUN(test_a_replaced_request_finds_no_room);
    RUN(test_a_request_taken_back_finds_no_room);
    RUN(test_ends_and_looks_are_never_refused);
    RUN(test_many_send_rights);
    return check_result();
}
