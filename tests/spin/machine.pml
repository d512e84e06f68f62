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

/* What waits in a dead port's queue goes: its own rights to the port, and the one right that it may carry, which is then `lost`. */
inline empty_queue(which) {
    lost = NOTHING;
    j = 0;
    for (i : 0 .. WAITING - 1) {
        if
        :: i < waiting && message[i].to == which ->
            if
            :: message[i].once -> port[which].sorights--
            :: else -> port[which].srights--
            fi;
            unref(which);
            sent = sent && message[i].id != OF_A_TASK;
            if
            :: message[i].kind != NOTHING && message[i].port != NOWHERE ->
                lost = message[i].kind;
                lost_of = message[i].port
            :: else
            fi
        :: i < waiting && message[i].to != which ->
            move(i, j);
            j++
        :: else
        fi
    }
    shorten(j)
}
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

/* The receive right of a port ends. */
inline die(which) {
    port[which].alive = 0;
    empty_queue(which);
    if
    :: lost == SEND -> drop_send(lost_of)
    :: lost == ONCE -> notify(ONCE_UNUSED, lost_of, 0, 0)
    :: lost == RECEIVE ->
        r = lost_of;
        port[r].alive = 0;
        empty_queue(r);
        tell_of_death(r)
    :: else
    fi;
    tell_of_death(which)
}
inline tell_of_death(which) {
    if
    :: port[which].nsrequest != NONE ->
        q = TOLD(port[which].nsrequest);
        port[which].nsrequest = NONE;
        notify(ONCE_UNUSED, q, 0, 0)
    :: else
    fi;
    for (i : 0 .. ALL_NAMES - 1) {
        if
        :: (entry[i].type == SEND || entry[i].type == ONCE) && entry[i].port == which && entry[i].request > FIRED ->
            q = TOLD(entry[i].request);
            entry[i].request = FIRED;
            notify(DIED, q, i / NAMES, symbol[i])
        :: else
        fi
    }
    unref(which)
}

/* Takes a right of a name on its way, as `kind` of the port `target`. A dead name gives one to no port. */
inline copyin(n, how) {
    look(n);
    status = OK;
    target = entry[n].port;
    if
    :: how == MKS && (entry[n].type & RECEIVE) ->
        kind = SEND;
        port[target].srights++;
        port[target].refs++;
        made[target]++
    :: how == MKSO && (entry[n].type & RECEIVE) ->
        kind = ONCE;
        port[target].sorights++;
        port[target].refs++
    :: how == MR && (entry[n].type & RECEIVE) ->
        kind = RECEIVE;
        made[target] = 0;
        taken[target] = 0;
        if
        :: entry[n].type == BOTH ->
            entry[n].type = SEND;
            port[target].refs++
        :: else ->
            free(n);
            tell_of_free(n)
        fi
    :: how == CS && (entry[n].type & SEND) ->
        kind = SEND;
#ifndef FORGET_COPY
        port[target].srights++;
#endif
        port[target].refs++
    :: how == MS && (entry[n].type & SEND) ->
        kind = SEND;
        entry[n].urefs--;
        if
        :: entry[n].urefs > 0 ->
            port[target].srights++;
            port[target].refs++
        :: entry[n].urefs == 0 && entry[n].type == BOTH ->
            entry[n].type = RECEIVE;
            port[target].refs++
        :: else ->
            free(n);
            tell_of_free(n)
        fi
    :: how == MSO && entry[n].type == ONCE ->
        kind = ONCE;
        free(n);
        tell_of_free(n)
    :: (how == CS || how == MS || how == MSO) && entry[n].type == DEAD ->
        kind = (how == MSO -> ONCE : SEND);
        target = NOWHERE;
        if
        :: how != CS -> drop_dead(n)
        :: else
        fi
    :: else ->
        kind = NOTHING;
        status = INVALID_RIGHT
    fi
}
inline drop_dead(n) {
    entry[n].urefs--;
    if
    :: entry[n].urefs == 0 -> free(n)
    :: else
    fi
}

/* The name of a task for a port, if it has one for its send or receive right. */
inline find(task, which) {
    given = NOWHERE;
    for (i : 0 .. NAMES - 1) {
        if
        :: (entry[(task) * NAMES + i].type & BOTH) && entry[(task) * NAMES + i].port == which -> given = (task) * NAMES + i
        :: else
        fi
    }
}
/* A name of a task that holds nothing. */
inline find_free(task) {
    given = NOWHERE;
    for (i : 0 .. NAMES - 1) {
        if
        :: given == NOWHERE && entry[(task) * NAMES + i].type == NOTHING -> given = (task) * NAMES + i
        :: else
        fi
    }
}
inline give_name(n, what, which) {
    entry[n].type = what;
    entry[n].port = which;
    entry[n].urefs = (what != RECEIVE);
    symbol[n] = symbols[(n) / NAMES];
    symbols[(n) / NAMES]++
}

/* Gives a task the right that is on its way, under the name `given`. */
inline copyout(task) {
    fresh = 0;
    given = NOWHERE;
    if
    :: target != NOWHERE && !port[target].alive ->
        if
        :: kind == SEND -> port[target].srights--
        :: else -> port[target].sorights--
        fi;
        unref(target)
    :: target != NOWHERE && port[target].alive ->
#ifndef FORGET_MERGE
        if
        :: kind != ONCE -> find(task, target)
        :: else
        fi;
#endif
        if
        :: given == NOWHERE ->
            find_free(task);
            give_name(given, kind, target);
            fresh = 1
        :: given != NOWHERE && kind == RECEIVE ->
            entry[given].type = BOTH;
            unref(target)
        :: given != NOWHERE && kind == SEND && entry[given].type == RECEIVE ->
            entry[given].type = BOTH;
            entry[given].urefs = 1;
            unref(target)
        :: else ->
            entry[given].urefs++;
            port[target].srights--;
            unref(target)
        fi
    :: else
    fi
}
