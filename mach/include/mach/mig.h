/* What the code that MIG writes is made of: how a server describes its routines, and what its stubs call.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MIG_H
#define MACH_MIG_H
#include <mach/decls.h>
#include <mach/kern_return.h>
#include <mach/message.h>
#include <mach/vm_types.h>

/* Stubs look at what they receive, unless whoever includes this said otherwise. */
#if !defined(__MigTypeCheck)
#if defined(TypeCheck)
#define __MigTypeCheck TypeCheck
#else
#define __MigTypeCheck 1
#endif
#endif
/* They pack their messages to 4 bytes. */
#define __MigPackStructs 1

/* Reads a request, has it done, and writes the reply. */
typedef void (*mig_stub_routine_t)(mach_msg_header_t *InHeadP, mach_msg_header_t *OutHeadP);
typedef mig_stub_routine_t mig_routine_t;
/* The stub for a request; NULL where the subsystem has none. */
typedef mig_routine_t (*mig_server_routine_t)(mach_msg_header_t *InHeadP);
/* What does the work: cast back to its own type before it is called. */
typedef kern_return_t (*mig_impl_routine_t)(void);

typedef mach_msg_type_descriptor_t routine_arg_descriptor;
typedef mach_msg_type_descriptor_t *routine_arg_descriptor_t;
typedef mach_msg_type_descriptor_t *mig_routine_arg_descriptor_t;
#define MIG_ROUTINE_ARG_DESCRIPTOR_NULL ((mig_routine_arg_descriptor_t)0)

struct routine_descriptor {
    mig_impl_routine_t impl_routine;
    mig_stub_routine_t stub_routine;
    unsigned int argc; /* words of arguments */
    unsigned int descr_count;
    routine_arg_descriptor_t arg_descr;
    unsigned int max_reply_msg; /* bytes */
};
typedef struct routine_descriptor *routine_descriptor_t;
typedef struct routine_descriptor mig_routine_descriptor;
typedef mig_routine_descriptor *mig_routine_descriptor_t;
#define MIG_ROUTINE_DESCRIPTOR_NULL ((mig_routine_descriptor_t)0)

typedef struct mig_subsystem {
    mig_server_routine_t server;
    mach_msg_id_t start; /* the first request's number */
    mach_msg_id_t end;   /* the last one's, and 1 */
    mach_msg_size_t maxsize;
    vm_address_t reserved;
    mig_routine_descriptor routine[1]; /* one for each number from start on */
} * mig_subsystem_t;
#define MIG_SUBSYSTEM_NULL ((mig_subsystem_t)0)

typedef struct mig_symtab {
    char *ms_routine_name;
    int ms_routine_number;
    void (*ms_routine)(void);
} mig_symtab_t;

/* By which clang's analyzer knows a server's routine. */
#define MIG_SERVER_ROUTINE
#if defined(__has_attribute)
#if __has_attribute(mig_server_routine)
#undef MIG_SERVER_ROUTINE
#define MIG_SERVER_ROUTINE __attribute__((mig_server_routine))
#endif
#endif

MACH_DECLS_BEGIN
/* The calling thread's receive right for replies, in the task that it acts as: made when it is first asked for, the same until it
   is given up, and gone with the thread or the task, whichever ends first. MACH_PORT_NULL where there is no room; then the next
   call tries again. */
mach_port_t mig_get_reply_port(void);
/* Gives it up, as a stub does when a reply may still come, or the right is not there any more. Where the thread has one, and
   reply_port is another name, a user reference of that goes as well. */
void mig_dealloc_reply_port(mach_port_t reply_port);
/* The thread is done with it for this time: nothing happens. */
void mig_put_reply_port(mach_port_t reply_port);

/* Copies a string, or its beginning, with a NUL into len bytes. Gives the bytes that it takes, the NUL too; 0 where there are
   none to write to. The second fills the rest with zeros. */
int mig_strncpy(char *dest, const char *src, int len);
int mig_strncpy_zerofill(char *dest, const char *src, int len);

/* Pages of the calling task; 0 where there are none. */
void mig_allocate(vm_address_t *address, vm_size_t size);
void mig_deallocate(vm_address_t address, vm_size_t size);
MACH_DECLS_END

#endif
