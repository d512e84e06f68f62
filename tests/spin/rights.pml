/* The machine of rights: two tasks make, copy, move and end rights to two ports, send one another a message that may carry one
 * right, and ask to be told of dead names and of the last sender, in every order within the bounds of machine.pml.
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

#include "machine.pml"
#include "death.pml"
#include "transit.pml"
#include "operations.pml"
#include "messages.pml"
#include "requests.pml"
#include "invariants.pml"

#define HOLDS(n, what) (entry[n].type & (what))
#define IS(n, what) (entry[n].type == (what))
#define ALIVE(n) (entry[n].type != NOTHING && entry[n].type != DEAD && port[entry[n].port].alive)
/* Of two names of one port for which the same port is to be told of its death, nobody says which is told of first. */
#define ASKED(i, n, to) (i != n && entry[i].request == TELL(to) && entry[i].port == entry[n].port)

#if NAMES == 2
#define FIRST(n, to) (!ASKED(0, n, to) && !ASKED(1, n, to) && !ASKED(2, n, to) && !ASKED(3, n, to))
#define ROOM(n) (IS(n / NAMES * NAMES, NOTHING) || IS(n / NAMES * NAMES + 1, NOTHING))
#define ANY_NAME(n) \
    if :: n = 0 :: n = 1 :: n = 2 :: n = 3 fi
#define NAME_BESIDE(m, n) \
    if :: m = n / NAMES * NAMES :: m = n / NAMES * NAMES + 1 fi
#else
#define FIRST(n, to) \
    (!ASKED(0, n, to) && !ASKED(1, n, to) && !ASKED(2, n, to) && !ASKED(3, n, to) && !ASKED(4, n, to) && !ASKED(5, n, to))
#define ROOM(n) (IS(n / NAMES * NAMES, NOTHING) || IS(n / NAMES * NAMES + 1, NOTHING) || IS(n / NAMES * NAMES + 2, NOTHING))
#define ANY_NAME(n) \
    if :: n = 0 :: n = 1 :: n = 2 :: n = 3 :: n = 4 :: n = 5 fi
#define NAME_BESIDE(m, n) \
    if :: m = n / NAMES * NAMES :: m = n / NAMES * NAMES + 1 :: m = n / NAMES * NAMES + 2 fi
#endif
#define MORE(n) (entry[n].urefs < UREFS)
#define ONCE_LEFT (port[0].sorights + port[1].sorights < ONCES)

/* Whether what an operation makes is within the bounds. */
#define MADE(n, how) (how != MKSO || !HOLDS(n, RECEIVE) || ONCE_LEFT)
#define EXTRACTED(n, how) \
    (MADE(n, how) && (how != MKSO || ROOM(n)) && ((how != CS && how != MKS) || !HOLDS(n, BOTH) || MORE(n)))
#define RETURNED(n, request) (request <= FIRED || (ROOM(n) && port[TOLD(request)].alive))

/* Every disposition that fits what a name holds, and some that do not. */
#define A_WAY(how, n) \
    if \
    :: HOLDS(n, RECEIVE) -> how = MR \
    :: HOLDS(n, RECEIVE) -> how = MKSO \
    :: how = MKS \
    :: HOLDS(n, SEND) || IS(n, DEAD) -> how = CS \
    :: !IS(n, ONCE) -> how = MS \
    :: IS(n, ONCE) || IS(n, DEAD) || IS(n, SEND) -> how = MSO \
    fi

active proctype machine() {
    byte n, m;
    mtype way, how;
    do
    :: atomic {
        ANY_NAME(n);
        if
        :: n == 0 -> d_step { observe() }
        :: IS(n, NOTHING) && port[0].refs == 0 -> d_step { allocate(n, 0) }
        :: IS(n, NOTHING) && port[0].refs > 0 && port[1].refs == 0 -> d_step { allocate(n, 1) }
        :: IS(n, NOTHING) && port[0].refs > 0 && port[1].refs > 0
        :: !IS(n, NOTHING) ->
            if
#ifdef WALK /* Else rights would hardly live until they are used. */
            :: skip
            :: skip
            :: skip
            :: skip
            :: skip
            :: skip
            :: skip
            :: skip
            :: skip
#endif
            :: d_step { deallocate(n) }
            :: d_step { destroy(n) }
            :: d_step { mod_refs(n, -1) }
            :: HOLDS(n, RECEIVE) -> d_step { end_receive(n) }
            fi
        :: !IS(n, NOTHING) && (!HOLDS(n, SEND) || MORE(n)) -> d_step { mod_refs(n, 1) }
        :: HOLDS(n, RECEIVE) && MORE(n) -> d_step { make(n) }
        :: HOLDS(n, RECEIVE) -> d_step { receive(n) }
        :: HOLDS(n, RECEIVE) -> d_step { grant(n, 1 - n / NAMES) }
        :: !IS(n, NOTHING) ->
            A_WAY(how, n);
            if
            :: EXTRACTED(n, how) -> d_step { extract(n, how) }
            :: else
            fi
        :: !IS(n, NOTHING) && !sent ->
            if
            :: HOLDS(n, SEND) -> way = CS
            :: HOLDS(n, SEND) -> way = MS
            :: HOLDS(n, RECEIVE) -> way = MKS
            :: IS(n, ONCE) -> way = MSO
            :: IS(n, DEAD) -> way = CS
            fi;
            if
#ifndef WALK
            :: d_step { send(n, way, NOWHERE, 0) }
#endif
            :: NAME_BESIDE(m, n);
                if
                :: !IS(m, NOTHING) ->
                    A_WAY(how, m);
                    if
                    :: MADE(m, how) -> d_step { send(n, way, m, how) }
                    :: else
                    fi
                :: else -> d_step { send(n, way, NOWHERE, 0) }
                fi
            fi
        :: ALIVE(n) ->
            if
            :: RETURNED(n, entry[n].request) -> d_step { ask(n, DEAD_NAME, NOWHERE) }
            :: HOLDS(n, RECEIVE) && RETURNED(n, port[entry[n].port].nsrequest) -> d_step { ask(n, NO_SENDERS, NOWHERE) }
            :: else
            fi
        :: !IS(n, NOTHING) && ONCE_LEFT ->
            NAME_BESIDE(m, n);
            if
            :: HOLDS(m, RECEIVE) && RETURNED(n, entry[n].request) && FIRST(n, entry[m].port) -> d_step { ask(n, DEAD_NAME, m) }
            :: HOLDS(m, RECEIVE) && (ALIVE(n) || IS(n, DEAD)) && RETURNED(n, port[entry[n].port].nsrequest) ->
                d_step { ask(n, NO_SENDERS, m) }
            :: else
            fi
        fi;
        d_step { check() }
    }
    od
}
