/* machport raw core, version 1. Paste it anywhere: it needs nothing, and its text never changes once 1.0 is declared.
   SPDX-License-Identifier: MIT OR Apache-2.0
   It says what a raw Mach port is, and nothing of who owns it: <machport.h> says that. */
#ifndef MACHPORT_RAW_1
#define MACHPORT_RAW_1
#include <stdint.h>

/** A raw port: a name in the space of one task. Equal names do not mean equal ownership: rights coalesce under a name. */
typedef uint32_t machport_name_t;
/** A kind of right, one of MACHPORT_KIND_*. */
typedef uint32_t machport_kind_t;

/** No right. A value, not a right: releasing it succeeds and does nothing. */
#define MACHPORT_NULL UINT32_C(0)
/** A right that died on its way here. A value, not a right: releasing it succeeds and does nothing. */
#define MACHPORT_DEAD UINT32_C(0xffffffff)

/** A send right: any number of user references under one name. */
#define MACHPORT_KIND_SEND UINT32_C(0)
/** The receive right: one for each port. */
#define MACHPORT_KIND_RECEIVE UINT32_C(1)
/** A send-once right: good for one message, always under a name of its own. */
#define MACHPORT_KIND_SEND_ONCE UINT32_C(2)
/** A port set: receive rights that are received from together. */
#define MACHPORT_KIND_PORT_SET UINT32_C(3)
/** A dead name: what a send or send-once right turns into when its port dies. */
#define MACHPORT_KIND_DEAD_NAME UINT32_C(4)

/** The name holds a send right. */
#define MACHPORT_TYPE_SEND UINT32_C(0x00010000)
/** The name holds the receive right. */
#define MACHPORT_TYPE_RECEIVE UINT32_C(0x00020000)
/** The name holds a send-once right. */
#define MACHPORT_TYPE_SEND_ONCE UINT32_C(0x00040000)
/** The name holds a port set. */
#define MACHPORT_TYPE_PORT_SET UINT32_C(0x00080000)
/** The name is dead. */
#define MACHPORT_TYPE_DEAD_NAME UINT32_C(0x00100000)
/** A dead-name request is armed for the name. */
#define MACHPORT_TYPE_DNREQUEST UINT32_C(0x80000000)

/** Carry the receive right away; a received message holds a receive right. */
#define MACHPORT_MOVE_RECEIVE UINT32_C(16)
/** Carry one send user reference away; a received message holds a send right. */
#define MACHPORT_MOVE_SEND UINT32_C(17)
/** Carry the send-once right away; a received message holds a send-once right. */
#define MACHPORT_MOVE_SEND_ONCE UINT32_C(18)
/** Carry a copy of a send right. */
#define MACHPORT_COPY_SEND UINT32_C(19)
/** Make a send right from a receive right, and carry it. */
#define MACHPORT_MAKE_SEND UINT32_C(20)
/** Make a send-once right from a receive right, and carry it. */
#define MACHPORT_MAKE_SEND_ONCE UINT32_C(21)
#endif
