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
