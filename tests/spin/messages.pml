/* Sending and receiving.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

/* A right on its way ends. */
inline drop(what, which) {
    if
    :: which == NOWHERE
    :: which != NOWHERE && what == SEND -> drop_send(which)
    :: which != NOWHERE && what == ONCE -> notify(ONCE_UNUSED, which, 0, 0)
    :: else
    fi
}

/* A message with at most one right, which comes from the name `carried`. */
inline send(n, way, carried, how) {
    printf("%c: send %c%d %e reply=NULL NONE id=1000", TASK(n), SYMBOL(n), way);
    if
    :: carried != NOWHERE -> printf(" descs=1 [%e %c%d]", how, SYMBOL(carried))
    :: else
    fi;
    if
    :: entry[n].type == ONCE && entry[n].request == NONE
    :: else -> look(n)
    fi;
    if
    :: entry[n].type == DEAD -> status = SEND_INVALID_DEST
    :: else -> send_to(n, way, carried, how)
    fi;
    printf(" -> %e\n", status)
}
inline send_to(n, way, carried, how) {
    destination = entry[n].port;
    if
    :: entry[n].type == ONCE ->
        once = 1;
        free(n);
        tell_of_free(n)
    :: else ->
        once = 0;
        copyin(n, way)
    fi;
    kind = NOTHING;
    target = 0;
    status = OK;
    if
    :: carried != NOWHERE -> copyin(carried, how)
    :: else
    fi;
    if
#ifdef FORGET_CYCLE
    :: status == OK && port[destination].alive ->
#else
    :: status == OK && port[destination].alive && !(kind == RECEIVE && target == destination) ->
#endif
        message[waiting].id = OF_A_TASK;
        message[waiting].to = destination;
        message[waiting].once = once;
        message[waiting].kind = kind;
        message[waiting].port = target;
        waiting++;
        sent = 1
    :: else ->
        /* It is destroyed: a right was not there, the destination had died unseen, or its receive right is in the message. */
        if
        :: once -> drop(ONCE, destination)
        :: else -> drop(SEND, destination)
        fi;
        if
        :: status != OK -> status = SEND_INVALID_RIGHT
        :: status == OK && kind == RECEIVE ->
            r = target;
            die(r)
        :: else -> drop(kind, target)
        fi
    fi
}

/* The first message of a port. */
inline find_message(which) {
    at = WAITING;
    for (i : 0 .. WAITING - 1) {
        if
        :: at == WAITING && i < waiting && message[i].to == which -> at = i
        :: else
        fi
    }
}
inline receive(n) {
    p = entry[n].port;
    find_message(p);
    if
    :: at == WAITING -> printf("%c: recv %c%d size=8192 -> RCV_TIMED_OUT\n", TASK(n), SYMBOL(n))
    :: else ->
        fits((n) / NAMES, message[at].kind, message[at].port);
        if
        :: room -> take(n)
        :: else
        fi
    fi
}
inline take(n) {
    id = message[at].id;
    once = message[at].once;
    kind = message[at].kind;
    target = message[at].port;
    about = message[at].task;
    tells = told[at];
    sent = sent && id != OF_A_TASK;
    for (i : at .. WAITING - 2) {
        move(i + 1, i)
    }
    shorten(waiting - 1);
    taken[p]++;
    if
    :: once ->
        port[p].sorights--;
        unref(p)
    :: else -> drop_send(p)
    fi;
    if
    :: (id == PORT_DELETED || id == DIED) && about != (n) / NAMES ->
        /* What the name is here cannot be said: too small a buffer shows that the message was there. */
        printf("%c: recv %c%d size=32 -> RCV_TOO_LARGE hdr size=24 rd=NONE ld=MSO remote=NULL local=%c%d id=%d cplx=0", TASK(n),
               SYMBOL(n), SYMBOL(n), id)
    :: else ->
        printf("%c: recv %c%d size=8192 -> OK id=%d msize=%d rd=NONE ld=", TASK(n), SYMBOL(n), (id == OF_A_TASK -> 1000 : id),
               (kind != NOTHING -> 40 : (id == OF_A_TASK || id == ONCE_UNUSED -> 24 : 36)));
        if
        :: once -> printf("MSO")
        :: else -> printf("MS")
        fi;
        printf(" remote=NULL local=%c%d", SYMBOL(n));
        print_contents(n)
    fi;
    printf(" tr type=0 size=8\n")
}
inline print_contents(n) {
    if
    :: id == OF_A_TASK && kind != NOTHING ->
        copyout((n) / NAMES);
        printf(" descs=1 [");
        print_kind();
        printf(" ");
        print_given(given);
        printf("]")
    :: id == LAST_SENDER_GONE -> printf(" count=%d", tells)
    :: id == PORT_DELETED || id == DIED ->
        printf(" nname=");
        print_told(n)
    :: else
    fi
}
inline print_told(n) {
    given = NOWHERE;
    for (i : 0 .. NAMES - 1) {
        j = (n) / NAMES * NAMES + i;
        if
        :: entry[j].type != NOTHING && symbol[j] == tells -> given = j
        :: else
        fi
    }
    if
    :: given != NOWHERE -> printf("%c%d", SYMBOL(given))
    :: else ->
        /* A name that is gone gets a symbol of its own. */
        printf("+%c%d", TASK(n), symbols[(n) / NAMES]);
        symbols[(n) / NAMES]++
    fi
}
