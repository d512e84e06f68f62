/* Memory runs out: each call is made with its first allocation failing, then with its second, and so on until none fails;
   then again with all failing from there on. The answer is KERN_RESOURCE_SHORTAGE, and nothing has changed; what cannot be
   refused succeeds. That nothing leaks is LeakSanitizer's to say.
   SPDX-License-Identifier: MIT OR Apache-2.0
   This program is linked with libmach's own objects, whose allocations the linker leads here. */
#include "mach_test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

static unsigned until_failure; /* allocations; 0: none fails */
static bool all_fail_from_then_on, one_failed;
static atomic_int in_use; /* allocations of malloc's */

static bool fails(void)
{
    if (until_failure == 0 || --until_failure > 0)
        return false;
    one_failed = true;
    until_failure = all_fail_from_then_on;
    return true;
}

void *__real_malloc(size_t size);
void __real_free(void *memory);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __real_mprotect(void *address, size_t length, int protection);
void *__wrap_malloc(size_t size);
void __wrap_free(void *memory);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __wrap_mprotect(void *address, size_t length, int protection);

static void *counted(void *memory)
{
    in_use += memory != NULL;
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : counted(__real_malloc(size));
}

void __wrap_free(void *memory)
{
    in_use -= memory != NULL;
    __real_free(memory);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    return memory == NULL ? counted(__real_realloc(NULL, size)) : __real_realloc(memory, size);
}

void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    return fails() ? MAP_FAILED : __real_mmap(address, length, protection, flags, file, offset);
}

int __wrap_mprotect(void *address, size_t length, int protection)
{
    return fails() ? -1 : __real_mprotect(address, length, protection);
}

static bool same_names(struct names a, struct names b)
{
    return a.count == b.count && memcmp(a.names, b.names, a.count * sizeof *a.names) == 0 &&
           memcmp(a.types, b.types, a.count * sizeof *a.types) == 0;
}

/* One attempt, in a task of its own. False once there are fewer allocations than this. */
static bool attempt(void (*prepare)(void), kern_return_t (*call)(void), unsigned allocation, unsigned *refusals)
{
    uint64_t self = enter(new_task());
    prepare();
    struct names before = all_names();
    one_failed = false;
    until_failure = allocation;
    kern_return_t status = call();
    until_failure = 0;
    if (status != KERN_SUCCESS) {
        struct names after = all_names();
        CHECK_EQ(status, KERN_RESOURCE_SHORTAGE);
        CHECK(same_names(before, after));
        free_names(after);
        ++*refusals;
    }
    CHECK(status == KERN_SUCCESS || one_failed);
    free_names(before);
    OK(mach_embedded_task_destroy(enter(self)));
    return one_failed;
}

/* How often the call was refused. */
static unsigned each_allocation_fails(void (*prepare)(void), kern_return_t (*call)(void))
{
    unsigned refusals = 0;
    for (int lasting = 1; lasting >= 0; lasting--) { /* ports lie in memory that is not given back: first what needs new memory */
        all_fail_from_then_on = lasting;
        for (unsigned allocation = 1; attempt(prepare, call, allocation, &refusals); allocation++)
            ;
    }
    return refusals;
}

enum { MANY = 700 }; /* more than fit in memory that is there already */
static mach_port_name_t names[MANY], set, notify;

static void prepare_nothing(void)
{
}

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

static void test_new_rights(void)
{
    CHECK(each_allocation_fails(prepare_nothing, allocate_receive_rights) > 0);
    CHECK(each_allocation_fails(prepare_nothing, allocate_port_sets) > 0);
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

static void test_sets_and_lists(void)
{
    CHECK(each_allocation_fails(prepare_set, insert_member) > 0);
    CHECK(each_allocation_fails(prepare_set, move_member) > 0);
    CHECK(each_allocation_fails(prepare_set, list_members) > 0);
    CHECK(each_allocation_fails(prepare_set, list_names) > 0);
}

static void prepare_request(void)
{
    notify = new_receive();
    names[0] = new_pair(1);
}

/* The notify right is gone in any case, and told so where there is memory for the message. */
static kern_return_t request_of(mach_msg_id_t id)
{
    mach_port_name_t previous;
    kern_return_t status = request(names[0], id, 0, notify, &previous);
    CHECK_EQ(previous, MACH_PORT_NULL);
    return status;
}

static kern_return_t request_dead_name(void)
{
    return request_of(MACH_NOTIFY_DEAD_NAME);
}

static kern_return_t request_no_senders(void)
{
    return request_of(MACH_NOTIFY_NO_SENDERS);
}

static kern_return_t request_port_destroyed(void)
{
    return request_of(MACH_NOTIFY_PORT_DESTROYED);
}

static void test_requests(void)
{
    CHECK(each_allocation_fails(prepare_request, request_dead_name) > 0);
    each_allocation_fails(prepare_request, request_no_senders);
    each_allocation_fails(prepare_request, request_port_destroyed);
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

static void test_ends_are_never_refused(void)
{
    CHECK_EQ(each_allocation_fails(prepare_deaths, destroy_all), 0);
}

/* The space of a task that has ended serves another, so only as many at once as there never were need memory. */
enum { TASKS_MOST = 64 };
static uint64_t tasks[TASKS_MOST];
static int task_count;

static void destroy_tasks(void)
{
    while (task_count > 0)
        OK(mach_embedded_task_destroy(tasks[--task_count]));
}

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

static void test_tasks(void)
{
    CHECK(each_allocation_fails(prepare_nothing, create_one_more) > 0);
    CHECK(each_allocation_fails(prepare_nothing, use_one_more) > 0);
    destroy_tasks();
}

static void *ask_for_the_threads_port(void *status)
{
    mach_port_t thread = mach_thread_self();
    *(kern_return_t *)status = thread == MACH_PORT_NULL ? KERN_RESOURCE_SHORTAGE : mach_port_deallocate(SELF, thread);
    return NULL;
}

static kern_return_t thread_self(void)
{
    pthread_t thread;
    kern_return_t status = KERN_FAILURE;
    CHECK_EQ(pthread_create(&thread, NULL, ask_for_the_threads_port, &status), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    return status;
}

static void test_a_threads_port(void)
{
    each_allocation_fails(prepare_nothing, thread_self);
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
    CHECK_EQ(each_allocation_fails(prepare_many_receive_rights, give_many), 0);
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
    RUN(test_new_rights);
    RUN(test_sets_and_lists);
    RUN(test_requests);
    RUN(test_ends_are_never_refused);
    RUN(test_tasks);
    RUN(test_a_threads_port);
    RUN(test_many_send_rights);
    RUN(test_threads_that_only_send);
    return check_result();
}
