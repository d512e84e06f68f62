/* The end of a message, with all that it carries.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "message.h"
#include "debts.h"
#include "memory.h"
#include <stdlib.h>

static void destroy_and_pay(struct right right, struct debts *debts)
{
    right_destroy(right, debts);
    debts_pay(debts);
}

void carried_destroy(struct carried *carried, struct debts *debts)
{
    switch (carried->type) {
    case MACH_MSG_PORT_DESCRIPTOR:
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR: destroy_and_pay((struct right){carried->disposition, carried->port}, debts); break;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        for (uint32_t i = 0; i < carried->count; i++)
            destroy_and_pay((struct right){carried->disposition, carried->ports[i]}, debts);
        free(carried->ports);
        break;
    default: memory_free(carried->memory, carried->count); break;
    }
}

void message_destroy_rest(struct message *message, struct debts *debts)
{
    destroy_and_pay(message->reply, debts);
    for (uint32_t i = 0; i < message->carried_count; i++)
        carried_destroy(&message->carried[i], debts);
    message_free(message);
}

void message_destroy(struct message *message, struct debts *debts)
{
    destroy_and_pay(message->destination, debts);
    message_destroy_rest(message, debts);
}
