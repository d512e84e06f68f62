/* Calls of the kernel by message: write the arguments, call, read the results.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHPORT_GNU_RPC_H
#define MACHPORT_GNU_RPC_H
#include "machport.h"
#include "wire.h"

/* Calls of subsystem mach. */
#define MACHPORT_GNU_TASK_GET_SPECIAL_PORT INT32_C(2058)

/* Calls of subsystem mach_port. */
#define MACHPORT_GNU_PORT_NAMES INT32_C(3200)
#define MACHPORT_GNU_PORT_TYPE INT32_C(3201)
#define MACHPORT_GNU_PORT_GET_REFS INT32_C(3207)
#define MACHPORT_GNU_PORT_MOD_REFS INT32_C(3208)
#define MACHPORT_GNU_PORT_SET_QLIMIT INT32_C(3210)
#define MACHPORT_GNU_PORT_GET_SET_STATUS INT32_C(3212)
#define MACHPORT_GNU_PORT_MOVE_MEMBER INT32_C(3213)
#define MACHPORT_GNU_PORT_REQUEST_NOTIFICATION INT32_C(3214)
#define MACHPORT_GNU_PORT_EXTRACT_RIGHT INT32_C(3216)
#define MACHPORT_GNU_PORT_GET_RECEIVE_STATUS INT32_C(3217)

struct machport_gnu_rpc {
    struct machport_gnu_header header;
    machport_gnu_word_t words[32];
    /* Not sent: how many words are written, or, of a reply, read. */
    size_t position;
};

/* An array of 32-bit elements in a reply. It lies in the reply, or in memory of its own, which the receiver owns. */
struct machport_gnu_array {
    const uint32_t *elements;
    size_t count;
    int owned;
};

void machport_gnu_rpc_begin(struct machport_gnu_rpc *rpc, machport_name_t to, int32_t id);
/* One value of up to 32 bits. A right needs MACHPORT_GNU_COMPLEX in the header as well. */
void machport_gnu_rpc_put(struct machport_gnu_rpc *rpc, uint32_t type, uint32_t bits, uint32_t value);
void machport_gnu_rpc_put_integer(struct machport_gnu_rpc *rpc, uint32_t value);
void machport_gnu_rpc_put_name(struct machport_gnu_rpc *rpc, machport_name_t name);

/* Sends the request and wants no reply: what the kernel says to it is lost. */
void machport_gnu_rpc_send(struct machport_gnu_rpc *rpc);
/* Sends the request and waits for the reply; answers with what the kernel says in it, or with why there is none. */
machport_status_t machport_gnu_rpc_call(struct machport_gnu_rpc *rpc);

/* The next result, or MIG_TYPE_ERROR where the reply holds something else. */
machport_status_t machport_gnu_rpc_take_integer(struct machport_gnu_rpc *rpc, uint32_t *value);
machport_status_t machport_gnu_rpc_take_right(struct machport_gnu_rpc *rpc, uint32_t disposition, machport_name_t *name);
machport_status_t machport_gnu_rpc_take_array(struct machport_gnu_rpc *rpc, struct machport_gnu_array *array);
void machport_gnu_array_release(const struct machport_gnu_array *array);

#endif
