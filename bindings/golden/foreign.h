/* Prototypes of others, as the words of verbs.h describe them: IOKit, bootstrap, tasks and threads, and what MIG's dispositions mean.
   SPDX-License-Identifier: MIT OR Apache-2.0
   On paper: nothing here is called. What the words cannot say stands in a comment beside it, and in ../README.md. */
#ifndef FOREIGN_H
#define FOREIGN_H
#include <machport.h>

/** What Mach calls a status. */
typedef machport_status_t kern_return_t;
/** A right to an object of IOKit, which counts it again on its own: one IOObjectRelease for each. */
typedef machport_send_t io_object_t;
/** An object that iterates over others. */
typedef io_object_t io_iterator_t;
/** A service. */
typedef io_object_t io_service_t;
/** An entry of the registry. */
typedef io_object_t io_registry_entry_t;
/** A connection to a service. */
typedef io_object_t io_connect_t;
/** A task's port. */
typedef machport_send_t task_t;
/** A thread's port. */
typedef machport_send_t thread_act_t;
/** A host's port. */
typedef machport_send_t host_t;
/** A processor set's port. */
typedef machport_send_t processor_set_t;
/** A semaphore's port. */
typedef machport_send_t semaphore_t;

/** A dictionary of Core Foundation. */
typedef const struct foreign_dictionary *CFDictionaryRef;
/** Where IOKit's notifications arrive. */
typedef struct foreign_notification_port *IONotificationPortRef;
/** What IOKit calls when services match. */
typedef void (*IOServiceMatchingCallback)(void *context, io_iterator_t iterator);
/** What a callback is called with. */
typedef void *foreign_context_t;

/* IOKit: objects */

/** Releases an object. */
MACHPORT_API kern_return_t IOObjectRelease(MACHPORT_CONSUMED io_object_t object);

/* IOObjectRetain(object) adds a unit under the name that it is given and hands out none: no verb says that a parameter gains one. */

/** The next object, or NULL after the last.
    @param iterator the iterator */
MACHPORT_API MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_RELEASED_BY(IOObjectRelease) io_object_t IOIteratorNext(MACHPORT_BORROWED io_iterator_t iterator);

/** Begins again. */
MACHPORT_API void IOIteratorReset(MACHPORT_BORROWED io_iterator_t iterator);

/** IOKit's own port.
    @param bootstrap the bootstrap port, or NULL for the task's own
    @param main the port */
MACHPORT_API kern_return_t IOMainPort(MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t bootstrap, MACHPORT_OWNED machport_send_t *main);

/* IOKit: services. matching loses one reference of Core Foundation, whatever happens; that is no port, so no verb says it. */

/** The first service that matches, or NULL.
    @param main IOKit's port, or NULL
    @param matching what to look for */
MACHPORT_API MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_RELEASED_BY(IOObjectRelease) io_service_t
IOServiceGetMatchingService(MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t main, CFDictionaryRef matching);

/** Every service that matches.
    @param main IOKit's port, or NULL
    @param matching what to look for
    @param existing iterates over them */
MACHPORT_API kern_return_t IOServiceGetMatchingServices(MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t main, CFDictionaryRef matching,
                                                        MACHPORT_OWNED MACHPORT_RELEASED_BY(IOObjectRelease) io_iterator_t *existing);

/** Ends a connection, and releases it. */
MACHPORT_API kern_return_t IOServiceClose(MACHPORT_CONSUMED io_connect_t connect);

/** Connects to a service.
    @param service the service
    @param owner the task that connects
    @param type what to connect to
    @param connect the connection */
MACHPORT_API kern_return_t IOServiceOpen(MACHPORT_BORROWED io_service_t service, MACHPORT_BORROWED task_t owner, uint32_t type,
                                         MACHPORT_OWNED MACHPORT_RELEASED_BY(IOServiceClose) io_connect_t *connect);

/** An entry's parent.
    @param entry the entry
    @param plane in which plane
    @param parent its parent */
MACHPORT_API kern_return_t IORegistryEntryGetParentEntry(MACHPORT_BORROWED io_registry_entry_t entry, const char *plane,
                                                         MACHPORT_OWNED MACHPORT_RELEASED_BY(IOObjectRelease) io_registry_entry_t *parent);

/** An entry's children.
    @param entry the entry
    @param plane in which plane
    @param children iterates over them */
MACHPORT_API kern_return_t IORegistryEntryGetChildIterator(MACHPORT_BORROWED io_registry_entry_t entry, const char *plane,
                                                           MACHPORT_OWNED MACHPORT_RELEASED_BY(IOObjectRelease) io_iterator_t *children);

/** An entry by its path, or NULL.
    @param main IOKit's port, or NULL
    @param path where it is */
MACHPORT_API MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_RELEASED_BY(IOObjectRelease) io_registry_entry_t
IORegistryEntryFromPath(MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t main, const char *path);

/* IOKit: notifications */

/** Ends a notification port, and with it what was borrowed from it. */
MACHPORT_API void IONotificationPortDestroy(IONotificationPortRef notify);

/** A notification port.
    @param main IOKit's port, or NULL */
MACHPORT_API IONotificationPortRef IONotificationPortCreate(MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t main);

/** Its receive right, which stays its own.
    @param notify the notification port */
MACHPORT_API MACHPORT_BORROWED MACHPORT_RETAINED_UNTIL(IONotificationPortDestroy) machport_receive_t
IONotificationPortGetMachPort(IONotificationPortRef notify);

/** Asks to be called when services come or go.
    @param notify where the notifications arrive
    @param type what is to be told
    @param matching what to look for
    @param callback what to call
    @param context what to call it with
    @param notification iterates over those that are there; the request lives as long as it */
MACHPORT_API kern_return_t IOServiceAddMatchingNotification(IONotificationPortRef notify, const char *type, CFDictionaryRef matching,
                                                            IOServiceMatchingCallback callback, foreign_context_t context,
                                                            MACHPORT_OWNED MACHPORT_RELEASED_BY(IOObjectRelease) io_iterator_t *notification);

/** Tells a connection where to send what it notifies of.
    @param connect the connection
    @param type what is to be told
    @param port where to send it
    @param reference what to send with it */
MACHPORT_API kern_return_t IOConnectSetNotificationPort(MACHPORT_BORROWED io_connect_t connect, uint32_t type,
                                                        MACHPORT_BORROWED MACHPORT_RETAINED_UNTIL(IOServiceClose) machport_send_t port,
                                                        uintptr_t reference);

/* bootstrap */

/** A service's port by its name.
    @param bootstrap the bootstrap port
    @param name the service's name
    @param service its port */
MACHPORT_API kern_return_t bootstrap_look_up(MACHPORT_BORROWED machport_send_t bootstrap, const char *name, MACHPORT_OWNED machport_send_t *service);

/** The receive right of a service that this task gives.
    @param bootstrap the bootstrap port
    @param name the service's name
    @param service its receive right */
MACHPORT_API kern_return_t bootstrap_check_in(MACHPORT_BORROWED machport_send_t bootstrap, const char *name,
                                              MACHPORT_OWNED machport_receive_t *service);

/** Registers a port under a name: a copy of the right is sent.
    @param bootstrap the bootstrap port
    @param name the service's name
    @param service its port */
MACHPORT_API kern_return_t bootstrap_register(MACHPORT_BORROWED machport_send_t bootstrap, const char *name,
                                              MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t service);

/** Declares a server that the bootstrap server starts.
    @param bootstrap the bootstrap port
    @param command what to start
    @param uid as whom
    @param on_demand 1 to start it when it is asked for
    @param server its port, for what it registers */
MACHPORT_API kern_return_t bootstrap_create_server(MACHPORT_BORROWED machport_send_t bootstrap, const char *command, uint32_t uid, int on_demand,
                                                   MACHPORT_OWNED machport_send_t *server);

/* Tasks and threads. An array that the kernel allocates is memory as well (vm_deallocate): the verb speaks of the rights in it alone. */

/** The threads of a task.
    @param task the task
    @param threads each is the caller's
    @param count how many */
MACHPORT_API kern_return_t task_threads(MACHPORT_BORROWED task_t task, MACHPORT_OUT MACHPORT_OWNED MACHPORT_COUNTED_BY(count) thread_act_t **threads,
                                        MACHPORT_OUT uint32_t *count);

/** The tasks of a processor set.
    @param set the processor set
    @param tasks each is the caller's
    @param count how many */
MACHPORT_API kern_return_t processor_set_tasks(MACHPORT_BORROWED processor_set_t set,
                                               MACHPORT_OUT MACHPORT_OWNED MACHPORT_COUNTED_BY(count) task_t **tasks, MACHPORT_OUT uint32_t *count);

/** The port of a process's task.
    @param self the calling task
    @param pid the process
    @param task its task */
MACHPORT_API kern_return_t task_for_pid(MACHPORT_BORROWED task_t self, int pid, MACHPORT_OWNED task_t *task);

/** The process of a task.
    @param task the task
    @param pid the process */
MACHPORT_API kern_return_t pid_for_task(MACHPORT_BORROWED task_t task, MACHPORT_OUT int *pid);

/** The calling task's own port: a name that lives as long as the task. */
MACHPORT_API MACHPORT_BORROWED task_t mach_task_self(void);

/** The host's port: one more user reference each time. */
MACHPORT_API MACHPORT_OWNED host_t mach_host_self(void);

/** The calling thread's port: one more user reference each time. */
MACHPORT_API MACHPORT_OWNED thread_act_t mach_thread_self(void);

/** A receive right to get replies by. */
MACHPORT_API MACHPORT_OWNED MACHPORT_NULLABLE machport_receive_t mach_reply_port(void);

/** Makes a thread.
    @param parent in which task
    @param thread its port */
MACHPORT_API kern_return_t thread_create(MACHPORT_BORROWED task_t parent, MACHPORT_OWNED thread_act_t *thread);

/** A special port of a task.
    @param task the task
    @param which which one
    @param port the port */
MACHPORT_API kern_return_t task_get_special_port(MACHPORT_BORROWED task_t task, int which,
                                                 MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_send_t *port);

/** Sets a special port of a task.
    @param task the task
    @param which which one
    @param port the port, of which a copy is sent */
MACHPORT_API kern_return_t task_set_special_port(MACHPORT_BORROWED task_t task, int which, MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t port);

/** A special port of the host.
    @param host the host's privileged port
    @param node on which node
    @param which which one
    @param port the port */
MACHPORT_API kern_return_t host_get_special_port(MACHPORT_BORROWED host_t host, int node, int which,
                                                 MACHPORT_OWNED MACHPORT_NULLABLE machport_send_t *port);

/** Where a thread's exceptions go.
    @param thread the thread
    @param mask which exceptions
    @param masks which exceptions each port gets
    @param count how many there is room for; how many there are
    @param ports each is the caller's, or NULL
    @param behaviors how each is told
    @param flavors what each is told */
MACHPORT_API kern_return_t thread_get_exception_ports(
    MACHPORT_BORROWED thread_act_t thread, uint32_t mask, MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) uint32_t *masks,
    MACHPORT_INOUT uint32_t *count,
    MACHPORT_OUT MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) machport_send_t *ports,
    MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) int *behaviors,
    MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) int *flavors);

/** Changes where a task's exceptions go, and tells where they went.
    @param task the task
    @param mask which exceptions
    @param port where they go, of which a copy is sent
    @param behavior how it is told
    @param flavor what it is told
    @param masks which exceptions each port got
    @param count how many there is room for; how many there are
    @param ports each is the caller's, or NULL
    @param behaviors how each was told
    @param flavors what each was told */
MACHPORT_API kern_return_t task_swap_exception_ports(
    MACHPORT_BORROWED task_t task, uint32_t mask, MACHPORT_BORROWED MACHPORT_NULLABLE machport_send_t port, int behavior, int flavor,
    MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) uint32_t *masks, MACHPORT_INOUT uint32_t *count,
    MACHPORT_OUT MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) machport_send_t *ports,
    MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) int *behaviors,
    MACHPORT_OUT MACHPORT_SIZED_BY(count) MACHPORT_COUNTED_BY(count) int *flavors);

/** Registers ports with a task, for its children: a copy of each right is sent.
    @param task the task
    @param ports the ports
    @param count how many */
MACHPORT_API kern_return_t mach_ports_register(MACHPORT_BORROWED task_t task, MACHPORT_BORROWED MACHPORT_SIZED_BY(count) const machport_send_t *ports,
                                               uint32_t count);

/** The ports that are registered with a task.
    @param task the task
    @param ports each is the caller's, or NULL
    @param count how many */
MACHPORT_API kern_return_t mach_ports_lookup(MACHPORT_BORROWED task_t task,
                                             MACHPORT_OUT MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_COUNTED_BY(count) machport_send_t **ports,
                                             MACHPORT_OUT uint32_t *count);

/* Semaphores and timers */

/** Ends a semaphore. Its right is moved to the kernel.
    @param task the task that made it
    @param semaphore the semaphore */
MACHPORT_API kern_return_t semaphore_destroy(MACHPORT_BORROWED task_t task, MACHPORT_CONSUMED semaphore_t semaphore);

/** Makes a semaphore.
    @param task for which task
    @param semaphore the semaphore
    @param policy in which order it wakes
    @param value how many may pass */
MACHPORT_API kern_return_t semaphore_create(MACHPORT_BORROWED task_t task,
                                            MACHPORT_OWNED MACHPORT_RELEASED_BY(semaphore_destroy) semaphore_t *semaphore, int policy, int value);

/** Waits for a semaphore. */
MACHPORT_API MACHPORT_BLOCKS kern_return_t semaphore_wait(MACHPORT_BORROWED semaphore_t semaphore);

/** Ends a timer. */
MACHPORT_API kern_return_t mk_timer_destroy(MACHPORT_CONSUMED_ON_SUCCESS machport_receive_t timer);

/** A timer: the receive right that its messages arrive by. */
MACHPORT_API MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_RELEASED_BY(mk_timer_destroy) machport_receive_t mk_timer_create(void);

/* MIG: the type's name is the disposition, and the disposition is the verb. mach_port_copy_send_t is BORROWED, mach_port_make_send_t and
   mach_port_make_send_once_t a BORROWED receive right. A server that fails after it took a right is not the client's matter: the message is sent. */

/** mach_port_move_send_t: the right goes with the message.
    @param server whom to call
    @param given the right */
MACHPORT_API kern_return_t foreign_mig_move_send(MACHPORT_BORROWED machport_send_t server, MACHPORT_CONSUMED machport_send_t given);

/** mach_port_move_receive_t: the right goes with the message.
    @param server whom to call
    @param given the right */
MACHPORT_API kern_return_t foreign_mig_move_receive(MACHPORT_BORROWED machport_send_t server, MACHPORT_CONSUMED machport_receive_t given);

/** mach_port_make_send_t: a send right is made of a receive right, which stays.
    @param server whom to call
    @param port its receive right */
MACHPORT_API kern_return_t foreign_mig_make_send(MACHPORT_BORROWED machport_send_t server, MACHPORT_BORROWED machport_receive_t port);

/** A request for a notification. Its disposition may as well make the send-once right of a receive right: then it would be BORROWED. What a
    number decides at run time no verb says; this is the prototype for MOVE_SEND_ONCE.
    @param task whose name it is
    @param name the name to watch, in that task
    @param id what is to be told
    @param sync when to tell at once
    @param notify where to tell it
    @param disposition MACHPORT_MOVE_SEND_ONCE
    @param previous the request that this one replaces */
MACHPORT_API kern_return_t mach_port_request_notification(MACHPORT_BORROWED task_t task, MACHPORT_PLAIN machport_name_t name, int32_t id, uint32_t sync,
                                                          MACHPORT_CONSUMED MACHPORT_NULLABLE machport_send_once_t notify, uint32_t disposition,
                                                          MACHPORT_OWNED MACHPORT_NULLABLE machport_send_once_t *previous);

/** A right taken out of a task; of which kind, a number tells.
    @param task the task
    @param name its name there
    @param disposition how to take it
    @param right the right
    @param carried what it is, MACHPORT_MOVE_* */
MACHPORT_API kern_return_t mach_port_extract_right(MACHPORT_BORROWED task_t task, MACHPORT_PLAIN machport_name_t name, uint32_t disposition,
                                                   MACHPORT_OWNED MACHPORT_NULLABLE MACHPORT_MAYBE_DEAD machport_any_t *right,
                                                   MACHPORT_OUT uint32_t *carried);
#endif
