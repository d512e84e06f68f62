/* A process ends with live rights, in each way that there is; whoever runs late may still use and release them. Each way is a
   process of its own, which tells its parent by a pipe what it came past, for its exit code is not its to choose any more.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "check.h"
#include <machport.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern void (*late_call)(void);

static machport_receive_t receive;
static machport_send_t send;
static int pipe_end = -1;

static void tell(const char *what)
{
    if (write(pipe_end, what, strlen(what)) != (ssize_t)strlen(what) || write(pipe_end, " ", 1) != 1)
        abort();
}

/* One unit more and one less, a message there and back, and a new port: all that a finalizer may want. */
static int works(void)
{
    machport_send_t copy;
    machport_receive_t other;
    machport_received_t received = {.struct_size = sizeof received};
    return machport_send_right_dup(send, &copy) == MACHPORT_KERN_SUCCESS &&
           machport_message_send(send, 1, NULL, 0, NULL, NULL, 0, 0, 0) == MACHPORT_KERN_SUCCESS &&
           machport_message_receive(receive, NULL, 0, NULL, 0, 0, 0, &received) == MACHPORT_KERN_SUCCESS &&
           machport_send_right_release(copy) == MACHPORT_KERN_SUCCESS &&
           machport_receive_right_new(0, 0, &other) == MACHPORT_KERN_SUCCESS &&
           machport_receive_right_release(other, 0) == MACHPORT_KERN_SUCCESS;
}

static void tell_whether_it_works(const char *when)
{
    tell(works() ? when : "broken");
}

static void in_atexit_early(void)
{
    tell_whether_it_works("early");
}

static void in_atexit_late(void)
{
    tell_whether_it_works("late");
}

/* The last of the program's own. */
static int destructor_tells;
__attribute__((destructor(101))) static void in_destructor(void)
{
    if (destructor_tells)
        tell_whether_it_works("destructor");
}

static void in_library(void)
{
    tell_whether_it_works("library");
    if (machport_pair_release(receive, send, 0) == MACHPORT_KERN_SUCCESS)
        tell("released");
}

static void make_rights(void)
{
    CHECK_EQ(machport_pair_new(0, 0, &receive, &send), MACHPORT_KERN_SUCCESS);
    (void)atexit(in_atexit_late);
    destructor_tells = 1;
    late_call = in_library;
}

static void returns(void)
{
    (void)atexit(in_atexit_early);
    make_rights();
}

static void exits(void)
{
    returns();
    exit(0);
}

static void exits_at_once(void)
{
    returns();
    _exit(0);
}

static void *wait_for_ever(void *none)
{
    machport_received_t received = {.struct_size = sizeof received};
    machport_receive_t other;
    (void)machport_receive_right_new(0, 0, &other);
    (void)machport_message_receive(other, NULL, 0, NULL, 0, 0, MACHPORT_FOREVER, &received);
    return none;
}

static void *send_for_ever(void *none)
{
    machport_receive_t full;
    machport_send_t to;
    (void)machport_pair_new(0, 0, &full, &to);
    (void)machport_attr_set(full, MACHPORT_ATTR_QUEUE_LIMIT, 0);
    (void)machport_message_send(to, 1, NULL, 0, NULL, NULL, 0, 0, MACHPORT_FOREVER);
    return none;
}

static void start(void *(*run)(void *))
{
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
    CHECK_EQ(pthread_detach(thread), 0);
}

/* They sleep in their calls while the rest goes, or are about to. */
static void exits_while_others_wait(void)
{
    start(wait_for_ever);
    start(send_for_ever);
    nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    exits();
}

static void *use_until_the_end(void *none)
{
    machport_send_t copy;
    while (machport_send_right_dup(send, &copy) == MACHPORT_KERN_SUCCESS)
        (void)machport_send_right_release(copy);
    return none; /* what the last finalizer released is gone */
}

static void exits_while_others_call(void)
{
    returns();
    start(use_until_the_end);
    exit(0);
}

static void *exit_process(void *none)
{
    exits();
    return none;
}

static void exits_from_a_thread(void)
{
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, exit_process, NULL), 0);
    (void)pthread_join(thread, NULL);
}

static void main_thread_ends_first(void)
{
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, exit_process, NULL), 0);
    pthread_exit(NULL);
}

static pthread_key_t key;
static int rounds;

/* By then libmach has ended what it kept for the thread, and begins it anew. */
static void end_of_thread(void *value)
{
    machport_send_t own;
    tell(works() && machport_thread_self(&own) == MACHPORT_KERN_SUCCESS &&
                 machport_send_right_release(own) == MACHPORT_KERN_SUCCESS
             ? "round"
             : "broken");
    if (--rounds > 0)
        (void)pthread_setspecific(key, value);
}

static void *end_with_rights(void *value)
{
    machport_send_t own;
    CHECK_EQ(machport_thread_self(&own), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_send_right_release(own), MACHPORT_KERN_SUCCESS);
    (void)pthread_setspecific(key, value);
    return NULL;
}

/* A thread's own finalizers. */
static void a_thread_ends_with_rights(void)
{
    pthread_t thread;
    returns();
    rounds = 2;
    CHECK_EQ(pthread_key_create(&key, end_of_thread), 0);
    CHECK_EQ(pthread_create(&thread, NULL, end_with_rights, &rounds), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

static const struct {
    void (*end)(void);
    const char *told;
} ways[] = {
    {returns, "late early destructor library released "},
    {exits, "late early destructor library released "},
    {exits_at_once, ""},
    {exits_while_others_wait, "late early destructor library released "},
    {exits_while_others_call, "late early destructor library released "},
    {exits_from_a_thread, "late early destructor library released "},
    {main_thread_ends_first, "late early destructor library released "},
    {a_thread_ends_with_rights, "round round late early destructor library released "},
};

int main(int argc, char **argv)
{
    if (argc == 3) {
        pipe_end = atoi(argv[2]);
        ways[atoi(argv[1])].end();
        return check_failures != 0;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        int ends[2], status = -1;
        char told[256], way[8], end[8];
        size_t length = 0;
        CHECK_EQ(pipe(ends), 0);
        (void)snprintf(way, sizeof way, "%zu", i);
        (void)snprintf(end, sizeof end, "%d", ends[1]);
        const pid_t child = fork();
        if (child == 0) {
            (void)execv(argv[0], (char *[]){argv[0], way, end, NULL});
            _exit(127);
        }
        close(ends[1]);
        for (ssize_t got; (got = read(ends[0], told + length, sizeof told - 1 - length)) > 0;)
            length += (size_t)got;
        told[length] = '\0';
        close(ends[0]);
        CHECK_EQ(waitpid(child, &status, 0), child);
        if (!CHECK_EQ(status, 0) || !CHECK(strcmp(told, ways[i].told) == 0))
            check_note(way, told);
    }
    return check_result();
}
