// Messages are sent: what becomes of the rights in them, and what is done while a queue is full.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { inspect } = require('node:util');
const { MachError } = require('./error.js');
const { Right, end, hold, refused } = require('./handle.js');
const { Deadline } = require('./patience.js');
const raw = require('./raw.js');

const MOVES = new Map([
  [raw.KIND_SEND, raw.MOVE_SEND],
  [raw.KIND_SEND_ONCE, raw.MOVE_SEND_ONCE],
  [raw.KIND_RECEIVE, raw.MOVE_RECEIVE],
]);
const KINDS = new Map([...MOVES].map(([kind, move]) => [move, kind]));
const MINE = [raw.OUTCOME_NONE, raw.OUTCOME_KEPT, raw.OUTCOME_RETURNED];
const NONE = Object.freeze({ name: raw.NULL, disposition: raw.MOVE_SEND, outcome: raw.OUTCOME_NONE });
const EMPTY = Buffer.alloc(0);
// While a queue is full, it is looked at again after so many milliseconds: first, and at most.
const PAUSES = [1, 64];

/** A right that a message makes or copies from another, whose handle stays as it is. */
class Carried {
  constructor(source, disposition) {
    Object.assign(this, { source, disposition });
    Object.freeze(this);
  }
}

function planned(item) {
  if (item === null || item === undefined) return NONE;
  if (item instanceof Carried) return { ...NONE, name: item.source.name, disposition: item.disposition };
  const disposition = item instanceof Right && MOVES.get(item.kind);
  if (!disposition) throw refused('ERR_INVALID_ARG_TYPE', `${inspect(item, { depth: 0 })} cannot be sent`, TypeError);
  return { ...NONE, name: item.name, disposition };
}

/** The rights of one message, out of their handles until it is known what became of each. The first is the right to reply to, or
 * the send-once right that the message goes to. */
class Cargo {
  constructor(first, rights, to) {
    this.items = [first, ...rights];
    this.entries = this.items.map(planned);
    this.dispositions = this.entries.map((entry) => entry.disposition);
    const moving = this.items.filter((item) => item instanceof Right);
    if (new Set(moving).size < moving.length) {
      throw refused('ERR_INVALID_ARG_VALUE', 'a right moves twice in one message: let it go once, and another time by asCopy()');
    }
    if (rights.includes(to) || (first === to && to.kind === raw.KIND_SEND)) {
      throw refused('ERR_INVALID_ARG_VALUE', 'the destination cannot move in its own message: let it go by asCopy()');
    }
    moving.forEach(end);
  }

  /** One attempt to send; after a failure the entries are as the call left them, for another one. */
  attempt(call) {
    const [first, ...rest] = this.entries;
    const isThere = this.items[0] !== null && this.items[0] !== undefined;
    try {
      call(isThere ? first : null, rest);
    } catch (error) {
      if (error instanceof MachError) this.entries = [error.results[0] ?? NONE, ...error.results[1]];
      throw error;
    }
  }

  /** The message did not leave: each handle has what is its own again, and what was made for the message is released. */
  giveBack(error) {
    const results = this.items.map((item, place) => {
      const { name, disposition, outcome } = this.entries[place];
      if (!MINE.includes(outcome)) return null;
      if (item instanceof Right) {
        hold(item, name);
        return item;
      }
      if (item && disposition !== this.dispositions[place]) raw.release(KINDS.get(disposition), name, 0n);
      return null;
    });
    if (error instanceof MachError) error.results = { reply: results[0], rights: results.slice(1) };
    return error;
  }
}

function isOneOf(error, ...statuses) {
  return error instanceof MachError && statuses.includes(error.status);
}

/** Waits while the queue is full, and lets nothing else run meanwhile. */
function sendSync(to, data = EMPTY, { id = 0, rights = [], reply = null, timeout } = {}) {
  const deadline = new Deadline(timeout);
  const cargo = new Cargo(reply, rights, to);
  for (;;) {
    try {
      cargo.attempt((first, rest) => raw.messageSend(to.name, id, data, first, rest, 0, deadline.nanoseconds));
      return;
    } catch (error) {
      const isToWait = isOneOf(error, raw.MACH_SEND_TIMED_OUT) && !deadline.isOver;
      if (!isToWait && !isOneOf(error, raw.MACH_SEND_INTERRUPTED)) throw cargo.giveBack(error);
    }
  }
}

/** The same, without a wait of the thread: no Mach tells when a queue has room but by a request that may be somebody else's. */
async function send(to, data = EMPTY, { id = 0, rights = [], reply = null, timeout, signal } = {}) {
  signal?.throwIfAborted();
  const deadline = new Deadline(timeout);
  const cargo = new Cargo(reply, rights, to);
  for (let pause = PAUSES[0]; ; pause = Math.min(2 * pause, PAUSES[1])) {
    try {
      cargo.attempt((first, rest) => raw.messageSend(to.name, id, data, first, rest, 0, 0n));
      return;
    } catch (error) {
      if (!isOneOf(error, raw.MACH_SEND_TIMED_OUT, raw.MACH_SEND_INTERRUPTED) || deadline.isOver) throw cargo.giveBack(error);
    }
    try {
      await sleep(Math.min(pause, deadline.milliseconds), undefined, { signal });
    } catch {
      throw cargo.giveBack(signal.reason);
    }
  }
}

/** To a send-once right, which goes with the message and never waits. */
function sendOnceSync(to, data = EMPTY, { id = 0, rights = [] } = {}) {
  const cargo = new Cargo(to, rights, to);
  try {
    cargo.attempt((first, rest) => raw.messageSendOnce(first, id, data, rest, 0));
  } catch (error) {
    throw cargo.giveBack(error);
  }
}

module.exports = { Carried, KINDS, isOneOf, send, sendOnceSync, sendSync };
