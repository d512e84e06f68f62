/* What abi/src/darwin takes for granted of Apple's headers: test_layout.py sees that nothing it uses is missing here, and
   compiles this for every target. The numbers are those of mach/include, which the embedded Mach answers to.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "layout.h"
#include <mach/mach.h>
#include <mach/mach_error.h>
#include <mach/mig_errors.h>
#include <mach/notify.h>
#include <mach/task_special_ports.h>
#include <machport.h>
#include <sys/event.h>

/* Each constant and status of the definition that Apple has too: test_layout.py writes it. */
#include "constants.h"

/* Types: what is a uint32_t, int32_t or uint64_t of ours */
SAME_TYPE(kern_return_t, machport_status_t);
SAME_TYPE(mach_msg_return_t, machport_status_t);
SAME_TYPE(mach_port_name_t, machport_name_t);
SAME_TYPE(mach_port_t, machport_name_t);
SAME_TYPE(mach_port_right_t, machport_kind_t);
SAME_TYPE(mach_port_type_t, uint32_t);
SAME_TYPE(mach_port_urefs_t, uint32_t);
SAME_TYPE(mach_port_delta_t, int32_t);
SAME_TYPE(mach_msg_type_number_t, uint32_t);
SAME_TYPE(mach_msg_type_name_t, uint32_t);
SAME_TYPE(mach_msg_bits_t, uint32_t);
SAME_TYPE(mach_msg_size_t, uint32_t);
SAME_TYPE(mach_msg_id_t, int32_t);
SAME_TYPE(mach_msg_timeout_t, uint32_t);
SAME_TYPE(mach_msg_option_t, int32_t);
SAME_TYPE(natural_t, uint32_t);
SAME_TYPE(mach_port_name_array_t, machport_name_t *);
SAME_TYPE(mach_port_type_array_t, uint32_t *);
SAME_TYPE(mach_port_info_t, int32_t *);
SIZE(mach_port_context_t, sizeof(void *));
SIZE(vm_address_t, sizeof(void *));

/* Messages */
SIZE(mach_msg_header_t, 24);
FIELD(mach_msg_header_t, msgh_bits, 0, 4);
FIELD(mach_msg_header_t, msgh_size, 4, 4);
FIELD(mach_msg_header_t, msgh_remote_port, 8, 4);
FIELD(mach_msg_header_t, msgh_local_port, 12, 4);
FIELD(mach_msg_header_t, msgh_id, 20, 4);
SIZE(mach_msg_body_t, 4);
FIELD(mach_msg_body_t, msgh_descriptor_count, 0, 4);
SIZE(mach_msg_type_descriptor_t, 12);
SIZE(mach_msg_port_descriptor_t, 12);
FIELD(mach_msg_port_descriptor_t, name, 0, 4);
#if defined(__LP64__)
SIZE(mach_msg_ool_descriptor_t, 16);
SIZE(mach_msg_ool_ports_descriptor_t, 16);
SIZE(mach_msg_guarded_port_descriptor_t, 16);
FIELD(mach_msg_ool_descriptor_t, size, 12, 4);
FIELD(mach_msg_ool_ports_descriptor_t, count, 12, 4);
#else
SIZE(mach_msg_ool_descriptor_t, 12);
SIZE(mach_msg_ool_ports_descriptor_t, 12);
SIZE(mach_msg_guarded_port_descriptor_t, 12);
FIELD(mach_msg_ool_descriptor_t, size, 4, 4);
FIELD(mach_msg_ool_ports_descriptor_t, count, 4, 4);
#endif
FIELD(mach_msg_ool_descriptor_t, address, 0, sizeof(void *));
FIELD(mach_msg_ool_ports_descriptor_t, address, 0, sizeof(void *));
SIZE(mach_msg_audit_trailer_t, 52);
FIELD(mach_msg_audit_trailer_t, msgh_seqno, 8, 4);
FIELD(mach_msg_audit_trailer_t, msgh_sender, 12, 8);
FIELD(mach_msg_audit_trailer_t, msgh_audit, 20, 32);
FIELD(security_token_t, val, 0, 8);
SIZE(audit_token_t, 32);
SIZE(NDR_record_t, 8); /* before the number of a notification */
SAME(MACH_MSG_PORT_DESCRIPTOR, 0);
SAME(MACH_MSG_OOL_DESCRIPTOR, 1);
SAME(MACH_MSG_OOL_PORTS_DESCRIPTOR, 2);
SAME(MACH_MSG_OOL_VOLATILE_DESCRIPTOR, 3);
SAME(MACH_MSGH_BITS(19, 21), 19 | 21 << 8);
SAME(MACH_MSGH_BITS_REMOTE(19 | 21 << 8), 19);
SAME(MACH_MSGH_BITS_LOCAL(19 | 21 << 8), 21);
SAME(MACH_MSGH_BITS_COMPLEX, INT64_C(0x80000000));
SAME(MACH_SEND_MSG, 0x1);
SAME(MACH_RCV_MSG, 0x2);
SAME(MACH_RCV_LARGE, 0x4);
SAME(MACH_SEND_TIMEOUT, 0x10);
SAME(MACH_SEND_INTERRUPT, 0x40);
SAME(MACH_RCV_TIMEOUT, 0x100);
SAME(MACH_RCV_INTERRUPT, 0x400);
SAME(MACH_RCV_TRAILER_TYPE(MACH_MSG_TRAILER_FORMAT_0), 0);
SAME(MACH_RCV_TRAILER_ELEMENTS(MACH_RCV_TRAILER_AUDIT), 0x3000000);
SAME(MACH_MSG_SUCCESS, 0);
SAME(MACH_MSG_MASK, 0x3e00);
SAME(MACH_MSG_IPC_SPACE, 0x2000);
SAME(MACH_MSG_IPC_KERNEL, 0x800);

/* Ports */
SAME(MACH_PORT_VALID(MACH_PORT_NULL), 0);
SAME(MACH_PORT_VALID(MACH_PORT_DEAD), 0);
SAME(MACH_PORT_VALID(0x103), 1);
SIZE(mach_port_status_t, 40);
FIELD(mach_port_status_t, mps_seqno, 4, 4);
FIELD(mach_port_status_t, mps_mscount, 8, 4);
FIELD(mach_port_status_t, mps_qlimit, 12, 4);
FIELD(mach_port_status_t, mps_msgcount, 16, 4);
FIELD(mach_port_status_t, mps_sorights, 20, 4);
FIELD(mach_port_status_t, mps_srights, 24, 4);
FIELD(mach_port_status_t, mps_flags, 36, 4);
FIELD(mach_port_limits_t, mpl_qlimit, 0, 4);
SIZE(mach_port_options_t, 24);
FIELD(mach_port_options_t, flags, 0, 4);
SAME(MACH_PORT_LIMITS_INFO, 1);
SAME(MACH_PORT_LIMITS_INFO_COUNT, 1);
SAME(MACH_PORT_RECEIVE_STATUS, 2);
SAME(MACH_PORT_RECEIVE_STATUS_COUNT, 10);
SAME(MACH_PORT_STATUS_FLAG_GUARDED, 0x02);
SAME(MACH_PORT_STATUS_FLAG_STRICT_GUARD, 0x04);
SAME(MPO_CONTEXT_AS_GUARD, 0x01);
SAME(MPO_INSERT_SEND_RIGHT, 0x10);
SAME(MPO_STRICT, 0x20);
SAME(MPO_IMMOVABLE_RECEIVE, 0x80);
SAME(MPG_STRICT, 1);
SAME(MPG_IMMOVABLE_RECEIVE, 2);

/* Kernel queues */
FIELD(struct kevent, ident, 0, sizeof(void *));
FIELD(struct kevent, filter, sizeof(void *), 2);
FIELD(struct kevent, flags, sizeof(void *) + 2, 2);
FIELD(struct kevent, fflags, sizeof(void *) + 4, 4);
FIELD(struct kevent, data, sizeof(void *) + 8, sizeof(void *));
FIELD(struct kevent, udata, 2 * sizeof(void *) + 8, sizeof(void *));
#if !defined(EV_SET)
#error "EV_SET is no macro"
#endif
SAME(EVFILT_MACHPORT, -8);
SAME(EV_ADD, 1);

/* Calls, as they are made */
#ifdef __cplusplus
extern "C" {
#endif
#undef mach_task_self
FUNCTION(mach_port_allocate, int32_t, uint32_t, uint32_t, uint32_t *);
FUNCTION(mach_port_construct, int32_t, uint32_t, mach_port_options_t *, mach_port_context_t, uint32_t *);
FUNCTION(mach_port_deallocate, int32_t, uint32_t, uint32_t);
FUNCTION(mach_port_destruct, int32_t, uint32_t, uint32_t, int32_t, mach_port_context_t);
FUNCTION(mach_port_extract_member, int32_t, uint32_t, uint32_t, uint32_t);
FUNCTION(mach_port_extract_right, int32_t, uint32_t, uint32_t, uint32_t, uint32_t *, uint32_t *);
FUNCTION(mach_port_get_attributes, int32_t, uint32_t, uint32_t, int32_t, int32_t *, uint32_t *);
FUNCTION(mach_port_get_context, int32_t, uint32_t, uint32_t, mach_port_context_t *);
FUNCTION(mach_port_get_refs, int32_t, uint32_t, uint32_t, uint32_t, uint32_t *);
FUNCTION(mach_port_get_set_status, int32_t, uint32_t, uint32_t, uint32_t **, uint32_t *);
FUNCTION(mach_port_guard_with_flags, int32_t, uint32_t, uint32_t, mach_port_context_t, uint64_t);
FUNCTION(mach_port_insert_member, int32_t, uint32_t, uint32_t, uint32_t);
FUNCTION(mach_port_insert_right, int32_t, uint32_t, uint32_t, uint32_t, uint32_t);
FUNCTION(mach_port_mod_refs, int32_t, uint32_t, uint32_t, uint32_t, int32_t);
FUNCTION(mach_port_names, int32_t, uint32_t, uint32_t **, uint32_t *, uint32_t **, uint32_t *);
FUNCTION(mach_port_request_notification, int32_t, uint32_t, uint32_t, int32_t, uint32_t, uint32_t, uint32_t, uint32_t *);
FUNCTION(mach_port_set_attributes, int32_t, uint32_t, uint32_t, int32_t, int32_t *, uint32_t);
FUNCTION(mach_port_set_context, int32_t, uint32_t, uint32_t, mach_port_context_t);
FUNCTION(mach_port_type, int32_t, uint32_t, uint32_t, uint32_t *);
FUNCTION(mach_port_unguard, int32_t, uint32_t, uint32_t, mach_port_context_t);
FUNCTION(mach_host_self, uint32_t, void);
FUNCTION(mach_thread_self, uint32_t, void);
FUNCTION(task_get_special_port, int32_t, uint32_t, int, uint32_t *);
FUNCTION(vm_deallocate, int32_t, uint32_t, vm_address_t, vm_size_t);
/* tvOS and watchOS have no mach_msg for programs, and so no libmachport. */
#if !defined(__ENVIRONMENT_TV_OS_VERSION_MIN_REQUIRED__) && !defined(__ENVIRONMENT_WATCH_OS_VERSION_MIN_REQUIRED__)
FUNCTION(mach_msg, int32_t, mach_msg_header_t *, int32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
#endif
extern uint32_t mach_task_self_;
FUNCTION(kqueue, int, void);
FUNCTION(kevent, int, int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
#ifdef __cplusplus
}
#endif
