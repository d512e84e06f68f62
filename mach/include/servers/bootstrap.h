/* Services by name: who offers one, and who looks for it. All tasks of the process share the names.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SERVERS_BOOTSTRAP_H
#define SERVERS_BOOTSTRAP_H
#include <mach/decls.h>
#include <mach/mach_types.h>

#define BOOTSTRAP_MAX_NAME_LEN 128
typedef char name_t[BOOTSTRAP_MAX_NAME_LEN]; /* what is longer than it has room for is cut */

#define BOOTSTRAP_SUCCESS 0
#define BOOTSTRAP_NOT_PRIVILEGED 1100
#define BOOTSTRAP_NAME_IN_USE 1101
#define BOOTSTRAP_UNKNOWN_SERVICE 1102
#define BOOTSTRAP_SERVICE_ACTIVE 1103
#define BOOTSTRAP_BAD_COUNT 1104
#define BOOTSTRAP_NO_MEMORY 1105
#define BOOTSTRAP_NO_CHILDREN 1106

MACH_DECLS_BEGIN
/* Whom the calls ask: a send right that each task has from its beginning, under one name in all, the same that
   task_get_bootstrap_port tells. Asking NULL or what is no send right is answered with MACH_SEND_INVALID_DEST, asking another
   port with MIG_BAD_ID. */
extern mach_port_t bootstrap_port;

/* Gives the receive right of a service, which need not be declared. A service is active until its port dies or the task that
   offered it ends; so long it is BOOTSTRAP_SERVICE_ACTIVE. */
kern_return_t bootstrap_check_in(mach_port_t bp, const char *service_name, mach_port_t *sp);
/* Offers a send right, which is copied, as a service; BOOTSTRAP_NAME_IN_USE where it is active. NULL withdraws one of the
   calling task's: BOOTSTRAP_NOT_PRIVILEGED where it is another's. */
kern_return_t bootstrap_register(mach_port_t bp, char *service_name, mach_port_t sp);
/* Gives a send right to an active service, the caller's to release, or BOOTSTRAP_UNKNOWN_SERVICE. */
kern_return_t bootstrap_look_up(mach_port_t bp, const char *service_name, mach_port_t *sp);
const char *bootstrap_strerror(kern_return_t r);
MACH_DECLS_END

#endif
