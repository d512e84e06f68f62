/* Every status that a function here may return: one list, from which constants, names, classes and texts come.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The numbers are Mach's own, Darwin's where Machs differ (what GNU Mach numbers otherwise is translated). Ours, E_*,
   are in Mach's system err_local under a subsystem of its own, so that they collide with nobody's. */
#ifndef MACHPORT_STATUS_H
#define MACHPORT_STATUS_H
#include "verbs.h"

/** The call did what it says. */
#define MACHPORT_CLASS_OK UINT32_C(0)
/** The port is dead: release the right, or do not use it further. */
#define MACHPORT_CLASS_DEAD UINT32_C(1)
/** The name holds nothing: it was released, never given, or belongs to another space. */
#define MACHPORT_CLASS_STALE UINT32_C(2)
/** The name holds a right of another kind than the call needs. */
#define MACHPORT_CLASS_WRONG_KIND UINT32_C(3)
/** An argument is wrong in itself. */
#define MACHPORT_CLASS_INVALID UINT32_C(4)
/** What was asked for is there already. */
#define MACHPORT_CLASS_EXISTS UINT32_C(5)
/** What was asked for is not there. */
#define MACHPORT_CLASS_ABSENT UINT32_C(6)
/** Room, memory or a count ran out. */
#define MACHPORT_CLASS_EXHAUSTED UINT32_C(7)
/** The time given ran out. */
#define MACHPORT_CLASS_TIMED_OUT UINT32_C(8)
/** A signal arrived first: call again with what is left of the time. */
#define MACHPORT_CLASS_INTERRUPTED UINT32_C(9)
/** The buffer is too small for what is there. */
#define MACHPORT_CLASS_TOO_SMALL UINT32_C(10)
/** The Mach at hand cannot do this. */
#define MACHPORT_CLASS_UNSUPPORTED UINT32_C(11)
/** The process forked, and its child has not renewed. */
#define MACHPORT_CLASS_FORKED UINT32_C(12)
/** The policy of the Mach at hand refuses it. */
#define MACHPORT_CLASS_DENIED UINT32_C(13)
/** Something failed that says no more. */
#define MACHPORT_CLASS_FAILURE UINT32_C(14)
/** No status of this list. */
#define MACHPORT_CLASS_UNKNOWN UINT32_C(15)

/* err_local, subsystem 0x6d7. */
#define MACHPORT_STATUS_OURS(code) (-134217728 + 0x6d7 * 0x4000 + (code))

/* X(name, value, class, text) */
#define MACHPORT_STATUS_MAP(X)                                                                                                   \
    X(KERN_SUCCESS, 0, OK, "success")                                                                                            \
    X(KERN_INVALID_ADDRESS, 1, INVALID, "the address is not valid")                                                              \
    X(KERN_PROTECTION_FAILURE, 2, DENIED, "the memory is protected against this access")                                         \
    X(KERN_NO_SPACE, 3, EXHAUSTED, "there is no room: the name space or the buffer given is full")                               \
    X(KERN_INVALID_ARGUMENT, 4, INVALID, "an argument is not valid; for a guarded right, perhaps the wrong guard")               \
    X(KERN_FAILURE, 5, FAILURE, "the call failed and says no more")                                                              \
    X(KERN_RESOURCE_SHORTAGE, 6, EXHAUSTED, "memory or another resource ran out")                                                \
    X(KERN_NOT_RECEIVER, 7, WRONG_KIND, "the task does not hold the receive right")                                              \
    X(KERN_NO_ACCESS, 8, DENIED, "access is restricted")                                                                         \
    X(KERN_MEMORY_FAILURE, 9, FAILURE, "the memory could not be brought in")                                                     \
    X(KERN_MEMORY_ERROR, 10, FAILURE, "the memory object gave an error")                                                         \
    X(KERN_ALREADY_IN_SET, 11, EXISTS, "the receive right is in this port set already")                                          \
    X(KERN_NOT_IN_SET, 12, ABSENT, "the receive right is not in this port set")                                                  \
    X(KERN_NAME_EXISTS, 13, EXISTS, "the name is in use")                                                                        \
    X(KERN_ABORTED, 14, INTERRUPTED, "the call was aborted")                                                                     \
    X(KERN_INVALID_NAME, 15, STALE, "the name holds no right in this space")                                                     \
    X(KERN_INVALID_TASK, 16, INVALID, "the task is gone, or the name is not a task's")                                           \
    X(KERN_INVALID_RIGHT, 17, WRONG_KIND, "the name holds a right, but not of the kind that the call needs")                     \
    X(KERN_INVALID_VALUE, 18, INVALID, "a value is out of range")                                                                \
    X(KERN_UREFS_OVERFLOW, 19, EXHAUSTED, "the right has as many user references as it can hold")                                \
    X(KERN_INVALID_CAPABILITY, 20, WRONG_KIND, "the right given is dead or cannot be used here")                                 \
    X(KERN_RIGHT_EXISTS, 21, EXISTS, "the space knows the port under another name")                                              \
    X(KERN_INVALID_HOST, 22, INVALID, "the name is not a host's")                                                                \
    X(KERN_MEMORY_PRESENT, 23, EXISTS, "the memory is there already")                                                            \
    X(KERN_TERMINATED, 37, STALE, "the object was terminated")                                                                   \
    X(KERN_NOT_SUPPORTED, 46, UNSUPPORTED, "this Mach, or this version of the library, cannot do it")                            \
    X(KERN_OPERATION_TIMED_OUT, 49, TIMED_OUT, "the time given ran out")                                                         \
    X(KERN_DENIED, 53, DENIED, "the call was denied")                                                                            \
    X(MIG_TYPE_ERROR, -300, FAILURE, "the kernel answered with an unexpected type")                                              \
    X(MIG_REPLY_MISMATCH, -301, FAILURE, "the kernel answered another request")                                                  \
    X(MIG_REMOTE_ERROR, -302, FAILURE, "the server found an error")                                                              \
    X(MIG_BAD_ID, -303, UNSUPPORTED, "the server does not know the request")                                                     \
    X(MIG_BAD_ARGUMENTS, -304, INVALID, "the server found the arguments' types wrong")                                           \
    X(MIG_NO_REPLY, -305, FAILURE, "the server will not reply")                                                                  \
    X(MIG_EXCEPTION, -306, FAILURE, "the server raised an exception")                                                            \
    X(MIG_ARRAY_TOO_LARGE, -307, EXHAUSTED, "the array does not fit the message")                                                \
    X(MIG_SERVER_DIED, -308, DEAD, "the server died before it replied")                                                          \
    X(MIG_TRAILER_ERROR, -309, FAILURE, "the trailer has an unknown format")                                                     \
    X(MACH_SEND_IN_PROGRESS, 0x10000001, FAILURE, "the send is still under way")                                                 \
    X(MACH_SEND_INVALID_DATA, 0x10000002, INVALID, "the message could not be read")                                              \
    X(MACH_SEND_INVALID_DEST, 0x10000003, DEAD, "the destination is not a live send or send-once right")                         \
    X(MACH_SEND_TIMED_OUT, 0x10000004, TIMED_OUT, "the destination's queue stayed full")                                         \
    X(MACH_SEND_INVALID_VOUCHER, 0x10000005, INVALID, "the voucher is not valid")                                                \
    X(MACH_SEND_INTERRUPTED, 0x10000007, INTERRUPTED, "a signal arrived before the message was queued")                          \
    X(MACH_SEND_MSG_TOO_SMALL, 0x10000008, INVALID, "the message is shorter than it says, or not a multiple of four")            \
    X(MACH_SEND_INVALID_REPLY, 0x10000009, INVALID, "the reply right is not held, or its disposition does not fit")              \
    X(MACH_SEND_INVALID_RIGHT, 0x1000000a, INVALID, "a right in the message is not held, or its disposition does not fit")       \
    X(MACH_SEND_INVALID_NOTIFY, 0x1000000b, INVALID, "the notify right is not valid")                                            \
    X(MACH_SEND_INVALID_MEMORY, 0x1000000c, INVALID, "out-of-line memory could not be read")                                     \
    X(MACH_SEND_NO_BUFFER, 0x1000000d, EXHAUSTED, "there is no room for the message")                                            \
    X(MACH_SEND_TOO_LARGE, 0x1000000e, INVALID, "the message is larger than a port takes")                                       \
    X(MACH_SEND_INVALID_TYPE, 0x1000000f, INVALID, "a descriptor of the message is not valid")                                   \
    X(MACH_SEND_INVALID_HEADER, 0x10000010, INVALID, "the message's header is not valid")                                        \
    X(MACH_SEND_INVALID_TRAILER, 0x10000011, INVALID, "the trailer asked for is not valid")                                      \
    X(MACH_SEND_INVALID_CONTEXT, 0x10000012, INVALID, "the context is not valid")                                                \
    X(MACH_SEND_INVALID_OPTIONS, 0x10000013, INVALID, "the options do not go together")                                          \
    X(MACH_SEND_INVALID_RT_OOL_SIZE, 0x10000015, INVALID, "out-of-line memory is too large for a real-time thread")              \
    X(MACH_SEND_NO_GRANT_DEST, 0x10000016, DENIED, "the destination does not take this right")                                   \
    X(MACH_SEND_MSG_FILTERED, 0x10000017, DENIED, "a filter refused the message")                                                \
    X(MACH_RCV_IN_PROGRESS, 0x10004001, FAILURE, "the receive is still under way")                                               \
    X(MACH_RCV_INVALID_NAME, 0x10004002, STALE, "the name holds neither a receive right nor a port set")                         \
    X(MACH_RCV_TIMED_OUT, 0x10004003, TIMED_OUT, "no message came in time")                                                      \
    X(MACH_RCV_TOO_LARGE, 0x10004004, TOO_SMALL, "the message is larger than the buffer")                                        \
    X(MACH_RCV_INTERRUPTED, 0x10004005, INTERRUPTED, "a signal arrived before a message")                                        \
    X(MACH_RCV_PORT_CHANGED, 0x10004006, STALE, "the receive right was released or moved while it was waited on")                \
    X(MACH_RCV_INVALID_NOTIFY, 0x10004007, INVALID, "the notify right is not valid")                                             \
    X(MACH_RCV_INVALID_DATA, 0x10004008, INVALID, "the message could not be written to the buffer")                              \
    X(MACH_RCV_PORT_DIED, 0x10004009, STALE, "the port died while it was waited on")                                             \
    X(MACH_RCV_IN_SET, 0x1000400a, EXISTS, "the receive right is in a port set: receive from the set")                           \
    X(MACH_RCV_HEADER_ERROR, 0x1000400b, EXHAUSTED, "a right of the header found no room in the space")                          \
    X(MACH_RCV_BODY_ERROR, 0x1000400c, EXHAUSTED, "a right of the body found no room in the space")                              \
    X(MACH_RCV_INVALID_TYPE, 0x1000400d, INVALID, "the scatter list is not valid")                                               \
    X(MACH_RCV_SCATTER_SMALL, 0x1000400e, TOO_SMALL, "the scatter list is too small")                                            \
    X(MACH_RCV_INVALID_TRAILER, 0x1000400f, INVALID, "the trailer asked for is not valid")                                       \
    X(MACH_RCV_INVALID_REPLY, 0x10004012, INVALID, "the reply port is not valid")                                                \
    X(MACH_RCV_INVALID_ARGUMENTS, 0x10004013, INVALID, "the arguments are not valid")                                            \
    X(E_DEAD, MACHPORT_STATUS_OURS(1), DEAD, "the right has died; its name is dead and must still be released")                  \
    X(E_STALE, MACHPORT_STATUS_OURS(2), STALE, "the name holds no right: released already, never given, or of another space")    \
    X(E_WRONG_KIND, MACHPORT_STATUS_OURS(3), WRONG_KIND, "the name holds a right of another kind")                               \
    X(E_FORKED, MACHPORT_STATUS_OURS(4), FORKED, "the process has forked; machport_renew() starts its child's own space")        \
    X(E_POINTER, MACHPORT_STATUS_OURS(5), INVALID, "a pointer is NULL that must not be")                                         \
    X(E_NULL, MACHPORT_STATUS_OURS(6), INVALID, "the name is NULL, which is no right")

#define MACHPORT_STATUS_CONSTANT(name, value, class, text) MACHPORT_##name MACHPORT_NOTE("status:" #class ":" text) = (value),
/* Constants, not a type: no function takes or returns an enum. */
enum { MACHPORT_STATUS_MAP(MACHPORT_STATUS_CONSTANT) };
#undef MACHPORT_STATUS_CONSTANT

#endif
