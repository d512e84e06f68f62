/* How a right leaves a space and comes into another.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

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
