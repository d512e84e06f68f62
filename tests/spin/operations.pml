/* The operations, one line of a recording each: ../replay/FORMAT.md. What is printed is what the model expects.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

#define TASK(n) ('a' + (n) / NAMES)
#define SYMBOL(n) TASK(n), symbol[n]

hidden byte destination, previous, at, id, about;
hidden byte once, room;
hidden short tells;

inline print_given(n) {
    if
    :: n == NOWHERE -> printf("DEAD")
    :: n != NOWHERE && fresh -> printf("+%c%d", SYMBOL(n))
    :: else -> printf("%c%d", SYMBOL(n))
    fi
}

inline allocate(n, which) {
    port[which].alive = 1;
    port[which].refs = 1;
    made[which] = 0;
    taken[which] = 0;
    give_name(n, RECEIVE, which);
    printf("%c: allocate RECV -> OK +%c%d\n", TASK(n), SYMBOL(n))
}

/* A make or a copy in place. */
inline make(n) {
    copyin(n, MKS);
    copyout((n) / NAMES);
    printf("%c: insert_right %c%d %c%d MKS -> OK\n", TASK(n), SYMBOL(n), SYMBOL(n))
}

inline mod_refs(n, delta) {
    printf("%c: mod_refs %c%d SEND %d -> ", TASK(n), SYMBOL(n), delta);
    look(n);
    if
    :: entry[n].type & SEND ->
        if
        :: delta > 0 -> entry[n].urefs++
        :: else -> drop_unit(n)
        fi;
        printf("OK\n")
    :: else -> printf("INVALID_RIGHT\n")
    fi
}

/* One user reference of a send right ends. */
inline drop_unit(n) {
    entry[n].urefs--;
    p = entry[n].port;
    if
    :: entry[n].urefs == 0 && entry[n].type == BOTH ->
        entry[n].type = RECEIVE;
        port[p].refs++;
        drop_send(p)
    :: entry[n].urefs == 0 && entry[n].type == SEND ->
        free(n);
        drop_send(p);
        tell_of_free(n)
    :: else
    fi
}
inline drop_once(n) {
    p = entry[n].port;
    free(n);
    notify(ONCE_UNUSED, p, 0, 0);
    tell_of_free(n)
}

inline deallocate(n) {
    printf("%c: deallocate %c%d -> ", TASK(n), SYMBOL(n));
    look(n);
    status = OK;
    if
    :: entry[n].type & SEND -> drop_unit(n)
    :: entry[n].type == ONCE -> drop_once(n)
    :: entry[n].type == DEAD -> drop_dead(n)
    :: else -> status = INVALID_RIGHT
    fi;
    printf("%e\n", status)
}

/* The receive right goes, and a send right of the same name becomes a dead name. */
inline end_receive(n) {
    p = entry[n].port;
    asked = NONE;
    if
    :: entry[n].type == RECEIVE ->
        free(n);
        die(p);
        tell_of_free(n)
    :: else ->
        entry[n].type = SEND;
        port[p].refs++;
        die(p);
        look(n)
    fi;
    printf("%c: mod_refs %c%d RECV -1 -> OK\n", TASK(n), SYMBOL(n))
}

/* Whatever the name holds goes. A send right goes before the receive right, so that the last one is noticed. */
inline destroy(n) {
    printf("%c: destroy %c%d -> OK\n", TASK(n), SYMBOL(n));
    look(n);
    p = entry[n].port;
    if
    :: entry[n].type == SEND ->
        entry[n].urefs = 1;
        drop_unit(n)
    :: entry[n].type == ONCE -> drop_once(n)
    :: entry[n].type == DEAD -> free(n)
    :: entry[n].type == RECEIVE ->
        free(n);
        die(p);
        tell_of_free(n)
    :: else ->
        free(n);
        previous = asked;
        port[p].refs++;
        drop_send(p);
        die(p);
        asked = previous;
        tell_of_free(n)
    fi
}

/* In and out again, within one task. */
inline extract(n, how) {
    printf("%c: extract_right %c%d %e -> ", TASK(n), SYMBOL(n), how);
    copyin(n, how);
    if
    :: status == OK ->
        copyout((n) / NAMES);
        printf("OK ");
        print_given(given);
        printf(" ");
        print_kind()
    :: else -> printf("%e", status)
    fi;
    printf("\n")
}
inline print_kind() {
    if
    :: kind == SEND -> printf("MS")
    :: kind == ONCE -> printf("MSO")
    :: else -> printf("MR")
    fi
}

/* Whether a task has room for a right on its way. */
inline fits(task, what, which) {
    given = NOWHERE;
    if
    :: what != NOTHING && what != ONCE && which != NOWHERE -> find(task, which)
    :: else
    fi;
    if
    :: what == NOTHING || which == NOWHERE -> room = 1
    :: what != NOTHING && which != NOWHERE && !port[which].alive -> room = 1
    :: what != NOTHING && which != NOWHERE && port[which].alive && given != NOWHERE ->
        room = (what == RECEIVE || entry[given].urefs < UREFS)
    :: else ->
        find_free(task);
        room = (given != NOWHERE)
    fi
}

/* A task gets a right made from another's receive right. */
inline grant(n, task) {
    fits(task, SEND, entry[n].port);
    if
    :: room ->
        printf("%c: grant %c%d MKS -> OK ", 'a' + task, SYMBOL(n));
        copyin(n, MKS);
        copyout(task);
        print_given(given);
        printf("\n")
    :: else
    fi
}

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
    :: status == OK && port[destination].alive && !(kind == RECEIVE && target == destination) ->
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
        printf("%c: recv %c%d size=32 -> RCV_TOO_LARGE hdr size=24 rd=NONE ld=MSO remote=NULL local=%c%d id=%d cplx=0", TASK(n), SYMBOL(n),
               SYMBOL(n), id)
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

/* Asks that the port of the receive right `to` be told; NOWHERE takes the request back. */
inline ask(n, what, to) {
    printf("%c: request_notification %c%d %e sync=0 notify=", TASK(n), SYMBOL(n), what);
    status = OK;
    previous = NONE;
    if
    :: to == NOWHERE ->
        asked = NONE;
        printf("NULL")
    :: else ->
        p = entry[to].port;
        port[p].sorights++;
        port[p].refs++;
        asked = TELL(p);
        printf("%c%d", SYMBOL(to))
    fi;
    printf(" MKSO -> ");
    if
    :: what == DEAD_NAME -> ask_of_death(n)
    :: else -> ask_of_senders(n)
    fi;
    if
    :: status == OK -> print_previous(n)
    :: else ->
        printf("%e\n", status);
        if
        :: asked != NONE -> notify(ONCE_UNUSED, p, 0, 0)
        :: else
        fi
    fi
}
inline ask_of_death(n) {
    look(n);
    if
    :: entry[n].type == DEAD -> status = INVALID_ARGUMENT
    :: else ->
        previous = entry[n].request;
        entry[n].request = asked
    fi
}
inline ask_of_senders(n) {
    if
    :: entry[n].type & RECEIVE ->
        r = entry[n].port;
        previous = port[r].nsrequest;
        port[r].nsrequest = asked;
        if
        :: asked != NONE && port[r].srights == 0 ->
            port[r].nsrequest = NONE;
            notify(LAST_SENDER_GONE, p, 0, made[r])
        :: else
        fi
    :: entry[n].type == DEAD -> status = INVALID_NAME
    :: else -> status = INVALID_RIGHT
    fi
}
inline print_previous(n) {
    printf("OK prev=");
    if
    :: previous == NONE -> printf("NULL\n")
    :: else ->
        kind = ONCE;
        target = TOLD(previous);
        copyout((n) / NAMES);
        print_given(given);
        printf("\n")
    fi
}

/* Looks at every name: a block of state lines. */
inline observe() {
    printf("a: nop\n");
    for (n : 0 .. ALL_NAMES - 1) {
        look(n);
        print_entry(n)
    }
    n = 0
}
inline print_entry(n) {
    if
    :: entry[n].type != NOTHING ->
        printf("= %c%d", SYMBOL(n));
        if
        :: entry[n].type & SEND -> printf(" send=%d", entry[n].urefs)
        :: entry[n].type == ONCE -> printf(" sonce")
        :: entry[n].type == DEAD -> printf(" dead=%d", entry[n].urefs)
        :: else
        fi;
        if
        :: entry[n].request > FIRED -> printf(" dnreq")
        :: else
        fi;
        if
        :: entry[n].type & RECEIVE -> print_receive(entry[n].port)
        :: else
        fi;
        printf("\n")
    :: else
    fi
}
inline print_receive(which) {
    p = which;
    at = 0;
    for (i : 0 .. WAITING - 1) {
        at = at + (i < waiting && message[i].to == p)
    }
    printf(" recv seq=%d ms=%d ql=5 mc=%d so=%d sr=%d pd=0 ns=%d set=0 fl=0 ctx=0", taken[p], made[p], at, port[p].sorights,
           port[p].srights, port[p].nsrequest != NONE)
}
