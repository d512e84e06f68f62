/* What the stubs that MIG writes call beside their reply ports: strings, memory, and the beginning of a reply.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <string.h>

int mig_strncpy(char *dest, const char *src, int len)
{
    if (len <= 0 || dest == NULL)
        return 0;
    size_t length = src == NULL ? 0 : strnlen(src, (size_t)len - 1);
    if (length != 0)
        memcpy(dest, src, length);
    dest[length] = '\0';
    return src == NULL ? 0 : (int)length + 1;
}

int mig_strncpy_zerofill(char *dest, const char *src, int len)
{
    int copied = mig_strncpy(dest, src, len);
    if (len > copied && dest != NULL)
        memset(dest + copied, 0, (size_t)(len - copied));
    return copied;
}

void mig_allocate(vm_address_t *address, vm_size_t size)
{
    if (vm_allocate(mach_task_self(), address, size, VM_FLAGS_ANYWHERE) != KERN_SUCCESS)
        *address = 0;
}

void mig_deallocate(vm_address_t address, vm_size_t size)
{
    (void)vm_deallocate(mach_task_self(), address, size);
}

void mig_reply_setup(mach_msg_header_t *request, mach_msg_header_t *reply)
{
    mig_reply_error_t *error = (mig_reply_error_t *)reply;
    reply->msgh_bits = MACH_MSGH_BITS(MACH_MSGH_BITS_LOCAL(request->msgh_bits), 0);
    reply->msgh_size = sizeof *error;
    reply->msgh_remote_port = request->msgh_local_port;
    reply->msgh_local_port = MACH_PORT_NULL;
    reply->msgh_id = request->msgh_id + 100;
    error->NDR = NDR_record;
}
