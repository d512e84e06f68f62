/* Memory or names run out under libmachport: each call answers the status that its header lists, its results say that there is
   none, nothing has changed, and a right of a message that was not sent is where it was. What is refused is refused entirely.
   SPDX-License-Identifier: MIT OR Apache-2.0
   This program is linked with the objects of both libraries, whose allocations the linker leads to failing_memory.c. */
#include "../mach/scarce.h"

#define SHORT MACHPORT_KERN_RESOURCE_SHORTAGE
#define FULL MACHPORT_KERN_NO_SPACE
#define MADE(call) CHECK_EQ(call, MACHPORT_KERN_SUCCESS)

static machport_receive_t port, notify;
static machport_send_t send;
static machport_port_set_t set;

static void prepare(void)
{
    notify = new_receive();
    MADE(machport_pair_new(0, 0, &port, &send));
    MADE(machport_port_set_new(&set));
    MADE(machport_port_set_insert(set, notify));
}

/* What told of send-once rights that died unused goes: nothing else is there. */
static void take_what_died(void)
{
    machport_received_t received = {.struct_size = sizeof received};
    until_failure = 0;
    while (machport_message_receive(notify, NULL, 0, NULL, 0, 0, 0, &received) == MACHPORT_KERN_SUCCESS)
        CHECK_EQ(received.id, MACHPORT_NOTIFY_SEND_ONCE);
}

/* A result is none where there was a failure. */
static machport_status_t and_result(machport_status_t status, machport_name_t result)
{
    CHECK_EQ(result == MACHPORT_NULL, status != MACHPORT_KERN_SUCCESS);
    return status;
}

static kern_return_t list_names(void)
{
    machport_name_t names[64];
    uint32_t types[64];
    size_t count = 99;
    const machport_status_t status = machport_space_names(names, types, 64, &count);
    CHECK_EQ(count == 0, status != MACHPORT_KERN_SUCCESS);
    return status;
}

static kern_return_t list_members(void)
{
    machport_name_t names[8];
    size_t count = 99;
    const machport_status_t status = machport_port_set_members(set, names, 8, &count);
    CHECK_EQ(count, status == MACHPORT_KERN_SUCCESS);
    return status;
}

static kern_return_t receive_right_new(void)
{
    machport_receive_t made = 99;
    const machport_status_t status = machport_receive_right_new(0, 0, &made);
    return and_result(status, made);
}

static kern_return_t pair_new(void)
{
    machport_receive_t made = 99;
    machport_send_t beside = 99;
    const machport_status_t status = machport_pair_new(0, 0, &made, &beside);
    CHECK_EQ(made, beside);
    return and_result(status, made);
}

static kern_return_t send_once_right_make(void)
{
    machport_send_once_t made = 99;
    const machport_status_t status = machport_send_once_right_make(notify, &made);
    take_what_died();
    return and_result(status, made);
}

static kern_return_t port_set_new(void)
{
    machport_port_set_t made = 99;
    const machport_status_t status = machport_port_set_new(&made);
    return and_result(status, made);
}

static kern_return_t port_set_insert(void)
{
    return machport_port_set_insert(set, port);
}

static kern_return_t host_self(void)
{
    machport_send_t host = 99;
    const machport_status_t status = machport_host_self(&host);
    return and_result(status, host);
}

static kern_return_t thread_self(void)
{
    machport_send_t thread = 99;
    const machport_status_t status = machport_thread_self(&thread);
    return and_result(status, thread);
}

static kern_return_t special_port(void)
{
    machport_send_t name_port = 99;
    const machport_status_t status = machport_special_port(MACHPORT_SPECIAL_NAME, &name_port);
    return and_result(status, name_port);
}

static kern_return_t wait_fd(void)
{
    int32_t fd = 99;
    const machport_status_t status = machport_wait_fd(port, &fd);
    CHECK_EQ(fd == -1, status != MACHPORT_KERN_SUCCESS);
    return status == MACHPORT_KERN_SUCCESS ? close(fd) : status;
}

/* Nothing is short while it is made. */
static machport_send_once_t new_notify(void)
{
    const unsigned number = until_failure;
    until_failure = 0;
    const machport_send_once_t made = new_send_once(notify);
    until_failure = number;
    return made;
}

/* The notify right goes in any case. */
static kern_return_t and_nothing_replaced(machport_status_t status, machport_send_once_t previous)
{
    CHECK_EQ(previous, MACHPORT_NULL);
    if (status != MACHPORT_KERN_SUCCESS)
        take_what_died();
    return status;
}

static kern_return_t notify_dead_name(void)
{
    machport_send_once_t previous = 99;
    const machport_status_t status = machport_notify_dead_name(port, new_notify(), &previous);
    return and_nothing_replaced(status, previous);
}

static kern_return_t notify_send_possible(void)
{
    machport_send_once_t previous = 99;
    MADE(machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 0));
    const machport_status_t status = machport_notify_send_possible(send, new_notify(), &previous);
    MADE(machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 5));
    return and_nothing_replaced(status, previous);
}

static kern_return_t notify_no_senders(void)
{
    machport_send_once_t previous = 99;
    const machport_status_t status = machport_notify_no_senders(port, 0, new_notify(), &previous);
    return and_nothing_replaced(status, previous);
}

static kern_return_t notify_port_destroyed(void)
{
    return and_nothing_replaced(machport_notify_port_destroyed(port, new_notify()), MACHPORT_NULL);
}

/* More rights and bytes than fit on the stack. */
enum { RIGHTS = 150, BYTES = 2000 };
static const char bytes[BYTES];

static void write_rights(machport_right_t *rights)
{
    for (size_t i = 0; i < RIGHTS; i++)
        rights[i] = (machport_right_t){.name = port, .disposition = MACHPORT_MAKE_SEND, .outcome = 99};
}

/* Either library may be the one that has no memory, and says so in its own way; nothing is done in both. */
static kern_return_t not_sent(machport_status_t status, const machport_right_t *rights, const machport_right_t *head)
{
    for (size_t i = 0; status != MACHPORT_KERN_SUCCESS && i < RIGHTS; i++)
        CHECK(rights[i].name == port && rights[i].outcome == MACHPORT_OUTCOME_NONE);
    CHECK_EQ(head->outcome, status == MACHPORT_KERN_SUCCESS ? MACHPORT_OUTCOME_MOVED : MACHPORT_OUTCOME_NONE);
    return status == MACHPORT_MACH_SEND_NO_BUFFER ? SHORT : status;
}

static kern_return_t message_send(void)
{
    machport_right_t rights[RIGHTS], reply = {.name = notify, .disposition = MACHPORT_MAKE_SEND_ONCE, .outcome = 99};
    write_rights(rights);
    return not_sent(machport_message_send(send, 1, bytes, BYTES, &reply, rights, RIGHTS, 0, 0), rights, &reply);
}

static kern_return_t message_send_once(void)
{
    machport_right_t rights[RIGHTS], to = {.name = new_notify(), .disposition = MACHPORT_MOVE_SEND_ONCE, .outcome = 99};
    write_rights(rights);
    const kern_return_t status = not_sent(machport_message_send_once(&to, 1, bytes, BYTES, rights, RIGHTS, 0), rights, &to);
    if (status != MACHPORT_KERN_SUCCESS) {
        MADE(machport_send_once_right_release(to.name));
        take_what_died();
    }
    return status;
}

static void prepare_message(void)
{
    prepare();
    CHECK_EQ(message_send(), MACHPORT_KERN_SUCCESS);
}

/* The message stays. */
static kern_return_t message_receive(void)
{
    char room[0x1000];
    machport_right_t rights[400];
    machport_received_t received = {.struct_size = sizeof received, .from = 99};
    const machport_status_t status = machport_message_receive(port, room, sizeof room, rights, COUNT(rights), 0, 0, &received);
    return and_result(status, received.from);
}

static const struct scene refusable[] = {
    {"names", prepare, list_names, {SHORT, SHORT}},
    {"members", prepare, list_members, {SHORT, SHORT}},
    {"new set", prepare, port_set_new, {SHORT, SHORT, FULL}},
    {"into a set", prepare, port_set_insert, {SHORT, SHORT}},
    {"dead name", prepare, notify_dead_name, {SHORT, SHORT}},
    {"send possible", prepare, notify_send_possible, {SHORT, SHORT}},
    {"no senders", prepare, notify_no_senders, {SHORT, SHORT}},
    {"port destroyed", prepare, notify_port_destroyed, {SHORT, SHORT}},
    {"descriptor", prepare, wait_fd, {SHORT, SHORT}},
    {"send", prepare, message_send, {SHORT, SHORT}},
    {"send once", prepare, message_send_once, {SHORT, SHORT}},
    {"receive", prepare_message, message_receive, {SHORT, SHORT}},
};

/* These take no memory, or what was there already may do. */
static const struct scene need_names[] = {
    {"new receive right", prepare, receive_right_new, {SHORT, SHORT, FULL}},
    {"new pair", prepare, pair_new, {SHORT, SHORT, FULL}},
    {"send-once right", prepare, send_once_right_make, {SHORT, SHORT, FULL}},
    {"host's port", prepare, host_self, {SHORT, SHORT, SHORT}},
    {"thread's port", prepare, thread_self, {SHORT, SHORT, SHORT}},
    {"special port", prepare, special_port, {SHORT, SHORT, FULL}},
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

static void release_what_was_prepared(void)
{
    take_what_died();
    MADE(machport_pair_release(port, send, 0));
    MADE(machport_receive_right_release(notify, 0));
    MADE(machport_port_set_release(set));
}

typedef machport_status_t asks(machport_send_once_t *previous);

static machport_status_t ask_dead_name(machport_send_once_t *previous)
{
    return machport_notify_dead_name(port, new_notify(), previous);
}

static machport_status_t ask_no_senders(machport_send_once_t *previous)
{
    return machport_notify_no_senders(port, 0, new_notify(), previous);
}

static machport_status_t cancel_dead_name(machport_send_once_t *previous)
{
    return machport_notify_cancel(port, MACHPORT_NOTIFY_DEAD_NAME, previous);
}

static machport_status_t cancel_no_senders(machport_send_once_t *previous)
{
    return machport_notify_cancel(port, MACHPORT_NOTIFY_NO_SENDERS, previous);
}

/* The right of a request that was there finds no room: it is destroyed, and what was asked for is done. */
static void test_the_right_of_a_request_finds_no_room(void)
{
    asks *const first[] = {ask_dead_name, ask_no_senders, ask_dead_name, ask_no_senders};
    asks *const then[] = {ask_dead_name, ask_no_senders, cancel_dead_name, cancel_no_senders};
    asks *const last[] = {cancel_dead_name, cancel_no_senders, cancel_dead_name, cancel_no_senders};
    for (size_t i = 0; i < COUNT(first); i++) {
        machport_send_once_t previous = 99;
        prepare();
        MADE(first[i](&previous));
        const uint32_t names = names_held();
        MADE(mach_embedded_limit_names(names + (then[i] == first[i]))); /* the notify right's own is no room for it */
        if (then[i] == first[i]) {
            const machport_send_once_t made = new_notify();
            MADE(mach_embedded_limit_names(names));
            const machport_status_t status =
                i == 0 ? machport_notify_dead_name(port, made, &previous) : machport_notify_no_senders(port, 0, made, &previous);
            CHECK_EQ(status, FULL);
        } else {
            CHECK_EQ(then[i](&previous), FULL);
        }
        CHECK_EQ(previous, MACHPORT_NULL);
        MADE(mach_embedded_limit_names(0));
        CHECK_EQ(status_of(notify).mps_msgcount, 1); /* that it died */
        MADE(last[i](&previous));
        CHECK_EQ(previous != MACHPORT_NULL, then[i] == first[i]);
        MADE(machport_send_once_right_release(previous));
        release_what_was_prepared();
    }
}

/* NULL stands for each right that finds no room; without room for the reply there is no message. */
static void test_what_arrives_finds_no_room(void)
{
    enum { SENT = 3 };
    char room[64];
    machport_right_t rights[SENT + 1];
    machport_received_t received = {.struct_size = sizeof received};
    for (uint32_t places = 0; places <= SENT + 1; places++) {
        prepare();
        machport_right_t sent[SENT], reply = {.name = notify, .disposition = MACHPORT_MAKE_SEND_ONCE};
        for (size_t i = 0; i < SENT; i++)
            sent[i] = reply;
        MADE(machport_message_send(send, 1, bytes, 4, &reply, sent, SENT, 0, 0));
        MADE(mach_embedded_limit_names(names_held() + places));
        const machport_status_t status =
            machport_message_receive(port, room, sizeof room, rights, COUNT(rights), 0, 0, &received);
        MADE(mach_embedded_limit_names(0));
        CHECK_EQ(status, places == 0          ? MACHPORT_MACH_RCV_HEADER_ERROR
                         : places == SENT + 1 ? MACHPORT_KERN_SUCCESS
                                              : MACHPORT_MACH_RCV_BODY_ERROR);
        CHECK_EQ(received.count, places == 0 ? 0 : SENT);
        for (uint32_t i = 0; i < received.count; i++)
            CHECK_EQ(rights[i].name != MACHPORT_NULL, i + 1 < places);
        MADE(machport_rights_release(rights, (size_t)received.count));
        MADE(machport_rights_release(&received.reply, 1));
        CHECK_EQ(status_of(notify).mps_msgcount, SENT + 1);
        release_what_was_prepared();
    }
}

/* So it is with a message that comes back to its sender: what was made for it and finds no room is lost. */
static void test_what_comes_back_finds_no_room(void)
{
    for (uint32_t places = 0; places <= 2; places++) {
        prepare();
        MADE(machport_attr_set(port, MACHPORT_ATTR_QUEUE_LIMIT, 0));
        machport_right_t made[2] = {{.name = notify, .disposition = MACHPORT_MAKE_SEND_ONCE},
                                    {.name = notify, .disposition = MACHPORT_MAKE_SEND_ONCE}};
        MADE(mach_embedded_limit_names(names_held() + places));
        CHECK_EQ(machport_message_send(send, 1, NULL, 0, NULL, made, 2, 0, 0), MACHPORT_MACH_SEND_TIMED_OUT);
        MADE(mach_embedded_limit_names(0));
        for (uint32_t i = 0; i < 2; i++) {
            CHECK_EQ(made[i].outcome, i < places ? MACHPORT_OUTCOME_RETURNED : MACHPORT_OUTCOME_LOST);
            CHECK_EQ(made[i].name != MACHPORT_NULL, i < places);
            MADE(machport_release(MACHPORT_KIND_SEND_ONCE, made[i].name, 0));
        }
        CHECK_EQ(status_of(notify).mps_msgcount, 2);
        CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), 1);
        release_what_was_prepared();
    }
}

/* Memory that another program's message brings is released, also that of a physical copy. */
static void test_memory_that_comes_is_not_kept(void)
{
    static char memory[0x3000];
    const mach_msg_copy_options_t copies[] = {MACH_MSG_PHYSICAL_COPY, MACH_MSG_VIRTUAL_COPY};
    prepare();
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
        const size_t mapped = mapped_size;
        struct {
            mach_msg_base_t base;
            mach_msg_ool_descriptor_t memory;
        } message = {
            .base.header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
                            .msgh_size = sizeof message,
                            .msgh_remote_port = send},
            .base.body.msgh_descriptor_count = 1,
            .memory = {.address = memory, .size = sizeof memory, .copy = copies[i] & 0xff, .type = MACH_MSG_OOL_DESCRIPTOR},
        };
        MADE(mach_msg_send(&message.base.header));
        machport_right_t rights[2];
        machport_received_t received = {.struct_size = sizeof received};
        char bytes[64];
        MADE(machport_message_receive(port, bytes, sizeof bytes, rights, 2, 0, 0, &received));
        CHECK_EQ(received.dropped, 1);
        CHECK_EQ(mapped_size, mapped);
    }
    release_what_was_prepared();
}

/* A send-once right passes the limit of a queue, but not what any queue can hold: then it comes back with its message. */
static void test_a_queue_as_full_as_can_be(void)
{
    enum { MOST = 65534 };
    prepare();
    machport_right_t to = {0}, made = {.name = port, .disposition = MACHPORT_MAKE_SEND};
    for (uint32_t i = 0; i < MOST; i++) {
        to = (machport_right_t){.name = new_notify(), .disposition = MACHPORT_MOVE_SEND_ONCE};
        MADE(machport_message_send_once(&to, 1, NULL, 0, NULL, 0, 0));
    }
    to = (machport_right_t){.name = new_notify(), .disposition = MACHPORT_MOVE_SEND_ONCE};
    CHECK_EQ(machport_message_send_once(&to, 1, NULL, 0, &made, 1, 0), MACHPORT_MACH_SEND_NO_BUFFER);
    CHECK_EQ(to.outcome, MACHPORT_OUTCOME_KEPT);
    CHECK_EQ(urefs_of(to.name, MACH_PORT_RIGHT_SEND_ONCE), 1);
    CHECK_EQ(made.outcome, MACHPORT_OUTCOME_RETURNED);
    CHECK_EQ(urefs_of(send, MACH_PORT_RIGHT_SEND), 2);
    MADE(machport_send_right_release(made.name));
    /* Of a right that dies there is no room to tell: it goes all the same. */
    MADE(machport_send_once_right_release(to.name));
    CHECK_EQ(status_of(notify).mps_msgcount, MOST);
    CHECK_EQ(status_of(notify).mps_sorights, MOST);
    MADE(machport_pair_release(port, send, 0));
    MADE(machport_receive_right_release(notify, 0));
    MADE(machport_port_set_release(set));
}

int main(void)
{
    RUN(test_memory_runs_out);
    RUN(test_names_run_out);
    RUN(test_the_right_of_a_request_finds_no_room);
    RUN(test_what_arrives_finds_no_room);
    RUN(test_what_comes_back_finds_no_room);
    RUN(test_memory_that_comes_is_not_kept);
    RUN(test_a_queue_as_full_as_can_be);
    return check_result();
}
