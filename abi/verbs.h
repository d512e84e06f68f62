/* The words that say who owns a right, for any header: ours, or one of another library that is described for the
   generator. They stand before the type of a parameter or of a function. To a compiler they are nothing; to the
   generator (MACHPORT_IR) they are annotations; to clang's static analyzer they are its handle attributes, so that it
   reports leaks and double releases in C.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_VERBS_H
#define MACHPORT_VERBS_H

#if defined(MACHPORT_IR)
#define MACHPORT_NOTE(word) __attribute__((annotate("machport:" word)))
#else
#define MACHPORT_NOTE(word)
#endif
#if defined(__clang_analyzer__) && defined(__clang__)
#define MACHPORT_ANALYZER_ACQUIRE __attribute__((acquire_handle("Fuchsia")))
#define MACHPORT_ANALYZER_RELEASE __attribute__((release_handle("Fuchsia")))
#define MACHPORT_ANALYZER_USE __attribute__((use_handle("Fuchsia")))
#else
#define MACHPORT_ANALYZER_ACQUIRE
#define MACHPORT_ANALYZER_RELEASE
#define MACHPORT_ANALYZER_USE
#endif

/* Verbs: who owns the right after the call. Each port says exactly one. */

/** A result that the caller owns and must release. An out-parameter; NULL when the call fails. */
#define MACHPORT_OWNED MACHPORT_NOTE("owned") MACHPORT_ANALYZER_ACQUIRE
/** A parameter whose count the call leaves as it is; a result that somebody else keeps alive. */
#define MACHPORT_BORROWED MACHPORT_NOTE("borrowed") MACHPORT_ANALYZER_USE
/** A parameter whose unit is gone after the call, whatever the status; but after E_POINTER nothing was touched. */
#define MACHPORT_CONSUMED MACHPORT_NOTE("consumed") MACHPORT_ANALYZER_RELEASE
/** A parameter whose unit is gone after success and untouched after failure. (No attribute for the analyzer: as a
    release it reports a false double release, as a use a false leak.) */
#define MACHPORT_CONSUMED_ON_SUCCESS MACHPORT_NOTE("consumed_on_success")
/** An array of rights, or one that can come back changed: the outcome of each element says who owns it. */
#define MACHPORT_PER_ELEMENT MACHPORT_NOTE("per_element")
/** A name that claims nothing: a member of a set, a name that is gone. */
#define MACHPORT_PLAIN MACHPORT_NOTE("plain")

/* What else a port may say. */

/** NULL is a legal argument; on a result: success may give NULL. */
#define MACHPORT_NULLABLE MACHPORT_NOTE("nullable")
/** DEAD is a legal argument; on a result: success may give DEAD. */
#define MACHPORT_MAYBE_DEAD MACHPORT_NOTE("maybe_dead")
/** The function that releases what this result owns, where it is not the one of its kind. */
#define MACHPORT_RELEASED_BY(function) MACHPORT_NOTE("released_by:" #function)
/** The borrow outlives the call, until this function ends it. */
#define MACHPORT_RETAINED_UNTIL(function) MACHPORT_NOTE("retained_until:" #function)

/* Pointers: each that is not const says a direction. */

/** Written by the call, always. */
#define MACHPORT_OUT MACHPORT_NOTE("out")
/** Read and written by the call. */
#define MACHPORT_INOUT MACHPORT_NOTE("inout")
/** The number of elements (bytes, for void) that the pointer has room for or holds is in this parameter. */
#define MACHPORT_SIZED_BY(parameter) MACHPORT_NOTE("sized_by:" #parameter)
/** How many elements there are is told by this out-parameter or field; as many of them as there is room for are
    written. */
#define MACHPORT_COUNTED_BY(parameter) MACHPORT_NOTE("counted_by:" #parameter)

/* Functions. They stand before the return type. */

/** The call may wait for another thread or task: a binding lets its other threads run. */
#define MACHPORT_BLOCKS MACHPORT_NOTE("blocks")
/** A Mach may answer KERN_NOT_SUPPORTED; nothing is faked. */
#define MACHPORT_OPTIONAL MACHPORT_NOTE("optional")
/** The version that brought it; 1.0 where nothing is said. */
#define MACHPORT_SINCE(version) MACHPORT_NOTE("since:" #version)

#endif
