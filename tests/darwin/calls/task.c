/* The calls on the task itself, and on its memory.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"

mach_port_t mach_host_self(void)
{
    log_begin("mach_host_self");
    const mach_port_t host = NEXT(mach_host_self)();
    log_end();
    return host;
}

mach_port_t mach_thread_self(void)
{
    log_begin("mach_thread_self");
    const mach_port_t thread = NEXT(mach_thread_self)();
    log_end();
    return thread;
}

kern_return_t task_get_special_port(task_inspect_t task, int which, mach_port_t *port)
{
    log_begin("task_get_special_port");
    log_name(task);
    log_number((uint64_t)which);
    const kern_return_t status = NEXT(task_get_special_port)(task, which, port);
    log_end();
    return status;
}

kern_return_t vm_deallocate(vm_map_t task, vm_address_t address, vm_size_t size)
{
    log_begin("vm_deallocate");
    log_name(task);
    log_number(size);
    const kern_return_t status = NEXT(vm_deallocate)(task, address, size);
    log_end();
    return status;
}
