/* Reply ports without a lock and without thread-local storage: whoever takes the kept one leaves nothing for others.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reply_port.h"
#include "mach_ops.h"
#include "rpc.h"
#include "traps.h"
#include <stdatomic.h>

static _Atomic(machport_name_t) kept;

machport_name_t machport_gnu_reply_port_take(void)
{
    machport_name_t port = atomic_exchange(&kept, MACHPORT_NULL);
    return port != MACHPORT_NULL ? port : machport_gnu_trap_reply_port();
}

/* Without a reply, for that would take another reply port. It cannot fail: the right is the library's own. */
static void destroy(machport_name_t port)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_MOD_REFS);
    machport_gnu_rpc_put_name(&rpc, port);
    machport_gnu_rpc_put_integer(&rpc, MACHPORT_KIND_RECEIVE);
    machport_gnu_rpc_put_integer(&rpc, UINT32_MAX); /* -1 */
    machport_gnu_rpc_send(&rpc);
}

void machport_gnu_reply_port_give(machport_name_t port)
{
    machport_name_t expected = MACHPORT_NULL;
    if (!atomic_compare_exchange_strong(&kept, &expected, port))
        destroy(port);
}
