/* Paying what a call owes to others: sending notifications, and telling the deaths of ports.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "queue.h"
#include "request.h"
#include "transit.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Messages of dead ports that are still to be destroyed. A message may hold the receive right of another port with
   messages; one list for them all, instead of a call in a call, keeps the stack small however long that chain is. */
struct deaths {
    struct message *first, **last;
    bool busy;
};

static void owe(struct debts *debts, struct debt debt)
{
    assert(debts->count < DEBTS_MAX);
    debts->list[debts->count++] = debt;
}

void owe_notification(struct debts *debts, mach_msg_id_t id, struct port *notify, uint32_t value)
{
    if (notify != NULL)
        owe(debts, (struct debt){.id = id, .notify = notify, .value = value});
}

void owe_port_destroyed(struct debts *debts, struct port *notify, struct port *receive)
{
    owe(debts, (struct debt){.id = MACH_NOTIFY_PORT_DESTROYED, .notify = notify, .receive = receive});
}

void owe_death(struct debts *debts, struct port *port)
{
    owe(debts, (struct debt){.receive = port});
}

/* As users see it: a header; with a value, what a generated stub would have put before it, and the value; or a descriptor. */
static struct message *notification_create(const struct debt *debt)
{
    bool carries = debt->receive != NULL, tells = !carries && debt->id != MACH_NOTIFY_SEND_ONCE;
    struct message *message = message_create(carries, tells ? sizeof NDR_record + sizeof debt->value : 0);
    if (message == NULL)
        return NULL;
    message->destination = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, debt->notify};
    message->id = debt->id;
    message->size = (uint32_t)sizeof(mach_msg_header_t) + message->byte_count;
    if (tells) {
        unsigned char *bytes = message_bytes(message);
        memcpy(bytes, &NDR_record, sizeof NDR_record);
        memcpy(bytes + sizeof NDR_record, &debt->value, sizeof debt->value);
    }
    if (carries) {
        message->size += (uint32_t)(sizeof(mach_msg_body_t) + sizeof(mach_msg_port_descriptor_t));
        message->carried[0] = (struct carried){.type = MACH_MSG_PORT_DESCRIPTOR, .disposition = MACH_MSG_TYPE_PORT_RECEIVE};
        message->carried[0].port = debt->receive;
    }
    return message;
}

/* Without memory the notification is lost, and the rights in it go as in any message that is destroyed. */
static void send_notification(struct debt *debt, struct deaths *deaths)
{
    struct debts debts;
    debts_begin(&debts, deaths);
    struct right receive = {MACH_MSG_TYPE_PORT_RECEIVE, debt->receive};
    bool carries = debt->receive != NULL;
    struct message *message = notification_create(debt);
    if (message == NULL) {
        lock_acquire(&debt->notify->lock);
        debt->notify->sorights--;
        lock_release(&debt->notify->lock);
        port_release(debt->notify);
        if (carries)
            right_destroy(receive, &debts);
        debts_pay(&debts);
    } else {
        if (carries && !transit_begin(debt->receive, debt->notify))
            debts_destroy_message(&debts, message);
        else
            queue_put_from_kernel(message, &debts);
    }
}

static void destroy_messages(struct deaths *deaths)
{
    if (deaths->busy)
        return;
    deaths->busy = true;
    while (deaths->first != NULL) {
        struct message *message = deaths->first;
        deaths->first = message->next;
        if (deaths->first == NULL)
            deaths->last = &deaths->first;
        struct debts debts;
        debts_begin(&debts, deaths);
        message_destroy(message, &debts);
    }
    deaths->busy = false;
}

void debts_destroy_message(struct debts *debts, struct message *message)
{
    struct deaths own = {.first = NULL}, *deaths = debts->deaths;
    if (deaths == NULL) {
        own.last = &own.first;
        deaths = &own;
    }
    *deaths->last = message;
    deaths->last = &message->next;
    message->next = NULL;
    destroy_messages(deaths);
}

/* First the messages of the queue, then the no-senders request, which is cancelled, then the requests of others.
   Nobody else looks at these fields of a port that is no longer active. */
static void tell_death(struct port *port, struct deaths *deaths)
{
    if (port->last != NULL) {
        struct message *message = port->last;
        do /* in the queue they had no reference */
            port_reference(port);
        while ((message = message->next) != port->last);
        *deaths->last = port->last->next;
        deaths->last = &port->last->next;
        port->last->next = NULL;
        port->last = NULL;
        destroy_messages(deaths);
    }
    struct debt cancelled = {.id = MACH_NOTIFY_SEND_ONCE, .notify = requests_take(&port->requests->no_senders)};
    if (cancelled.notify != NULL)
        send_notification(&cancelled, deaths);
    for (uint32_t slot = 1; slot < port->requests->size; slot++) {
        struct request *request = &port->requests->slots[slot];
        struct debt died = {.id = MACH_NOTIFY_DEAD_NAME, .notify = requests_take(&request->notify), .value = request->name};
        if (died.notify != NULL)
            send_notification(&died, deaths);
    }
    port_release(port);
}

static void pay(struct debts *debts, struct deaths *deaths)
{
    for (uint32_t i = 0; i < debts->count; i++) {
        struct debt *debt = &debts->list[i];
        if (debt->id == 0)
            tell_death(debt->receive, deaths);
        else
            send_notification(debt, deaths);
    }
    debts->count = 0;
}

void debts_pay_list(struct debts *debts)
{
    if (debts->deaths != NULL) {
        pay(debts, debts->deaths);
    } else {
        struct deaths deaths = {.first = NULL};
        deaths.last = &deaths.first;
        pay(debts, &deaths);
    }
}
