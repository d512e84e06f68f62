/* What becomes of a port's queue, and of whom it has to tell, when its receive right ends.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

/* What waits in a dead port's queue goes: its own rights to the port, and the one right that it may carry, which is `lost`. */
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
