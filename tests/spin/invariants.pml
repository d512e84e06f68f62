/* What holds after every step.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

hidden byte senders, onces, receivers, holders;
hidden byte agreed;
hidden short spare;

/* The counts of a port are those of the rights that there are, and an object without rights is gone. */
inline check_port(which) {
    senders = 0;
    onces = 0;
    receivers = 0;
    holders = 0;
    for (i : 0 .. ALL_NAMES - 1) {
        if
        :: entry[i].type != NOTHING && entry[i].type != DEAD && entry[i].port == which ->
            senders = senders + (entry[i].type & SEND);
            receivers = receivers + ((entry[i].type & RECEIVE) != 0);
            onces = onces + (entry[i].type == ONCE);
            holders++
        :: else
        fi;
        if
        :: entry[i].type != NOTHING && entry[i].request == TELL(which) ->
            onces++;
            holders++
        :: else
        fi
    }
    for (i : 0 .. PORTS - 1) {
        if
        :: port[i].nsrequest == TELL(which) ->
            onces++;
            holders++
        :: else
        fi
    }
    for (i : 0 .. WAITING - 1) {
        if
        :: i < waiting && message[i].to == which ->
            senders = senders + !message[i].once;
            onces = onces + message[i].once;
            holders++;
            agreed = agreed && port[which].alive
        :: else
        fi;
        if
        :: i < waiting && message[i].kind != NOTHING && message[i].port == which ->
            senders = senders + (message[i].kind == SEND);
            receivers = receivers + (message[i].kind == RECEIVE);
            onces = onces + (message[i].kind == ONCE);
            holders++
        :: else
        fi
    }
    agreed = agreed && port[which].srights == senders && port[which].sorights == onces && port[which].refs == holders;
    agreed = agreed && receivers == port[which].alive;
    /* Whoever waits for the last sender to go is told when it goes, and of nothing when the port dies. */
    agreed = agreed && (port[which].nsrequest == NONE || (port[which].alive && senders > 0))
}

/* A name is one right of a port, the only one of its task but for send-once rights; a dead name has user references alone. */
inline check_name(n) {
    if
    :: entry[n].type == NOTHING || entry[n].type == DEAD ->
        agreed = agreed && entry[n].port == 0 && entry[n].request == NONE && ((entry[n].urefs > 0) == (entry[n].type == DEAD))
    :: else ->
        agreed = agreed && (entry[n].urefs > 0) == (entry[n].type != RECEIVE);
        agreed = agreed && (entry[n].type != ONCE || entry[n].urefs == 1);
        agreed = agreed && entry[n].urefs <= UREFS && port[entry[n].port].refs > 0
    fi;
    for (i : 0 .. NAMES - 1) {
        j = (n) / NAMES * NAMES + i;
        if
        :: j != n && (entry[n].type & BOTH) && (entry[j].type & BOTH) -> agreed = agreed && entry[n].port != entry[j].port
        :: else
        fi
    }
}

/* Names have no order: spaces that differ only in which name holds what are one state. */
#define ORDER(n) (((entry[n].type * 2 + entry[n].port) * 8 + entry[n].urefs) * 8 + entry[n].request)
inline sort(first) {
    for (i : 0 .. NAMES - 2) {
        for (j : (first) .. (first) + NAMES - 2) {
            if
            :: ORDER(j) > ORDER(j + 1) -> exchange(j, j + 1)
            :: else
            fi
        }
    }
}
inline exchange(one, other) {
    p = entry[one].type;
    entry[one].type = entry[other].type;
    entry[other].type = p;
    p = entry[one].port;
    entry[one].port = entry[other].port;
    entry[other].port = p;
    p = entry[one].urefs;
    entry[one].urefs = entry[other].urefs;
    entry[other].urefs = p;
    p = entry[one].request;
    entry[one].request = entry[other].request;
    entry[other].request = p;
    spare = symbol[one];
    symbol[one] = symbol[other];
    symbol[other] = spare
}

inline check() {
    n = 0;
    m = 0;
    way = 0;
    how = 0;
    sort(0);
    sort(NAMES);
    agreed = 1;
    check_port(0);
    check_port(1);
    holders = 0;
    for (r : 0 .. ALL_NAMES - 1) {
        check_name(r);
        holders = holders + (entry[r].type != NOTHING)
    }
    /* When all names are gone, nothing is left: no port keeps itself alive. */
    agreed = agreed && (holders > 0 || (waiting == 0 && port[0].refs == 0 && port[1].refs == 0));
    if
    :: !agreed ->
        observe();
        assert(agreed)
    :: else
    fi
}
