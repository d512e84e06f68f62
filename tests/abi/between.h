/* A place between libmachport and the Mach: a test stands there for whatever another thread may do after the rights of
   a message were looked at and before the Mach takes them, and it shortens waits that would last for weeks.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The program's own mach_msg is found before libmach's. To be included by one file of a program. */
#ifndef BETWEEN_H
#define BETWEEN_H
#include <dlfcn.h>
#include <mach/mach.h>
#include <string.h>

static struct {
    void (*send)(void); /* done once, before the next send */
    unsigned calls;
    int shorten; /* let what waits poll */
    mach_msg_timeout_t timeouts[4];
} between;

__attribute__((visibility("default"))) mach_msg_return_t mach_msg(mach_msg_header_t *msg, mach_msg_option_t option,
                                                                  mach_msg_size_t send_size, mach_msg_size_t rcv_size,
                                                                  mach_port_name_t rcv_name, mach_msg_timeout_t timeout,
                                                                  mach_port_name_t notify)
{
    mach_msg_return_t (*mach)(mach_msg_header_t *, mach_msg_option_t, mach_msg_size_t, mach_msg_size_t, mach_port_name_t,
                              mach_msg_timeout_t, mach_port_name_t);
    void *symbol = dlsym(RTLD_NEXT, "mach_msg");
    memcpy(&mach, &symbol, sizeof mach);
    if ((option & MACH_SEND_MSG) && between.send) {
        void (*const send)(void) = between.send;
        between.send = NULL;
        send();
    }
    if (between.shorten) {
        between.timeouts[between.calls++ % 4] = timeout;
        timeout = 0;
    }
    return mach(msg, option, send_size, rcv_size, rcv_name, timeout, notify);
}

#endif
