/* Spaces, ports and messages in transit: how a right comes into a message and out of it, and what is left when its port dies.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What is hidden is no part of a state: it is printed, or it is used within one step. */

#define TASKS 2
#define PORTS 2
#ifndef NAMES
#define NAMES 3 /* in each space */
#endif
#ifndef UREFS
#define UREFS 2 /* that a task makes of one right */
#endif
#ifndef ONCES
#define ONCES 2 /* send-once rights at a time, those in notifications included */
#endif
#define WAITING (1 + ONCES) /* a task's message, and a notification for each send-once right */
#define ALL_NAMES (TASKS * NAMES)

/* Words of the format of recordings. */
mtype = { MR, MS, MSO, CS, MKS, MKSO, OK, INVALID_NAME, INVALID_RIGHT, INVALID_ARGUMENT, SEND_INVALID_DEST, SEND_INVALID_RIGHT,
          DEAD_NAME, NO_SENDERS };

/* What a name holds, and what a message carries. */
#define NOTHING 0
#define SEND 1
#define RECEIVE 2
#define BOTH 3
#define ONCE 4
#define DEAD 8

/* A request: none, one whose port has died, or the port that is to be told. */
#define NONE 0
#define FIRED 1
#define TELL(p) (2 + (p))
#define TOLD(request) ((request) - 2)

#define NOWHERE 7 /* no port, no name */

/* Messages: a task's, and the kernel's by their ids. */
#define OF_A_TASK 100
#define PORT_DELETED 65
#define LAST_SENDER_GONE 70
#define ONCE_UNUSED 71
#define DIED 72

typedef Entry {
    byte type;
    byte port;
    byte urefs;
    byte request
};
typedef Port {
    bit alive;
    byte refs; /* by entries, by rights in transit, and by armed requests: without any the object is gone */
    byte srights;
    byte sorights;
    byte nsrequest
};
typedef Message {
    byte id;
    byte to;
    bit once; /* its destination is a send-once right */
    byte kind;
    byte port;
    byte task /* whose name it tells of */
};

Entry entry[ALL_NAMES];
Port port[PORTS];
Message message[WAITING]; /* in the order in which they were sent */
byte waiting;
bit sent; /* one of them is a task's */

hidden short symbol[ALL_NAMES];
hidden short symbols[TASKS];
hidden short made[PORTS];
hidden short taken[PORTS];
hidden short told[WAITING]; /* the symbol or the count that a notification tells */

hidden mtype status;
hidden byte kind, target, given, lost, lost_of, i, j, p, q, r, asked;
hidden byte fresh;

inline unref(which) {
    port[which].refs--
}

/* A message of the kernel to a send-once right, which it uses up where the port lives. */
inline notify(what, where, about, tells) {
    if
    :: port[where].alive ->
        message[waiting].id = what;
        message[waiting].to = where;
        message[waiting].once = 1;
        message[waiting].task = about;
        told[waiting] = tells;
        waiting++
    :: else ->
        port[where].sorights--;
        unref(where)
    fi
}

/* A send right to a port ends. */
inline drop_send(which) {
    port[which].srights--;
    if
    :: port[which].srights == 0 && port[which].alive && port[which].nsrequest != NONE ->
        q = TOLD(port[which].nsrequest);
#ifndef FORGET_NO_SENDERS
        port[which].nsrequest = NONE;
        notify(LAST_SENDER_GONE, q, 0, made[which])
#endif
    :: else
    fi;
    unref(which)
}

/* A name ends; who asked for it is told. */
inline free(n) {
    asked = entry[n].request;
    entry[n].type = NOTHING;
    entry[n].port = 0;
    entry[n].urefs = 0;
    entry[n].request = NONE
}
inline tell_of_free(n) {
    if
    :: asked > FIRED ->
        q = TOLD(asked);
        notify(PORT_DELETED, q, (n) / NAMES, symbol[n])
    :: else
    fi
}

/* Every call that uses a send or send-once right first sees whether its port still lives. */
inline look(n) {
    if
    :: (entry[n].type == SEND || entry[n].type == ONCE) && !port[entry[n].port].alive ->
        if
        :: entry[n].type == SEND -> port[entry[n].port].srights--
        :: else -> port[entry[n].port].sorights--
        fi;
        unref(entry[n].port);
#ifndef FORGET_DEAD
        entry[n].type = DEAD;
        entry[n].port = 0;
#endif
#ifndef FORGET_REFERENCE
        entry[n].urefs = entry[n].urefs + (entry[n].request == FIRED);
#endif
        entry[n].request = NONE
    :: else
    fi
}

/* The queue as an array. */
inline move(from, into) {
    message[into].id = message[from].id;
    message[into].to = message[from].to;
    message[into].once = message[from].once;
    message[into].kind = message[from].kind;
    message[into].port = message[from].port;
    message[into].task = message[from].task;
    told[into] = told[from]
}
inline shorten(left) {
    waiting = left;
    for (i : waiting .. WAITING - 1) {
        message[i].id = 0;
        message[i].to = 0;
        message[i].once = 0;
        message[i].kind = NOTHING;
        message[i].port = 0;
        message[i].task = 0
    }
}
