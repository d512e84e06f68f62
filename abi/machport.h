/* machport: one neutral definition of a raw Mach port, for every language. The 1.0 candidate.
   SPDX-License-Identifier: MIT OR Apache-2.0
   This text is the definition: the machine-readable one, every binding and every table of statuses is generated from
   it.

   How to read a signature: the typedef says the kind of right, the word before it (verbs.h) says who owns it after the
   call. What holds everywhere:
   - A function returns a status; results come by out-parameter and are always written, an owned one with NULL on
     failure. What only tells about the library returns its value.
   - A NULL out-pointer answers E_POINTER, and an unknown flag KERN_INVALID_ARGUMENT, before anything is touched.
   - NULL and DEAD are values, not rights: releasing them succeeds and does nothing. Anything else that is asked of them
     answers E_NULL or E_DEAD.
   - A name that holds nothing answers E_STALE, one that holds another kind E_WRONG_KIND, one whose right died E_DEAD
     where a live one is needed.
   - One owned value is one unit of one right: one send user reference, the receive right, one send-once right, the set,
     one dead-name user reference. A send or send-once right may turn into one unit of a dead name under its owner; the
     same release still works.
   - After fork the child is inert: releases succeed and do nothing, everything else answers E_FORKED, until
     machport_renew().
   - A thread whose task has ended, which only a Mach with several tasks in a process knows, gets KERN_INVALID_TASK.
   - Every function may be called from any thread. A name that one thread gives away must not be in use in another. */
#ifndef MACHPORT_H
#define MACHPORT_H
#include "raw.h"
#include "status.h"
#include "verbs.h"
#include <stddef.h>

#if defined(__GNUC__) && !defined(_WIN32)
#define MACHPORT_API __attribute__((visibility("default")))
#else
#define MACHPORT_API
#endif

/** The version of this definition: major << 16 | minor. */
#define MACHPORT_ABI_VERSION UINT32_C(0x00010000)

/* Under clang's analyzer each kind must be spelled as the handle that its checker knows: it does not look through a
   second typedef. */
#if defined(__clang_analyzer__)
typedef uint32_t zx_handle_t;
typedef int32_t zx_status_t;
#define machport_status_t zx_status_t
#define machport_send_t zx_handle_t
#define machport_send_once_t zx_handle_t
#define machport_receive_t zx_handle_t
#define machport_port_set_t zx_handle_t
#define machport_dead_name_t zx_handle_t
#define machport_any_t zx_handle_t
#else
/** A status, one of MACHPORT_STATUS_MAP. 0 is success. */
typedef int32_t machport_status_t;
/** A name that holds a send right. */
typedef machport_name_t machport_send_t;
/** A name that holds a send-once right. */
typedef machport_name_t machport_send_once_t;
/** A name that holds a receive right. */
typedef machport_name_t machport_receive_t;
/** A name that holds a port set. */
typedef machport_name_t machport_port_set_t;
/** A name that is dead. */
typedef machport_name_t machport_dead_name_t;
/** A name that holds a right of whatever kind. */
typedef machport_name_t machport_any_t;
#endif
/** The secret that a guarded receive right needs to be destroyed. */
typedef uint64_t machport_guard_t;
/** Which name space a name belongs to: it changes with fork, and with the task that a thread has entered. */
typedef uint64_t machport_epoch_t;

/** Any kind will do. */
#define MACHPORT_KIND_ANY UINT32_C(0xffffffff)

/** No limit of time. Timeouts are in nanoseconds; 0 polls. */
#define MACHPORT_FOREVER UINT64_MAX

#ifdef __cplusplus
extern "C" {
#endif

/* The library */

/** The version of the definition that the library implements, major << 16 | minor. */
MACHPORT_API uint32_t machport_abi_version(void);

/** A number that changes with every name, value, layout and verb of the definition: a binding made from another one can
    tell.
    @param hash the number
    @status E_POINTER hash is NULL */
MACHPORT_API machport_status_t machport_definition_hash(MACHPORT_OUT uint64_t *hash);

/** Which Mach the library runs on: "darwin", "embedded" or "gnumach". The text lives as long as the library. */
MACHPORT_API const char *machport_mach_name(void);

/** The name of a status, such as "KERN_INVALID_NAME"; "unknown status" for a number that is none. The text lives as
    long as the library. */
MACHPORT_API const char *machport_status_name(machport_status_t status);

/** What a status means, in a sentence without a full stop. The text lives as long as the library. */
MACHPORT_API const char *machport_status_text(machport_status_t status);

/** The class of a status, one of MACHPORT_CLASS_*: the same question has the same answer on every Mach. */
MACHPORT_API uint32_t machport_status_class(machport_status_t status);

/** Which name space the calling thread is in. A handle that records it can tell that its name belongs to another one.
    Never 0. */
MACHPORT_API machport_epoch_t machport_epoch(void);

/** Promises that the process holds no value from before its fork, and begins its own name space. Succeeds and does
    nothing in a process that did not fork. */
MACHPORT_API machport_status_t machport_renew(void);

/* A name */

/** What a name holds: MACHPORT_TYPE_* bits, several where rights coalesced. It looks at the right, so a send right
    whose port died shows as a dead name from here on.
    @param name any name of the calling task
    @param types the bits
    @status E_POINTER types is NULL
    @status E_NULL name is NULL
    @status E_DEAD name is DEAD
    @status E_STALE name holds nothing
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_types(MACHPORT_BORROWED machport_any_t name, MACHPORT_OUT uint32_t *types);

/** How many user references of one kind a name holds: 0 where it holds another kind, 1 for a receive right, a send-once
    right or a set.
    @param name any name of the calling task
    @param kind a kind of right
    @param urefs the number
    @status E_POINTER urefs is NULL
    @status KERN_INVALID_VALUE kind is none
    @status E_NULL name is NULL
    @status E_DEAD name is DEAD
    @status E_STALE name holds nothing
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_urefs(MACHPORT_BORROWED machport_any_t name, machport_kind_t kind,
                                              MACHPORT_OUT uint32_t *urefs);

/** Whether a name holds a live right of a kind. Never a crash and never a guard exception, whatever the name. The
    answer is a status, the one that machport_adopt would fail with: KERN_SUCCESS, E_DEAD, E_WRONG_KIND, E_STALE or
    E_NULL.
    @param name any number
    @param kind a kind of right, or MACHPORT_KIND_ANY
    @param verdict the answer
    @status E_POINTER verdict is NULL
    @status KERN_INVALID_VALUE kind is none
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_check(MACHPORT_BORROWED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t name,
                                              machport_kind_t kind, MACHPORT_OUT machport_status_t *verdict);

/** Every name of the calling task's space, so that a leak can be seen.
    @param names the names, as many as there is room for
    @param types what each holds, MACHPORT_TYPE_* bits
    @param capacity how many there is room for; 0 asks for the number alone, and the arrays may then be NULL
    @param count how many there are
    @status E_POINTER count is NULL; or capacity is not 0, and an array is NULL or both are the same
    @status KERN_NO_SPACE there are more than capacity, which is not 0
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_space_names(MACHPORT_OUT MACHPORT_PLAIN MACHPORT_SIZED_BY(capacity)
                                                        MACHPORT_COUNTED_BY(count) machport_name_t *names,
                                                    MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(count)
                                                        uint32_t *types,
                                                    size_t capacity, MACHPORT_OUT size_t *count);

/* Conversions. As-raw is the identity: a typed name is its raw name. */

/** Look at the name before it is taken over: it must hold a right of this kind, alive. */
#define MACHPORT_ADOPT_VERIFY UINT32_C(1)

/** From raw: what the caller owns under a raw name becomes an owned value of a kind. Nothing is counted; after success
    the raw name is no longer the caller's to release.
    @param raw the raw name
    @param kind the kind of right that the caller owns under it
    @param flags MACHPORT_ADOPT_VERIFY or 0
    @param right the owned value, the same number
    @status E_POINTER right is NULL
    @status KERN_INVALID_VALUE kind is none
    @status KERN_INVALID_ARGUMENT a flag is unknown
    @status E_NULL raw is NULL
    @status E_DEAD raw is DEAD; verified: the right died (it can be adopted as a dead name)
    @status E_STALE verified: the name holds nothing
    @status E_WRONG_KIND verified: the name holds a right of another kind
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_adopt(MACHPORT_CONSUMED_ON_SUCCESS machport_name_t raw, machport_kind_t kind,
                                              uint32_t flags, MACHPORT_OWNED machport_any_t *right);

/** Into raw: an owned value becomes a raw name, and releasing what it stands for becomes the business of whoever takes
    it. Nothing is counted.
    @param right the owned value; NULL and DEAD come back as they are
    @param kind its kind
    @param raw the raw name, the same number
    @status E_POINTER raw is NULL
    @status KERN_INVALID_VALUE kind is none
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t
machport_disown(MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t right, machport_kind_t kind,
                MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_name_t *raw);

/* Rights */

/** Guard the receive right: it cannot be destroyed without its guard. A wrong guard is refused; on Darwin it raises a
    guard exception first, which is fatal there: that is what a guard is for. */
#define MACHPORT_GUARD UINT32_C(1)
/** Hide the guard: it cannot be read or changed either. Needs MACHPORT_GUARD. */
#define MACHPORT_GUARD_STRICT UINT32_C(2)
/** The receive right cannot leave the task. Needs MACHPORT_GUARD. */
#define MACHPORT_GUARD_IMMOVABLE UINT32_C(4)

/** Makes a port and gives its receive right.
    @param flags MACHPORT_GUARD, MACHPORT_GUARD_STRICT, MACHPORT_GUARD_IMMOVABLE, or 0
    @param guard the guard; 0 without MACHPORT_GUARD
    @param receive the receive right
    @status E_POINTER receive is NULL
    @status KERN_INVALID_ARGUMENT a flag is unknown or lacks MACHPORT_GUARD, or there is a guard without the flag
    @status KERN_NOT_SUPPORTED this Mach has no guards
    @status KERN_NO_SPACE the name space is full
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_receive_right_new(uint32_t flags, machport_guard_t guard,
                                                          MACHPORT_OWNED machport_receive_t *receive);

/** Makes a port and gives its receive right and one send right to it, in one step and under one name.
    @param flags as in machport_receive_right_new
    @param guard as in machport_receive_right_new
    @param receive the receive right
    @param send the send right, the same name
    @status E_POINTER receive or send is NULL, or they are the same pointer
    @status KERN_INVALID_ARGUMENT a flag is unknown or lacks MACHPORT_GUARD, or there is a guard without the flag
    @status KERN_NOT_SUPPORTED this Mach has no guards
    @status KERN_NO_SPACE the name space is full
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_pair_new(uint32_t flags, machport_guard_t guard,
                                                 MACHPORT_OWNED machport_receive_t *receive,
                                                 MACHPORT_OWNED machport_send_t *send);

/** Makes a send right to the port of a receive right. It has the receive right's name: one name for each port and
    space.
    @param receive the receive right
    @param send the send right
    @status E_POINTER send is NULL
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_UREFS_OVERFLOW the name holds as many send user references as this Mach counts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_send_right_make(MACHPORT_BORROWED machport_receive_t receive,
                                                        MACHPORT_OWNED machport_send_t *send);

/** Makes a send-once right to the port of a receive right, under a new name.
    @param receive the receive right
    @param send_once the send-once right
    @status E_POINTER send_once is NULL
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_NO_SPACE the name space is full
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_send_once_right_make(MACHPORT_BORROWED machport_receive_t receive,
                                                             MACHPORT_OWNED machport_send_once_t *send_once);

/** One more user reference of a live send right. At 65535 XNU stops counting: the reference is pegged, and leaks rather
    than dies early.
    @param send the send right
    @param copy another unit of it, the same name
    @status E_POINTER copy is NULL
    @status E_NULL send is NULL
    @status E_DEAD the right died (machport_send_right_dup_any takes it as it is)
    @status E_STALE send holds nothing
    @status E_WRONG_KIND send holds no send right
    @status KERN_UREFS_OVERFLOW the name holds as many send user references as this Mach counts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_send_right_dup(MACHPORT_BORROWED machport_send_t send,
                                                       MACHPORT_OWNED machport_send_t *copy);

/** One more user reference of a send right, or of the dead name that it has become.
    @param send the send right, alive or dead
    @param copy another unit of it, the same name
    @param kind MACHPORT_KIND_SEND or MACHPORT_KIND_DEAD_NAME: what copy is; MACHPORT_KIND_ANY on failure
    @status E_POINTER copy or kind is NULL, or they are the same pointer
    @status E_NULL send is NULL
    @status E_DEAD send is DEAD
    @status E_STALE send holds nothing
    @status E_WRONG_KIND send holds neither a send right nor a dead name
    @status KERN_UREFS_OVERFLOW the name holds as many user references as this Mach counts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_send_right_dup_any(MACHPORT_BORROWED machport_send_t send,
                                                           MACHPORT_OWNED machport_any_t *copy,
                                                           MACHPORT_OUT machport_kind_t *kind);

/** One more user reference of a dead name.
    @param dead_name the dead name
    @param copy another unit of it, the same name
    @status E_POINTER copy is NULL
    @status E_NULL dead_name is NULL
    @status E_DEAD dead_name is DEAD, which counts nothing
    @status E_STALE dead_name holds nothing
    @status E_WRONG_KIND dead_name holds a live right
    @status KERN_UREFS_OVERFLOW the name holds as many user references as this Mach counts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_dead_name_dup(MACHPORT_BORROWED machport_dead_name_t dead_name,
                                                      MACHPORT_OWNED machport_dead_name_t *copy);

/** Releases one user reference of a send right, or of the dead name that it has become. With the last one in the system
    the port's no-senders notification is sent.
    @param send the send right; NULL and DEAD: nothing is done
    @status E_STALE send holds nothing
    @status E_WRONG_KIND send holds no send right; nothing is touched */
MACHPORT_API machport_status_t
machport_send_right_release(MACHPORT_CONSUMED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_t send);

/** Releases a send-once right unused, or the dead name that it has become. The port gets a send-once notification.
    @param send_once the send-once right; NULL and DEAD: nothing is done
    @status E_STALE send_once holds nothing
    @status E_WRONG_KIND send_once holds no send-once right; nothing is touched */
MACHPORT_API machport_status_t
machport_send_once_right_release(MACHPORT_CONSUMED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_once_t send_once);

/** Destroys a port by its receive right: its messages are destroyed, and each send right to it turns into a dead name,
    those under the same name too.
    @param receive the receive right; NULL and DEAD: nothing is done
    @param guard its guard; of no account where it has none
    @status KERN_INVALID_ARGUMENT the guard is wrong; nothing is touched
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right; nothing is touched */
MACHPORT_API machport_status_t machport_receive_right_release(
    MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_receive_t receive, machport_guard_t guard);

/** Releases a receive right and one send user reference to the same port, in one step: no dead name is left behind, unless
    the send right is pegged.
    Where one of them is NULL or DEAD, it releases the other.
    @param receive the receive right
    @param send the send right to the same port, so the same name
    @param guard the receive right's guard; of no account where it has none
    @status KERN_INVALID_ARGUMENT the guard is wrong, or the names differ; nothing is touched
    @status E_STALE a name holds nothing; nothing is touched
    @status E_WRONG_KIND a name lacks the right that it should hold; nothing is touched */
MACHPORT_API machport_status_t machport_pair_release(
    MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_receive_t receive,
    MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_t send, machport_guard_t guard);

/** Destroys a port set. Its members stay, in no set.
    @param set the port set; NULL and DEAD: nothing is done
    @status E_STALE set holds nothing
    @status E_WRONG_KIND set holds no port set; nothing is touched */
MACHPORT_API machport_status_t
machport_port_set_release(MACHPORT_CONSUMED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_port_set_t set);

/** Releases one user reference of a dead name.
    @param dead_name the dead name; NULL and DEAD: nothing is done
    @status E_STALE dead_name holds nothing
    @status E_WRONG_KIND dead_name holds a live right; nothing is touched */
MACHPORT_API machport_status_t
machport_dead_name_release(MACHPORT_CONSUMED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_dead_name_t dead_name);

/** Releases one unit of a kind that is known only at run time, as the release of that kind does.
    @param kind the kind of right
    @param name the right; NULL and DEAD: nothing is done
    @param guard the guard of a receive right; of no account else
    @status KERN_INVALID_VALUE kind is none
    @status KERN_INVALID_ARGUMENT the guard is wrong; nothing is touched
    @status E_STALE name holds nothing
    @status E_WRONG_KIND name holds no right of this kind; nothing is touched */
MACHPORT_API machport_status_t
machport_release(machport_kind_t kind, MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t name,
                 machport_guard_t guard);

/* Port sets */

/** Makes an empty port set.
    @param set the set
    @status E_POINTER set is NULL
    @status KERN_NO_SPACE the name space is full
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_port_set_new(MACHPORT_OWNED machport_port_set_t *set);

/** Puts a receive right into a set. The set does not own it: releasing the right takes it out. A right may be in many
    sets on Darwin, and in one on GNU Mach.
    @param set the set
    @param receive the receive right
    @status E_NULL a name is NULL
    @status E_DEAD a name is DEAD, or a dead name
    @status E_STALE a name holds nothing
    @status E_WRONG_KIND set holds no port set, or receive no receive right
    @status KERN_ALREADY_IN_SET it is in the set
    @status KERN_NOT_SUPPORTED it is in another set, and this Mach has one set for a right
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_port_set_insert(MACHPORT_BORROWED machport_port_set_t set,
                                                        MACHPORT_BORROWED MACHPORT_RETAINED_UNTIL(machport_port_set_extract)
                                                            machport_receive_t receive);

/** Takes a receive right out of a set. It stays in every other one.
    @param set the set
    @param receive the receive right
    @status E_NULL a name is NULL
    @status E_DEAD a name is DEAD, or a dead name
    @status E_STALE a name holds nothing
    @status E_WRONG_KIND set holds no port set, or receive no receive right
    @status KERN_NOT_IN_SET it is not in the set
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_port_set_extract(MACHPORT_BORROWED machport_port_set_t set,
                                                         MACHPORT_BORROWED machport_receive_t receive);

/** The members of a set.
    @param set the set
    @param names their names, as many as there is room for, in no order; each claims nothing
    @param capacity how many there is room for; 0 asks for the number alone, and the array may then be NULL
    @param count how many there are
    @status E_POINTER count is NULL, or names is NULL and capacity is not 0
    @status E_NULL set is NULL
    @status E_DEAD set is DEAD, or a dead name
    @status E_STALE set holds nothing
    @status E_WRONG_KIND set holds no port set
    @status KERN_NO_SPACE there are more than capacity, which is not 0
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_port_set_members(MACHPORT_BORROWED machport_port_set_t set,
                                                         MACHPORT_OUT MACHPORT_PLAIN MACHPORT_SIZED_BY(capacity)
                                                             MACHPORT_COUNTED_BY(count) machport_name_t *names,
                                                         size_t capacity, MACHPORT_OUT size_t *count);

/* Receive rights */

/** Guards a receive right that is not guarded. The guard becomes its context, so the context must be 0 before.
    @param receive the receive right
    @param guard the guard
    @param flags MACHPORT_GUARD_STRICT, MACHPORT_GUARD_IMMOVABLE, or 0
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_INVALID_ARGUMENT it is guarded, its context is not 0, or a flag is unknown
    @status KERN_NOT_SUPPORTED this Mach has no guards
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t machport_guard_set(MACHPORT_BORROWED machport_receive_t receive,
                                                                    machport_guard_t guard, uint32_t flags);

/** Takes the guard off a receive right; its context is 0 from then on. One that cannot leave the task still cannot.
    @param receive the receive right
    @param guard its guard
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_INVALID_ARGUMENT it is not guarded, or the guard is wrong
    @status KERN_NOT_SUPPORTED this Mach has no guards
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t machport_guard_clear(MACHPORT_BORROWED machport_receive_t receive,
                                                                      machport_guard_t guard);

/** The number that a receive right carries for its owner, 0 at first. A guard is that number; 0 where a strict guard
    hides it.
    @param receive the receive right
    @param context the number
    @status E_POINTER context is NULL
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_NOT_SUPPORTED this Mach has no contexts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t machport_context_get(MACHPORT_BORROWED machport_receive_t receive,
                                                                      MACHPORT_OUT uint64_t *context);

/** Gives a receive right a number to carry for its owner. A guard is that number: it changes with it.
    @param receive the receive right
    @param context the number, as wide as a pointer of the task at most
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_INVALID_ARGUMENT a strict guard forbids it, or the number is too wide
    @status KERN_NOT_SUPPORTED this Mach has no contexts
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t machport_context_set(MACHPORT_BORROWED machport_receive_t receive,
                                                                      uint64_t context);

/** How many messages may wait, in messages. The only attribute that can be set. */
#define MACHPORT_ATTR_QUEUE_LIMIT UINT32_C(1)
/** How many messages wait. */
#define MACHPORT_ATTR_MESSAGE_COUNT UINT32_C(2)
/** The sequence number of the next message. */
#define MACHPORT_ATTR_SEQUENCE UINT32_C(3)
/** How many send rights were ever made. */
#define MACHPORT_ATTR_MAKE_SEND_COUNT UINT32_C(4)
/** How many send-once rights there are, wherever they are. */
#define MACHPORT_ATTR_SEND_ONCE_RIGHTS UINT32_C(5)
/** 1 where there is a send right anywhere, else 0. */
#define MACHPORT_ATTR_HAS_SENDERS UINT32_C(6)

/** An attribute of a port.
    @param receive its receive right
    @param attribute one of MACHPORT_ATTR_*
    @param value the value
    @status E_POINTER value is NULL
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_INVALID_VALUE attribute is none
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_attr_get(MACHPORT_BORROWED machport_receive_t receive, uint32_t attribute,
                                                 MACHPORT_OUT uint32_t *value);

/** Sets an attribute of a port.
    @param receive its receive right
    @param attribute MACHPORT_ATTR_QUEUE_LIMIT
    @param value the value, 0 to 1024 on Darwin and to 16 on GNU Mach
    @status E_NULL receive is NULL
    @status E_DEAD receive is DEAD, or a dead name
    @status E_STALE receive holds nothing
    @status E_WRONG_KIND receive holds no receive right
    @status KERN_INVALID_VALUE attribute cannot be set, or the value is out of range
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_attr_set(MACHPORT_BORROWED machport_receive_t receive, uint32_t attribute,
                                                 uint32_t value);

/* Notifications. The kernel takes the notify right whatever it answers: it is consumed always, and where it goes unused
   its port gets MACHPORT_NOTIFY_SEND_ONCE. A name has one request of dead-name or send-possible, a port one of
   no-senders and one of port-destroyed. */

/** A right with a request left the space. */
#define MACHPORT_NOTIFY_PORT_DELETED INT32_C(65)
/** The destination's queue has room again. */
#define MACHPORT_NOTIFY_SEND_POSSIBLE INT32_C(66)
/** The receive right that was to be destroyed. */
#define MACHPORT_NOTIFY_PORT_DESTROYED INT32_C(69)
/** The last send right is gone. */
#define MACHPORT_NOTIFY_NO_SENDERS INT32_C(70)
/** A send-once right died unused. */
#define MACHPORT_NOTIFY_SEND_ONCE INT32_C(71)
/** The port of a right died. */
#define MACHPORT_NOTIFY_DEAD_NAME INT32_C(72)

/** Asks to be told when the port of a right dies.
    @param name the right to watch: a send, send-once or receive right
    @param notify where to tell it
    @param previous the notify right of the request that this one replaces; NULL where there was none, or its port is dead
    @status E_POINTER previous is NULL; notify too is untouched
    @status E_NULL name or notify is NULL
    @status E_DEAD name or notify is DEAD, or a dead name
    @status E_STALE name or notify holds nothing
    @status E_WRONG_KIND name holds a port set, or notify no send-once right: then nothing is consumed
    @status KERN_NO_SPACE the request stands, but the name space has no room for the one that it replaces
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_notify_dead_name(MACHPORT_BORROWED machport_any_t name,
                                                         MACHPORT_CONSUMED machport_send_once_t notify,
                                                         MACHPORT_OWNED MACHPORT_NULLABLE machport_send_once_t *previous);

/** Asks to be told when a full queue has room again; at once where it has room now.
    @param name the send right
    @param notify where to tell it
    @param previous the notify right of the request that this one replaces; NULL where there was none, or its port is dead
    @status E_POINTER previous is NULL; notify too is untouched
    @status E_NULL name or notify is NULL
    @status E_DEAD name or notify is DEAD, or a dead name
    @status E_STALE name or notify holds nothing
    @status E_WRONG_KIND name holds no send right, or notify no send-once right: then nothing is consumed
    @status KERN_NOT_SUPPORTED this Mach cannot tell it; notify is consumed
    @status KERN_NO_SPACE the request stands, but the name space has no room for the one that it replaces
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t
machport_notify_send_possible(MACHPORT_BORROWED machport_send_t name, MACHPORT_CONSUMED machport_send_once_t notify,
                              MACHPORT_OWNED MACHPORT_NULLABLE machport_send_once_t *previous);

/** Asks to be told when the last send right of a port is gone.
    @param receive the receive right
    @param make_send_count tell at once where there is none now and at least so many were made
    @param notify where to tell it
    @param previous the notify right of the request that this one replaces; NULL where there was none, or its port is dead
    @status E_POINTER previous is NULL; notify too is untouched
    @status E_NULL receive or notify is NULL
    @status E_DEAD receive or notify is DEAD, or a dead name
    @status E_STALE receive or notify holds nothing
    @status E_WRONG_KIND receive holds no receive right, or notify no send-once right: then nothing is consumed
    @status KERN_NO_SPACE the request stands, but the name space has no room for the one that it replaces
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_notify_no_senders(MACHPORT_BORROWED machport_receive_t receive, uint32_t make_send_count,
                                                          MACHPORT_CONSUMED machport_send_once_t notify,
                                                          MACHPORT_OWNED MACHPORT_NULLABLE machport_send_once_t *previous);

/** Asks for a receive right to be handed over instead of destroyed. One request a port: a second one answers
    KERN_FAILURE on every Mach.
    @param receive the receive right
    @param notify where to send it
    @status KERN_FAILURE there is a request already, and it stays
    @status E_NULL receive or notify is NULL
    @status E_DEAD receive or notify is DEAD, or a dead name
    @status E_STALE receive or notify holds nothing
    @status E_WRONG_KIND receive holds no receive right, or notify no send-once right: then nothing is consumed
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_notify_port_destroyed(MACHPORT_BORROWED machport_receive_t receive,
                                                              MACHPORT_CONSUMED machport_send_once_t notify);

/** Takes a request back. One for port-destroyed cannot be.
    @param name the right that it watches
    @param id MACHPORT_NOTIFY_DEAD_NAME, MACHPORT_NOTIFY_SEND_POSSIBLE or MACHPORT_NOTIFY_NO_SENDERS
    @param previous the request's notify right; NULL where there was none, or its port is dead
    @status E_POINTER previous is NULL
    @status KERN_INVALID_VALUE id is none of these
    @status KERN_NOT_SUPPORTED this Mach has no such requests
    @status E_NULL name is NULL
    @status E_DEAD name is DEAD, or a dead name
    @status E_STALE name holds nothing
    @status E_WRONG_KIND name holds no right that id is about
    @status KERN_NO_SPACE the request is gone, and the name space has no room for its notify right
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_notify_cancel(MACHPORT_BORROWED machport_any_t name, int32_t id,
                                                      MACHPORT_OWNED MACHPORT_NULLABLE machport_send_once_t *previous);

/* Whose right is it */

/** The calling task's own port. Borrowed for the process's life: it is not to be released.
    @param task the send right
    @status E_POINTER task is NULL
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_task_self(MACHPORT_OUT MACHPORT_BORROWED machport_send_t *task);

/** The host's port, one user reference more with every call.
    @param host the send right
    @status E_POINTER host is NULL
    @status KERN_RESOURCE_SHORTAGE the name space is full, or memory ran out: the Mach does not say which
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_host_self(MACHPORT_OWNED machport_send_t *host);

/** The calling thread's port, one user reference more with every call. The right dies with the thread.
    @param thread the send right
    @status E_POINTER thread is NULL
    @status KERN_RESOURCE_SHORTAGE the name space is full, or memory ran out: the Mach does not say which
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_thread_self(MACHPORT_OWNED machport_send_t *thread);

/** The task's own port. */
#define MACHPORT_SPECIAL_TASK UINT32_C(1)
/** The host's port. */
#define MACHPORT_SPECIAL_HOST UINT32_C(2)
/** The task's name port. */
#define MACHPORT_SPECIAL_NAME UINT32_C(3)
/** The bootstrap port. */
#define MACHPORT_SPECIAL_BOOTSTRAP UINT32_C(4)

/** A special port of the calling task, one user reference more with every call; NULL where the task has none.
    @param which one of MACHPORT_SPECIAL_*
    @param port the send right
    @status E_POINTER port is NULL
    @status KERN_INVALID_ARGUMENT which is none
    @status KERN_NOT_SUPPORTED a task of this Mach has no such port
    @status KERN_NO_SPACE the name space is full
    @status KERN_RESOURCE_SHORTAGE memory ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_special_port(uint32_t which,
                                                     MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_t *port);

/* Messages: bytes, a multiple of 4, and rights. No wire layout: that is where Machs differ. */

/* What became of a right that was to be sent. The name is NULL after MOVED and LOST, and says after the others under what
   name the caller has what. A right that was copied, or made from another, leaves that other as it was, whatever became
   of it. */

/** Nothing was done with the right: the caller has what it had. So it is with a right that was received, too. */
#define MACHPORT_OUTCOME_NONE UINT32_C(0)
/** The right went with the message, or the copy, or the one that was made. */
#define MACHPORT_OUTCOME_MOVED UINT32_C(1)
/** The message did not leave, and the right is still the caller's; one that moves, perhaps under a new name, a receive
    right without its sets and make-send count. */
#define MACHPORT_OUTCOME_KEPT UINT32_C(2)
/** The right was destroyed; one that was to be made is not there. */
#define MACHPORT_OUTCOME_LOST UINT32_C(3)
/** The message did not leave, and the right made for it is the caller's now: `disposition` is MACHPORT_MOVE_SEND or
    MACHPORT_MOVE_SEND_ONCE. */
#define MACHPORT_OUTCOME_RETURNED UINT32_C(4)

/** One right of a message. */
typedef struct machport_right {
    /** What to carry; after the call what is the caller's, or NULL. */
    MACHPORT_PER_ELEMENT MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_name_t name;
    /** How to carry it, MACHPORT_MOVE_*, MACHPORT_COPY_* or MACHPORT_MAKE_*; received: MACHPORT_MOVE_*, which tells the
        kind. */
    uint32_t disposition;
    /** What became of it, MACHPORT_OUTCOME_*. */
    uint32_t outcome;
} machport_right_t;

/** Nothing is known of where the message came from. */
#define MACHPORT_ORIGIN_UNKNOWN UINT32_C(0)
/** The kernel sent the message. */
#define MACHPORT_ORIGIN_KERNEL UINT32_C(1)
/** A task sent the message, whatever it says. */
#define MACHPORT_ORIGIN_TASK UINT32_C(2)

/** What a received message says of itself. */
typedef struct machport_received {
    /** sizeof this struct, set by the caller. */
    uint32_t struct_size;
    /** One of MACHPORT_ORIGIN_*. */
    uint32_t origin;
    /** The message's id. */
    int32_t id;
    /** Its number among those that its port has given out. */
    uint32_t sequence;
    /** The receive right that it came by: `from`, or a member of it. */
    MACHPORT_PLAIN machport_name_t from;
    /** How many descriptors bytes and rights cannot express; they were destroyed. */
    uint32_t dropped;
    /** The right to reply to, the receiver's own: its disposition tells the kind. */
    MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_right_t reply;
    /** The disposition that it was sent by, MACHPORT_MOVE_SEND or MACHPORT_MOVE_SEND_ONCE. */
    uint32_t via;
    /** How many bytes there are; after MACH_RCV_TOO_LARGE, room for how many is enough. */
    uint64_t size;
    /** How many rights there are; after MACH_RCV_TOO_LARGE, room for how many is enough. */
    uint64_t count;
} machport_received_t;

/** What a notification says. */
typedef struct machport_notification {
    /** sizeof this struct, set by the caller. */
    uint32_t struct_size;
    /** One of MACHPORT_NOTIFY_*. */
    int32_t id;
    /** A dead-name unit or a receive right, owned; or a name that claims nothing: kind tells. */
    MACHPORT_PER_ELEMENT MACHPORT_NULLABLE machport_name_t name;
    /** MACHPORT_KIND_DEAD_NAME or MACHPORT_KIND_RECEIVE where name is owned, else MACHPORT_KIND_ANY. */
    machport_kind_t kind;
    /** The make-send count of a no-senders notification. */
    uint32_t count;
    /** 1 where it is known that the kernel sent it, else 0. */
    uint32_t trusted;
} machport_notification_t;

/** Sends bytes and rights to a send right. Each right tells what became of it, also after failure. A message has left
    also where its destination dies before it is received.
    @param to the destination
    @param id the message's id
    @param bytes the bytes
    @param size how many, a multiple of 4
    @param reply the right to reply to: any disposition but MACHPORT_MOVE_RECEIVE. None where it or its name is NULL
    @param rights the rights to carry. NULL and DEAD are carried as they are, and a right that has died as DEAD
    @param count how many
    @param flags 0
    @param timeout_ns how long to wait while the queue is full
    @status E_POINTER bytes or rights is NULL and their number is not 0, or reply is one of the rights; nothing is touched
    @status MACH_SEND_TIMED_OUT the queue stayed full; no right is lost
    @status MACH_SEND_INTERRUPTED a signal arrived first; no right is lost
    @status KERN_INVALID_VALUE a disposition is none, or the reply is a receive right; nothing is done
    @status E_NULL to is NULL
    @status E_DEAD to is DEAD, or a dead name; or a right that is to be moved or made needs a receive right, and its name is
        dead. Nothing is done
    @status E_STALE to or a right holds nothing; nothing is done
    @status E_WRONG_KIND to holds no send right, or a right not what its disposition needs; nothing is done
    @status KERN_INVALID_ARGUMENT size is no multiple of 4, a flag is unknown, or a receive right that is to be moved is
        guarded; nothing is done
    @status MACH_SEND_INVALID_RIGHT the rights together take more than a name holds: nothing is done. Or another thread took
        one meanwhile, or a receive right was bound to the task by a guard that is off, which no Mach tells, and for which
        Darwin raises a guard exception first: then those before it are lost
    @status MACH_SEND_INVALID_DEST another thread took the destination meanwhile; nothing is done
    @status MACH_SEND_INVALID_REPLY another thread took the reply right meanwhile; nothing is done
    @status MACH_SEND_TOO_LARGE more than this Mach carries; nothing is done
    @status MACH_SEND_NO_BUFFER the kernel has no room for the message
    @status KERN_RESOURCE_SHORTAGE memory ran out; nothing is done
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_BLOCKS machport_status_t
machport_message_send(MACHPORT_BORROWED machport_send_t to, int32_t id, MACHPORT_SIZED_BY(size) const void *bytes, size_t size,
                      MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_NULLABLE machport_right_t *reply,
                      MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(count) machport_right_t *rights, size_t count,
                      uint32_t flags, uint64_t timeout_ns);

/** Sends bytes and rights to a send-once right, which never waits.
    @param to the destination, by MACHPORT_MOVE_SEND_ONCE; its outcome tells whether it was used
    @param id the message's id
    @param bytes the bytes
    @param size how many, a multiple of 4
    @param rights the rights to carry, as in machport_message_send
    @param count how many
    @param flags 0
    @status E_POINTER to is NULL or one of the rights, or bytes or rights is NULL and their number is not 0; nothing is
        touched
    @status KERN_INVALID_VALUE a disposition is none; nothing is done
    @status E_NULL to is NULL
    @status E_DEAD to is DEAD, or a dead name; or a right that is to be moved or made needs a receive right, and its name is
        dead. Nothing is done
    @status E_STALE to or a right holds nothing; nothing is done
    @status E_WRONG_KIND to holds no send-once right, or a right not what its disposition needs; nothing is done
    @status KERN_INVALID_ARGUMENT size is no multiple of 4, a flag is unknown, or a receive right that is to be moved is
        guarded; nothing is done
    @status MACH_SEND_INVALID_RIGHT the rights together take more than a name holds: nothing is done. Or another thread took
        one meanwhile, or a receive right was bound to the task by a guard that is off, which no Mach tells, and for which
        Darwin raises a guard exception first: then those before it are lost
    @status MACH_SEND_INVALID_DEST another thread took the destination meanwhile; nothing is done
    @status MACH_SEND_TOO_LARGE more than this Mach carries; nothing is done
    @status MACH_SEND_NO_BUFFER the kernel has no room for the message
    @status KERN_RESOURCE_SHORTAGE memory ran out; nothing is done
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t machport_message_send_once(MACHPORT_INOUT MACHPORT_PER_ELEMENT machport_right_t *to, int32_t id,
                                                          MACHPORT_SIZED_BY(size) const void *bytes, size_t size,
                                                          MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(count)
                                                              machport_right_t *rights,
                                                          size_t count, uint32_t flags);

/** Receives a message from a receive right or a port set. The rights are the caller's, and the reply.
    No Mach tells how many rights are in a message that waits, only how large it is, and none takes one back; so a message
    is taken only where any of its size would fit, were it all bytes or all rights. What MACH_RCV_TOO_LARGE tells is always
    enough for the message that it was told of.
    @param from the receive right or the set
    @param bytes room for the bytes
    @param capacity how many there is room for
    @param rights room for the rights, each MACHPORT_MOVE_*, which tells its kind; DEAD is one that died on its way
    @param rights_capacity how many there is room for
    @param flags 0
    @param timeout_ns how long to wait
    @param received what the message says of itself
    @status E_POINTER received is NULL, or bytes or rights is NULL and there is room for some; nothing is touched
    @status KERN_INVALID_ARGUMENT a flag is unknown, or received's struct_size is less than any version's; then nothing is
        written
    @status MACH_RCV_TIMED_OUT no message came in time
    @status MACH_RCV_INTERRUPTED a signal arrived first
    @status MACH_RCV_TOO_LARGE there may be no room; the message stays, and received tells what is enough
    @status MACH_RCV_PORT_CHANGED the right or the set was released, moved or put into a set meanwhile
    @status MACH_RCV_PORT_DIED the right was released meanwhile
    @status MACH_RCV_IN_SET the right is in a set, and this Mach receives from the set alone
    @status MACH_RCV_BODY_ERROR the message was received, but the name space had no room: NULL stands for each right that
        was destroyed
    @status MACH_RCV_HEADER_ERROR the name space had no room for the reply, and the message was destroyed
    @status MACH_RCV_INVALID_NAME another thread took the right meanwhile
    @status E_NULL from is NULL
    @status E_DEAD from is DEAD, or a dead name
    @status E_STALE from holds nothing
    @status E_WRONG_KIND from holds neither a receive right nor a set
    @status KERN_RESOURCE_SHORTAGE memory ran out; the message stays
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_BLOCKS machport_status_t machport_message_receive(
    MACHPORT_BORROWED machport_any_t from,
    MACHPORT_OUT MACHPORT_SIZED_BY(capacity) MACHPORT_COUNTED_BY(received.size) void *bytes, size_t capacity,
    MACHPORT_OUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(rights_capacity) MACHPORT_COUNTED_BY(received.count)
        machport_right_t *rights,
    size_t rights_capacity, uint32_t flags, uint64_t timeout_ns, MACHPORT_OUT MACHPORT_PER_ELEMENT machport_received_t *received);

/** Releases every right of an array, such as a received message's. One that fails does not stop the others; the first
    failure is returned.
    @param rights the rights, each with the disposition MACHPORT_MOVE_* that tells its kind. After the call: NULL and
        MACHPORT_OUTCOME_LOST where it was released; else as it was, with MACHPORT_OUTCOME_NONE. NULL and DEAD stay
    @param count how many
    @status E_POINTER rights is NULL and count is not 0
    @status KERN_INVALID_VALUE a disposition tells no kind that is owned
    @status KERN_INVALID_ARGUMENT a receive right is guarded: release it by its guard
    @status E_STALE a name holds nothing
    @status E_WRONG_KIND a name holds no right of its kind */
MACHPORT_API machport_status_t machport_rights_release(MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(count)
                                                           machport_right_t *rights,
                                                       size_t count);

/** A file descriptor that is readable while a message waits, for event loops: receive then with timeout 0, for another
    thread may be first. It does not keep the right: close it before.
    @param from the receive right or the set
    @param fd the descriptor, the caller's to close; -1 after failure
    @status E_POINTER fd is NULL
    @status E_NULL from is NULL
    @status E_DEAD from is DEAD, or a dead name
    @status E_STALE from holds nothing
    @status E_WRONG_KIND from holds neither a receive right nor a set
    @status KERN_NOT_SUPPORTED this Mach has no such descriptors
    @status KERN_RESOURCE_SHORTAGE memory or descriptors ran out
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t machport_wait_fd(MACHPORT_BORROWED machport_any_t from,
                                                                  MACHPORT_OUT int32_t *fd);

/** Reads a received message as a notification. Whoever may send to a port may send what looks like one: trusted is 1
    only where the message is known to be the kernel's, and only then is something handed over. A Mach that does not say
    where messages come from leaves that to the caller, who knows to whom it gave the port.
    Port-destroyed hands over the receive right, which moves out of the rights. Dead-name hands over the unit of a dead
    name that the kernel made for it: it is in the bytes, so a message is to be decoded once. A forged message's rights
    stay the caller's where they are.
    @param message what the message says of itself
    @param bytes its bytes
    @param size how many
    @param rights its rights
    @param count how many
    @param notification what it says
    @status E_POINTER message or notification is NULL, or bytes or rights is NULL and their number is not 0
    @status KERN_INVALID_ARGUMENT a struct_size is less than any version's; nothing is written
    @status KERN_INVALID_VALUE the message is no notification
    @status E_FORKED the process forked and has not renewed */
MACHPORT_API machport_status_t
machport_notification_decode(MACHPORT_PER_ELEMENT const machport_received_t *message, MACHPORT_SIZED_BY(size) const void *bytes,
                             size_t size, MACHPORT_INOUT MACHPORT_PER_ELEMENT MACHPORT_SIZED_BY(count) machport_right_t *rights,
                             size_t count, MACHPORT_OUT MACHPORT_PER_ELEMENT machport_notification_t *notification);

#ifdef __cplusplus
}
#endif
#endif
