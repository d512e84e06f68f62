/* One call at a time, between two lines that say which it is and what it answered. What the Mach is asked in between is
   written down by the library before libmach (log.h).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CALLS_H
#define CALLS_H
#include <inttypes.h>
#include <machport.h>
#include <stdio.h>
#include <string.h>

/* The name of the function is what stands before the bracket; "of" tells apart what is called more than once. */
static inline void say_call(const char *call, const char *of)
{
    (void)printf("call\t%.*s\t%s\n", (int)strcspn(call, "("), call, of);
}

#define CALL(of, call)                                                                                                           \
    do {                                                                                                                         \
        say_call(#call, of);                                                                                                     \
        const machport_status_t answered = (call);                                                                               \
        (void)printf("answer\t%s\n", machport_status_name(answered));                                                            \
    } while (0)
/* The same, of a function that answers no status. */
#define ASK(call)                                                                                                                \
    do {                                                                                                                         \
        say_call(#call, "");                                                                                                     \
        (void)(call);                                                                                                            \
        (void)printf("answer\t\n");                                                                                              \
    } while (0)

/* From here on a name is called so. */
static inline machport_name_t called(const char *word, machport_name_t name)
{
    (void)printf("name\t%s\t#%" PRIx32 "\n", word, name);
    return name;
}

static inline machport_receive_t new_receive(const char *word)
{
    machport_receive_t receive;
    (void)machport_receive_right_new(0, 0, &receive);
    return called(word, receive);
}

/* A receive right, and a send right under the same name. */
static inline machport_receive_t new_pair(const char *word)
{
    machport_receive_t receive;
    machport_send_t send;
    (void)machport_pair_new(0, 0, &receive, &send);
    return called(word, receive);
}

static inline machport_send_once_t new_send_once(const char *word, machport_receive_t receive)
{
    machport_send_once_t send_once;
    (void)machport_send_once_right_make(receive, &send_once);
    return called(word, send_once);
}

static inline machport_dead_name_t new_dead_name(const char *word)
{
    const machport_receive_t receive = new_pair(word);
    (void)machport_receive_right_release(receive, 0);
    return receive;
}

void call_messages(void);

#endif
