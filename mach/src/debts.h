/* What a call owes to others: notifications and deaths, paid in order once the call holds no lock.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Notifications must not be sent under a lock: their port may be the very one that is locked. */
#ifndef EMBEDDED_DEBTS_H
#define EMBEDDED_DEBTS_H
#include "port.h"

enum { DEBTS_MAX = 4 }; /* a right goes with at most three: to its senders, of itself, of its name */

struct debt {
    mach_msg_id_t id; /* a notification's, or 0 for the death of receive */
    struct port *notify;
    uint32_t value;
    struct port *receive;
};

struct debts {
    struct debt list[DEBTS_MAX];
    uint32_t count;
    struct deaths *deaths; /* where a death is being told already, or NULL */
};

/* Owes nothing so far. Not an initialiser, which would clear the list in every call. */
static inline void debts_begin(struct debts *debts, struct deaths *deaths)
{
    debts->count = 0;
    debts->deaths = deaths;
}

/* Owes a message to the port of a send-once right, which is used up. NULL owes nothing. */
void owe_notification(struct debts *debts, mach_msg_id_t id, struct port *notify, uint32_t value);
/* Owes a message that carries a receive right. */
void owe_port_destroyed(struct debts *debts, struct port *notify, struct port *receive);
/* Owes what follows from the death of a port that is no longer active, and the release of its receive right's reference. */
void owe_death(struct debts *debts, struct port *port);
/* Destroys a message that was to be sent and reaches nobody. Those in the queues of ports that die with it go after it. Needs
   no lock. */
void debts_destroy_message(struct debts *debts, struct message *message);
/* Pays what is in the list. */
SELDOM void debts_pay_list(struct debts *debts);
/* Pays them all. Needs no lock. */
static inline void debts_pay(struct debts *debts)
{
    if (debts->count != 0)
        debts_pay_list(debts);
}

#endif
