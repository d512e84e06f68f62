/* What ffi_new.py calls. SPDX-License-Identifier: MIT OR Apache-2.0 */
int32_t machport_disown(uint32_t right, uint32_t kind, uint32_t *raw);
int32_t machport_types(uint32_t name, uint32_t *types);
int32_t machport_space_names(uint32_t *names, uint32_t *types, size_t capacity, size_t *count);
int32_t machport_receive_right_new(uint32_t flags, uint64_t guard, uint32_t *receive);
int32_t machport_receive_right_release(uint32_t receive, uint64_t guard);
const char *machport_status_name(int32_t status);
const char *machport_status_text(int32_t status);
