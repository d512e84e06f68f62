/* Asking to be told.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

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
