/* The program's own mach_msg is found before libmach's.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "between.h"
#include <dlfcn.h>
#include <mach/mach.h>
#include <string.h>

struct between between;

__attribute__((visibility("default"))) mach_msg_return_t mach_msg(mach_msg_header_t *msg, mach_msg_option_t option,
                                                                  mach_msg_size_t send_size, mach_msg_size_t rcv_size,
                                                                  mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                                                  mach_port_name_t notify)
{
    mach_msg_return_t (*mach)(mach_msg_header_t *, mach_msg_option_t, mach_msg_size_t, mach_msg_size_t, mach_port_name_t,
                              mach_msg_timeout_t, mach_port_name_t);
    void *symbol = dlsym(RTLD_NEXT, "mach_msg");
    memcpy(&mach, &symbol, sizeof mach);
    if (option & MACH_SEND_MSG)
        between_send();
    return mach(msg, option, send_size, rcv_size, rcv_name, between_timeout(timeout), notify);
}
