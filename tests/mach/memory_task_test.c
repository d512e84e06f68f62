/* Memory runs out, or room for names, where a task wants more than rights of its own making: services, descriptors, memory,
   messages served, ports of the host and of threads, and tasks themselves. As in memory_test.c.
   SPDX-License-Identifier: MIT OR Apache-2.0
   This program is linked with libmach's own objects, whose allocations the linker leads to failing_memory.c. */
#include "scarce.h"
#include <fcntl.h>
#include <pthread.h>
#include <servers/bootstrap.h>
#include <sys/resource.h>

#define SHORT KERN_RESOURCE_SHORTAGE
#define NO_ROOM (MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE)

static mach_port_name_t receive;
static const vm_size_t MEMORY = 0x4000;
static vm_address_t memory;

static void prepare_receive_right(void)
{
    receive = new_receive();
}

static void prepare_pair(void)
{
    receive = new_pair(1);
}

static kern_return_t wait_fd_of(mach_port_name_t from)
{
    int32_t fd = 0;
    kern_return_t status = mach_embedded_wait_fd(from, &fd);
    CHECK_EQ(fd == -1, status != KERN_SUCCESS);
    return status == KERN_SUCCESS ? close(fd) : status;
}

static kern_return_t wait_fd_of_port(void)
{
    return wait_fd_of(receive);
}

static kern_return_t check_in(void)
{
    mach_port_t port;
    kern_return_t status = bootstrap_check_in(bootstrap_port, "org.example.service", &port);
    CHECK_EQ(port == MACH_PORT_NULL, status != BOOTSTRAP_SUCCESS);
    return status;
}

static kern_return_t register_service(void)
{
    name_t service = "org.example.service";
    return bootstrap_register(bootstrap_port, service, receive);
}

static uint64_t offering;

static void prepare_service(void)
{
    mach_port_t port;
    offering = new_task();
    uint64_t self = enter(offering);
    OK(bootstrap_check_in(bootstrap_port, "org.example.service", &port));
    enter(self);
}

/* The service ends with its task, also where the call failed. */
static kern_return_t look_up(void)
{
    mach_port_t port;
    kern_return_t status = bootstrap_look_up(bootstrap_port, "org.example.service", &port);
    CHECK_EQ(port == MACH_PORT_NULL, status != BOOTSTRAP_SUCCESS);
    until_failure = 0;
    OK(mach_embedded_task_destroy(offering));
    return status;
}

static kern_return_t host_self(void)
{
    return mach_host_self() == MACH_PORT_NULL ? KERN_FAILURE : KERN_SUCCESS;
}

static kern_return_t name_port(void)
{
    mach_port_t port;
    return task_get_special_port(SELF, TASK_NAME_PORT, &port);
}

static void prepare_memory(void)
{
    OK(vm_allocate(SELF, &memory, MEMORY, VM_FLAGS_ANYWHERE));
}

/* Ends what was prepared, also where the call failed: of memory there is no list. */
static kern_return_t and_free_memory(kern_return_t status)
{
    until_failure = 0;
    OK(vm_deallocate(SELF, memory, MEMORY));
    return status;
}

static kern_return_t allocate_memory(void)
{
    vm_address_t more;
    kern_return_t status = vm_allocate(SELF, &more, MEMORY, VM_FLAGS_ANYWHERE);
    return status == KERN_SUCCESS ? vm_deallocate(SELF, more, MEMORY) : status;
}

static kern_return_t allocate_memory_for_a_stub(void)
{
    vm_address_t more;
    mig_allocate(&more, MEMORY);
    if (more == 0)
        return KERN_NO_SPACE;
    mig_deallocate(more, MEMORY);
    return KERN_SUCCESS;
}

/* Where there was some. */
static kern_return_t allocate_memory_at_its_address(void)
{
    OK(vm_deallocate(SELF, memory, MEMORY));
    kern_return_t status = vm_allocate(SELF, &memory, MEMORY, VM_FLAGS_FIXED);
    return status == KERN_SUCCESS ? vm_deallocate(SELF, memory, MEMORY) : status;
}

static kern_return_t protect_memory(void)
{
    return and_free_memory(vm_protect(SELF, memory, MEMORY, 0, VM_PROT_READ));
}

static kern_return_t read_memory(void)
{
    vm_offset_t data;
    mach_msg_type_number_t size;
    kern_return_t status = vm_read(SELF, memory, MEMORY, &data, &size);
    return and_free_memory(status == KERN_SUCCESS ? vm_deallocate(SELF, data, size) : status);
}

static kern_return_t write_memory(void)
{
    static const char bytes[64];
    return and_free_memory(vm_write(SELF, memory, (vm_offset_t)bytes, sizeof bytes));
}

static kern_return_t copy_memory_over_itself(void)
{
    return and_free_memory(vm_copy(SELF, memory, MEMORY / 2, memory + MEMORY / 4));
}

static boolean_t no_reply(mach_msg_header_t *asked, mach_msg_header_t *reply)
{
    (void)asked;
    reply->msgh_remote_port = MACH_PORT_NULL;
    return 1;
}

static void send_header(mach_port_name_t port)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0), .msgh_remote_port = port};
    OK(mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
}

static void prepare_message(void)
{
    receive = new_receive();
    send_header(receive);
}

/* The message waits for the next. */
static kern_return_t serve_once(void)
{
    return mach_msg_server_once(no_reply, 64, receive, 0);
}

/* A server that is done with its first request. */
static boolean_t end_port(mach_msg_header_t *asked, mach_msg_header_t *reply)
{
    OK(mach_port_destroy(SELF, receive));
    return no_reply(asked, reply);
}

static kern_return_t serve_until_the_end(void)
{
    mach_msg_return_t status = mach_msg_server(end_port, 64, receive, 0);
    return status == MACH_RCV_INVALID_NAME ? KERN_SUCCESS : status;
}

/* The message stays until there is a buffer that is large enough. */
static kern_return_t serve_a_large_one(void)
{
    return mach_msg_server_once(no_reply, 0, receive, MACH_RCV_LARGE);
}

static const struct scene refusable[] = {
    {"descriptor", prepare_receive_right, wait_fd_of_port, {SHORT, SHORT}},
    {"check in", prepare_nothing, check_in, {BOOTSTRAP_NO_MEMORY, BOOTSTRAP_NO_MEMORY, NO_ROOM}},
    {"register", prepare_pair, register_service, {BOOTSTRAP_NO_MEMORY, BOOTSTRAP_NO_MEMORY}},
    {"allocate memory at its address", prepare_memory, allocate_memory_at_its_address, {KERN_NO_SPACE, KERN_NO_SPACE}},
    {"protect memory", prepare_memory, protect_memory, {KERN_PROTECTION_FAILURE, KERN_PROTECTION_FAILURE}},
    {"allocate memory", prepare_nothing, allocate_memory, {KERN_NO_SPACE, KERN_NO_SPACE}},
    {"allocate memory for a stub", prepare_nothing, allocate_memory_for_a_stub, {KERN_NO_SPACE, KERN_NO_SPACE}},
    {"read memory", prepare_memory, read_memory, {SHORT, SHORT}},
    {"write memory", prepare_memory, write_memory, {MACH_SEND_NO_BUFFER, MACH_SEND_NO_BUFFER}},
    {"copy memory over itself", prepare_memory, copy_memory_over_itself, {SHORT, SHORT}},
    {"serve", prepare_message, serve_once, {SHORT, SHORT}},
    {"serve until the end", prepare_message, serve_until_the_end, {SHORT, SHORT}},
    {"serve a large one", prepare_message, serve_a_large_one, {SHORT, SHORT}},
};

/* These take no memory, or what was there already may do. */
static const struct scene need_names[] = {
    {"look up", prepare_service, look_up, {NO_ROOM, NO_ROOM, NO_ROOM}},
    {"host's port", prepare_nothing, host_self, {KERN_FAILURE, KERN_FAILURE, KERN_FAILURE}},
    {"name port", prepare_nothing, name_port, {NO_ROOM, NO_ROOM, NO_ROOM}},
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

/* Of a port and of a set: the Mach's own, and then the caller's. */
static void test_descriptors_run_out(void)
{
    struct rlimit before, few;
    const mach_port_name_t from[] = {new_set(), new_receive()};
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    for (int i = 0; i < 2; i++) {
        for (int left = 0; left < 2; left++) {
            few.rlim_cur = (rlim_t)(lowest_descriptor() + left);
            CHECK_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
            CHECK_EQ(wait_fd_of(from[i]), KERN_RESOURCE_SHORTAGE);
            CHECK_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
        }
        OK(wait_fd_of(from[i]));
    }
    for (int i = 0; i < 2; i++)
        OK(mach_port_destroy(SELF, from[i]));
}

/* The space of a task that has ended serves another, with its table: so only as many tasks at once as there never were need
   memory. */
enum { TASKS_MOST = 100, TASKS_ENDED = 8 /* before, at least */ };
static uint64_t tasks[TASKS_MOST];
static int task_count;

static kern_return_t create_one_more(void)
{
    uint64_t task;
    kern_return_t status = mach_embedded_task_create(&task);
    CHECK_EQ(task == 0, status != KERN_SUCCESS);
    if (status == KERN_SUCCESS)
        tasks[task_count++] = task;
    return status;
}

/* The space's table is as large as there is room for. */
static kern_return_t use_one_more(void)
{
    kern_return_t status = create_one_more();
    if (status != KERN_SUCCESS)
        return status;
    until_failure = 0;
    uint64_t self = enter(tasks[task_count - 1]);
    mach_port_name_t name = new_receive();
    CHECK_EQ(mach_port_allocate_name(SELF, MACH_PORT_RIGHT_RECEIVE, 0xffffff03), KERN_NO_SPACE);
    CHECK_EQ(type_of(0xfffffe03), 0);
    destroy_receive(name);
    enter(self);
    return KERN_SUCCESS;
}

/* How often a task was refused. */
static unsigned tasks_run_short(kern_return_t (*create)(void), enum scarce what)
{
    unsigned refusals = 0, number = 0;
    for (int i = 0; i < TASKS_ENDED; i++)
        OK(create_one_more());
    do {
        begin_shortage(what, ++number);
        kern_return_t status = create();
        end_shortage();
        if (status != KERN_SUCCESS) {
            CHECK_EQ(status, KERN_RESOURCE_SHORTAGE);
            CHECK(one_failed);
            refusals++;
        }
    } while (one_failed);
    return refusals;
}

static void test_tasks(void)
{
    for (enum scarce what = ONE_ALLOCATION; what <= ALL_ALLOCATIONS; what++) {
        CHECK(tasks_run_short(create_one_more, what) > 0);
        CHECK(tasks_run_short(use_one_more, what) > 0);
    }
    while (task_count > 0)
        OK(mach_embedded_task_destroy(tasks[--task_count]));
}

static uint64_t acting;

static void *ask_for_the_threads_port(void *status)
{
    enter(acting);
    mach_port_t thread = mach_thread_self();
    *(kern_return_t *)status = thread == MACH_PORT_NULL ? KERN_RESOURCE_SHORTAGE : mach_port_deallocate(SELF, thread);
    return NULL;
}

static kern_return_t thread_self(void)
{
    pthread_t thread;
    kern_return_t status = KERN_FAILURE;
    OK(mach_embedded_task_current(&acting));
    CHECK_EQ(pthread_create(&thread, NULL, ask_for_the_threads_port, &status), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    return status;
}

static void test_a_threads_port(void)
{
    const struct scene scene = {"a thread's port", prepare_nothing, thread_self, {SHORT, SHORT, SHORT}};
    runs_short(&scene, ONE_ALLOCATION);
    runs_short(&scene, ALL_ALLOCATIONS);
    CHECK(runs_short(&scene, NAMES) > 0);
}

static void *send_one(void *argument)
{
    mach_msg_header_t header = {.msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, 0),
                                .msgh_remote_port = *(mach_port_name_t *)argument};
    OK(mach_msg(&header, MACH_SEND_MSG, sizeof header, 0, MACH_PORT_NULL, 0, MACH_PORT_NULL));
    return NULL;
}

/* The memory of messages that threads hand on to each other ends with a thread that has only sent. */
static void test_threads_that_only_send(void)
{
    enum { THREADS = 400, FIRST = 100, SOME = 64 };
    mach_port_name_t port = new_pair(1);
    int before = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        mach_msg_empty_rcv_t message;
        CHECK_EQ(pthread_create(&thread, NULL, send_one, &port), 0);
        pthread_join(thread, NULL);
        OK(mach_msg(&message.header, MACH_RCV_MSG, 0, sizeof message, port, 0, MACH_PORT_NULL));
        if (i == FIRST)
            before = in_use;
    }
    CHECK(in_use < before + SOME);
    OK(mach_port_destroy(SELF, port));
}

int main(void)
{
    RUN(test_memory_runs_out);
    RUN(test_names_run_out);
    RUN(test_descriptors_run_out);
    RUN(test_tasks);
    RUN(test_a_threads_port);
    RUN(test_threads_that_only_send);
    return check_result();
}
