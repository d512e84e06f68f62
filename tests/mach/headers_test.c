/* The headers are Apple's in names, numbers and layouts (mach-constants, the column Darwin).
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"

_Static_assert(sizeof(mach_port_t) == 4 && sizeof(mach_port_name_t) == 4, "names");
_Static_assert(sizeof(mach_port_context_t) == 8, "contexts");
_Static_assert(sizeof(mach_port_status_t) == 40, "status");
_Static_assert(sizeof(mach_port_limits_t) == 4, "limits");
_Static_assert(sizeof(mach_port_options_t) == 24, "options");
_Static_assert(MACH_PORT_INFO_EXT_COUNT == 17, "extended status");
_Static_assert(MACH_PORT_RECEIVE_STATUS_COUNT == 10, "status words");
_Static_assert(MACH_PORT_DEAD == 0xffffffffu, "dead");
_Static_assert(MACH_PORT_TYPE_DEAD_NAME == 0x100000 && MACH_PORT_TYPE_SEND_RECEIVE == 0x30000, "types");
_Static_assert(MACH_PORT_TYPE_ALL_RIGHTS == 0x1f0000, "all types");
_Static_assert(MACH_NOTIFY_PORT_DELETED == 65 && MACH_NOTIFY_SEND_POSSIBLE == 66 && MACH_NOTIFY_PORT_DESTROYED == 69 &&
                   MACH_NOTIFY_NO_SENDERS == 70 && MACH_NOTIFY_SEND_ONCE == 71 && MACH_NOTIFY_DEAD_NAME == 72,
               "notifications");

/* What Mach calls here and the ABI's constants say alike. */
_Static_assert(MACHPORT_TYPE_SEND == MACH_PORT_TYPE_SEND && MACHPORT_TYPE_DNREQUEST == MACH_PORT_TYPE_DNREQUEST, "raw.h types");
_Static_assert(MACHPORT_MOVE_RECEIVE == MACH_MSG_TYPE_MOVE_RECEIVE && MACHPORT_MAKE_SEND_ONCE == MACH_MSG_TYPE_MAKE_SEND_ONCE,
               "raw.h dispositions");
_Static_assert(MACHPORT_KIND_DEAD_NAME == MACH_PORT_RIGHT_DEAD_NAME, "raw.h kinds");

/* Each status of the definition's list stands in a header of Mach with the same number; ours do not, and one goes by another
   name there. */
#define E_DEAD MACHPORT_E_DEAD
#define E_STALE MACHPORT_E_STALE
#define E_WRONG_KIND MACHPORT_E_WRONG_KIND
#define E_FORKED MACHPORT_E_FORKED
#define E_POINTER MACHPORT_E_POINTER
#define E_NULL MACHPORT_E_NULL
#define SAME(name, value, class, text) _Static_assert((name) == (value), text);
MACHPORT_STATUS_MAP(SAME)

static void test_statuses_in_words(void)
{
    CHECK_EQ(strcmp(mach_error_string(KERN_SUCCESS), "success"), 0);
    CHECK_EQ(strcmp(mach_error_string(KERN_NAME_EXISTS), "the name is in use"), 0);
    CHECK_EQ(strcmp(mach_error_string(12345), "unknown error code"), 0);
}

static void test_statuses_have_a_type(void)
{
    CHECK_EQ(strcmp(mach_error_type(KERN_NAME_EXISTS), "(os/kern)"), 0);
    CHECK_EQ(strcmp(mach_error_type(MACH_SEND_INVALID_DEST), "(ipc/send)"), 0);
    CHECK_EQ(strcmp(mach_error_type(MACH_RCV_TIMED_OUT), "(ipc/rcv)"), 0);
    CHECK_EQ(strcmp(mach_error_type(MIG_BAD_ID), "(ipc/mig)"), 0);
    CHECK_EQ(strcmp(mach_error_type(-1), "(?/?)"), 0);
}

static void test_memory_goes_back(void)
{
    OK(vm_deallocate(SELF, 0, 0));
    CHECK_EQ(vm_deallocate(SELF, UINTPTR_MAX - 1, 4), KERN_INVALID_ARGUMENT);
    CHECK_EQ(vm_deallocate(MACH_PORT_NULL, 0, 0), MACH_SEND_INVALID_DEST);
}

int main(void)
{
    RUN(test_statuses_in_words);
    RUN(test_statuses_have_a_type);
    RUN(test_memory_goes_back);
    return check_result();
}
