/* Memory or names run out under a message that carries one of everything: on its way out, in, and back to its sender.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A message that cannot be made leaves all as it was. One that fails at a descriptor ends as if that descriptor's own memory
   could not be read (mach-semantics 10, phase 5): what had been taken before is destroyed, and the rest is the sender's. One
   whose contents find no room when they arrive has lost just these. */
#include "scarce.h"

enum {
    MEMORY = 0x3000,
    DESCRIPTORS = 6,
    ARRAY = 3,
    ARRAY_SIZE = ARRAY * sizeof(mach_port_name_t),
    PADDING = 300 /* words: no message that a thread kept */
};

struct message {
    mach_msg_header_t header;
    mach_msg_body_t body;
    mach_msg_port_descriptor_t moved;
    mach_msg_ool_descriptor_t bytes;
    mach_msg_ool_ports_descriptor_t made;
    mach_msg_port_descriptor_t receive;
    mach_msg_ool_ports_descriptor_t copied;
    mach_msg_ool_descriptor_t more_bytes;
    uint32_t padding[PADDING];
    mach_msg_max_trailer_t trailer;
};
enum { SENT_SIZE = sizeof(struct message) - sizeof(mach_msg_max_trailer_t) };

/* Of one attempt. */
static struct message message;
static mach_port_name_t to, witness, moved, gone;
static vm_address_t pages[4]; /* what the message's memory and arrays lie in; all of them go with it */
static const vm_size_t sizes[4] = {MEMORY, ARRAY_SIZE, ARRAY_SIZE, MEMORY};

/* A port that the message takes along, with a message in its queue that holds a right of its own. */
static mach_port_name_t new_port_with_a_message(void)
{
    mach_port_name_t port = new_receive();
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE),
                                .msgh_remote_port = port,
                                .msgh_local_port = witness};
    OK(mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    return port;
}

static mach_msg_ool_ports_descriptor_t array_of(mach_port_name_t name, mach_msg_type_name_t disposition, vm_address_t page)
{
    for (int i = 0; i < ARRAY; i++)
        ((mach_port_name_t *)page)[i] = name;
    return (mach_msg_ool_ports_descriptor_t){.address = (void *)page,
                                             .count = ARRAY,
                                             .deallocate = 1,
                                             .copy = MACH_MSG_VIRTUAL_COPY,
                                             .disposition = disposition & 0xff,
                                             .type = MACH_MSG_OOL_PORTS_DESCRIPTOR};
}

static mach_msg_ool_descriptor_t bytes_at(vm_address_t page)
{
    return (mach_msg_ool_descriptor_t){
        .address = (void *)page, .size = MEMORY, .deallocate = 1, .copy = MACH_MSG_VIRTUAL_COPY, .type = MACH_MSG_OOL_DESCRIPTOR};
}

static mach_msg_port_descriptor_t port_by(mach_port_name_t name, mach_msg_type_name_t disposition)
{
    return (mach_msg_port_descriptor_t){.name = name, .disposition = disposition & 0xff, .type = MACH_MSG_PORT_DESCRIPTOR};
}

/* Every send-once right comes from the witness, whose queue tells which of them died. */
static void prepare(void)
{
    to = new_pair(2);
    witness = new_receive();
    moved = new_pair(3);
    gone = new_port_with_a_message();
    arm(gone, MACH_NOTIFY_NO_SENDERS, 0, witness);
    for (int i = 0; i < 4; i++)
        OK(vm_allocate(SELF, &pages[i], sizes[i], VM_FLAGS_ANYWHERE));
    message = (struct message){
        .header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE) | MACH_MSGH_BITS_COMPLEX,
                   .msgh_remote_port = to,
                   .msgh_local_port = witness},
        .body = {.msgh_descriptor_count = DESCRIPTORS},
        .moved = port_by(moved, MACH_MSG_TYPE_MOVE_SEND),
        .bytes = bytes_at(pages[0]),
        .made = array_of(witness, MACH_MSG_TYPE_MAKE_SEND_ONCE, pages[1]),
        .receive = port_by(gone, MACH_MSG_TYPE_MOVE_RECEIVE),
        .copied = array_of(moved, MACH_MSG_TYPE_COPY_SEND, pages[2]),
        .more_bytes = bytes_at(pages[3]),
    };
}

/* The page is not there any more: the message took it. */
static bool is_taken(vm_address_t page)
{
    vm_size_t size;
    char byte;
    return vm_read_overwrite(SELF, page, 1, (vm_address_t)&byte, &size) != KERN_SUCCESS;
}

static unsigned free_pages(void)
{
    unsigned taken = 0;
    for (int i = 0; i < 4; i++) {
        if (is_taken(pages[i]))
            taken |= 1u << i;
        else
            OK(vm_deallocate(SELF, pages[i], sizes[i]));
    }
    return taken;
}

/* What a failed send leaves behind: the space, what the witness heard, and which pages went. */
struct trace {
    struct space_text space;
    unsigned heard, pages;
};

/* What the witness hears of each right that died, besides its other messages. */
static unsigned hear(void)
{
    mach_msg_empty_rcv_t heard;
    unsigned count = 0;
    while (mach_msg(&heard.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof heard, witness, 0, MACH_PORT_NULL) == KERN_SUCCESS)
        count += heard.header.msgh_id == MACH_NOTIFY_SEND_ONCE;
    return count;
}

static void take_trace(struct trace *trace)
{
    trace->heard = hear();
    space_read(&trace->space);
    trace->pages = free_pages();
}

static mach_msg_return_t send_it(mach_msg_option_t option)
{
    return mach_msg(&message.header, MACH_SEND_MSG | option, SENT_SIZE, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL);
}

static mach_msg_return_t receive_it(void)
{
    return mach_msg(&message.header, MACH_RCV_MSG | MACH_RCV_TIMEOUT, 0, sizeof message, to, 0, MACH_PORT_NULL);
}

/* Before anything was sent, and after the memory of a descriptor could not be read: all ends that there may be, in order. */
enum { ENDS = 5 };
static struct trace ends[ENDS];

static void trace_the_ends(void)
{
    const size_t addresses[ENDS] = {0, offsetof(struct message, bytes.address), offsetof(struct message, made.address),
                                    offsetof(struct message, copied.address), offsetof(struct message, more_bytes.address)};
    vm_address_t unreadable = 0;
    OK(vm_allocate(SELF, &unreadable, MEMORY, VM_FLAGS_ANYWHERE));
    OK(vm_protect(SELF, unreadable, MEMORY, 0, VM_PROT_NONE));
    for (int end = 0; end < ENDS; end++) {
        uint64_t self = enter(new_task());
        prepare();
        if (end > 0) {
            memcpy((char *)&message + addresses[end], &unreadable, sizeof(void *));
            CHECK_EQ(send_it(0), MACH_SEND_INVALID_MEMORY);
        }
        take_trace(&ends[end]);
        OK(mach_embedded_task_destroy(enter(self)));
    }
    OK(vm_deallocate(SELF, unreadable, MEMORY));
}

/* Which of the ends it is. Where all allocations failed, notifications were lost, too. */
static int end_of(const struct trace *trace, bool lasting)
{
    for (int end = 0; end < ENDS; end++) {
        if (strcmp(trace->space.text, ends[end].space.text) == 0 && trace->pages == ends[end].pages &&
            (lasting || trace->heard == ends[end].heard))
            return end;
    }
    fprintf(stderr, "pages %x heard %u\n%s", trace->pages, trace->heard, trace->space.text);
    return ENDS;
}

/* One attempt to send. False once nothing failed. */
static bool send_fails(enum scarce what, unsigned number, int *end)
{
    static struct trace trace;
    const size_t mapped = mapped_size;
    uint64_t self = enter(new_task());
    prepare();
    const struct message before = message;
    begin_shortage(what, number);
    mach_msg_return_t status = send_it(0);
    end_shortage();
    if (status == MACH_MSG_SUCCESS) {
        CHECK(!one_failed);
        OK(receive_it());
        mach_msg_destroy(&message.header);
        CHECK_EQ(free_pages(), 0xf);
    } else {
        CHECK_EQ(status, MACH_SEND_NO_BUFFER);
        CHECK(memcmp(&message, &before, SENT_SIZE) == 0);
        take_trace(&trace);
        const int found = end_of(&trace, what == ALL_ALLOCATIONS);
        CHECK(found < ENDS && found >= *end && found <= *end + 1);
        *end = found;
    }
    OK(mach_embedded_task_destroy(enter(self)));
    CHECK_EQ(mapped_size, mapped);
    return status != MACH_MSG_SUCCESS;
}

static void test_a_message_that_cannot_be_sent(void)
{
    trace_the_ends();
    for (enum scarce what = ONE_ALLOCATION; what <= ALL_ALLOCATIONS; what++) {
        int end = 0;
        for (unsigned number = 1; send_fails(what, number, &end); number++)
            ;
        CHECK_EQ(end, ENDS - 1); /* it has failed at each of them */
    }
}

/* How a message comes out: to its receiver, or back to its sender from a queue without room. */
struct way {
    mach_msg_return_t (*out)(void);
    mach_msg_return_t whole;    /* where nothing is short */
    mach_msg_return_t short_of; /* rights, or arrays of them: bits beside a status */
    uint32_t limit;             /* of the queue */
};

static mach_msg_return_t send_in_vain(void)
{
    return send_it(MACH_SEND_TIMEOUT);
}

static const struct way ways[] = {
    {receive_it, MACH_MSG_SUCCESS, MACH_RCV_BODY_ERROR, MACH_PORT_QLIMIT_DEFAULT},
    {send_in_vain, MACH_SEND_TIMED_OUT, MACH_SEND_TIMED_OUT, 0},
};

/* Releases all that came. mach_msg_destroy leaves the right that the header names last. A header that came without its contents
   says that they are complex all the same (mach-semantics 19, 4). */
static void release(mach_msg_return_t status, const struct way *way)
{
    if (way->out == send_in_vain)
        OK(mach_port_deallocate(SELF, message.header.msgh_local_port));
    if ((status & ~MACH_MSG_MASK) != MACH_RCV_HEADER_ERROR)
        mach_msg_destroy(&message.header);
    (void)free_pages();
}

static bool is_among(mach_msg_return_t status, const struct way *way, enum scarce what)
{
    if (what != NAMES)
        return status == (way->short_of | MACH_MSG_VM_SPACE) ||
               (way->out == send_in_vain && (status == MACH_SEND_NO_BUFFER || status == way->whole));
    return status == (way->short_of | MACH_MSG_IPC_SPACE) ||
           (way->out == receive_it && status == (MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE));
}

/* One attempt. Once all that came was released the task has what it has where nothing is short. */
static mach_msg_return_t comes_out(const struct way *way, enum scarce what, unsigned number, struct trace *trace)
{
    const size_t mapped = mapped_size;
    uint64_t self = enter(new_task());
    mach_port_limits_t limits = {.mpl_qlimit = way->limit};
    prepare();
    if (way->out == receive_it)
        OK(send_it(0));
    OK(mach_port_set_attributes(SELF, to, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits, MACH_PORT_LIMITS_INFO_COUNT));
    if (number != 0)
        begin_shortage(what, what == NAMES ? number - 1 : number); /* what is sent leaves room for a name */
    const mach_msg_return_t status = way->out();
    end_shortage();
    if (status == MACH_SEND_NO_BUFFER)
        take_trace(trace);
    else
        release(status, way);
    trace->heard = hear();
    space_read(&trace->space);
    OK(mach_embedded_task_destroy(enter(self)));
    CHECK_EQ(mapped_size, mapped);
    return status;
}

static void comes_out_short(const struct way *way, enum scarce what)
{
    static struct trace whole, trace;
    unsigned incomplete = 0;
    mach_msg_return_t status = comes_out(way, what, 0, &whole);
    CHECK_EQ(status, way->whole);
    for (unsigned number = 1;; number++) {
        one_failed = false;
        status = comes_out(way, what, number, &trace);
        if (what == NAMES ? status == way->whole : !one_failed)
            break;
        CHECK(is_among(status, way, what));
        if (status == MACH_SEND_NO_BUFFER)
            continue; /* it was not sent at all */
        incomplete += status != way->whole;
        space_is(&whole.space, &trace.space);
        if (what != ALL_ALLOCATIONS) /* else there was no memory to tell it */
            CHECK_EQ(trace.heard, whole.heard);
    }
    CHECK_EQ(status, way->whole);
    CHECK(incomplete > 0);
}

static void test_a_message_finds_no_room_where_it_arrives(void)
{
    for (enum scarce what = ONE_ALLOCATION; what < SCARCE_KINDS; what++)
        comes_out_short(&ways[0], what);
}

static void test_a_message_finds_no_room_where_it_comes_back(void)
{
    for (enum scarce what = ONE_ALLOCATION; what < SCARCE_KINDS; what++)
        comes_out_short(&ways[1], what);
}

int main(void)
{
    RUN(test_a_message_that_cannot_be_sent);
    RUN(test_a_message_finds_no_room_where_it_arrives);
    RUN(test_a_message_finds_no_room_where_it_comes_back);
    return check_result();
}
