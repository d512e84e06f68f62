// Messages are received: their bytes, their rights with an owner each, and what they say as notifications.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { MachError } = require('./error.js');
const { Right, byKind, owned, refused, waits } = require('./handle.js');
const { Deadline } = require('./patience.js');
const raw = require('./raw.js');
const { KINDS, isOneOf } = require('./sending.js');
const { wait } = require('./build/wait.node')(MachError);

// Bytes and rights that there is room for at first. A message that needs more stays, and is received with more.
const ROOM = [4096, 16];

/** A received message. It owns the rights in it: closing it closes those that were not taken out of `rights` and `reply`. */
class Message {
  constructor(data, rights, received, notification) {
    this.id = received.id;
    this.data = data;
    this.rights = rights;
    this.reply = adopted(received.reply);
    this.notification = notification;
    this.sequence = received.sequence;
    this.cameBy = received.from;
    this.bySendOnce = received.via === raw.MOVE_SEND_ONCE;
    this.origin = received.origin;
    this.dropped = received.dropped;
  }

  close() {
    const left = [...this.rights.splice(0), this.reply, this.notification?.right].filter((right) => right instanceof Right);
    this.reply = null;
    const failures = left.flatMap((right) => {
      try {
        right.close();
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (failures.length) throw failures[0];
  }

  [Symbol.dispose]() {
    this.close();
  }
}

/** The owner of a right of a message: null for NULL, DEAD for one that died on its way. */
function adopted({ name, disposition }) {
  return owned(byKind.get(KINDS.get(disposition)), name);
}

function opened([data, rights, received]) {
  let [left, said] = [rights, null];
  if (received.id >= raw.NOTIFY_PORT_DELETED && received.id <= raw.NOTIFY_DEAD_NAME) {
    try {
      [left, said] = raw.notificationDecode(received, data, rights);
    } catch (error) {
      if (!isOneOf(error, raw.KERN_INVALID_VALUE)) throw error;
    }
  }
  // What moved into the notification is no right of the message any more.
  const own = left.filter((right) => right.outcome !== raw.OUTCOME_MOVED).map(adopted);
  return new Message(data, own, received, said && notification(said));
}

/** What a notification says, with the dead name or the receive right that it hands over, if it does. */
function notification({ id, name, kind, count, trusted }) {
  const right = kind === raw.KIND_ANY ? null : owned(byKind.get(kind), name);
  return { id, name, right, count, trusted: trusted === 1 };
}

function once(source, deadline) {
  for (let [bytes, count] = ROOM; ; ) {
    try {
      return opened(raw.messageReceive(source.name, bytes, count, 0, deadline.nanoseconds));
    } catch (error) {
      if (isOneOf(error, raw.MACH_RCV_TOO_LARGE)) {
        const [, , told] = error.results;
        [bytes, count] = [Math.max(bytes, Number(told.size)), Math.max(count, Number(told.count))];
      } else {
        // It came, but the name space had no room for all of its rights.
        if (isOneOf(error, raw.MACH_RCV_BODY_ERROR)) error.results = opened(error.results);
        throw error;
      }
    }
  }
}

/** Waits for a message, and lets nothing else run meanwhile. */
function receiveSync(source, { timeout } = {}) {
  const deadline = new Deadline(timeout);
  for (;;) {
    try {
      return once(source, deadline);
    } catch (error) {
      const isToWait = isOneOf(error, raw.MACH_RCV_TIMED_OUT) && !deadline.isOver;
      if (!isToWait && !isOneOf(error, raw.MACH_RCV_INTERRUPTED)) throw error;
    }
  }
}

const NOW = new Deadline(0);

/** A message that is there, else null. */
function there(source) {
  try {
    return once(source, NOW);
  } catch (error) {
    if (isOneOf(error, raw.MACH_RCV_TIMED_OUT, raw.MACH_RCV_INTERRUPTED)) return null;
    throw error;
  }
}

/** Waits for a message in the event loop. */
async function receive(source, { timeout, signal } = {}) {
  signal?.throwIfAborted();
  const deadline = new Deadline(timeout);
  if (deadline.isOver) return once(source, NOW);
  return there(source) ?? waited(source, deadline, signal);
}

/** A message that is not there yet. What comes first settles it: the message, its time, the signal, or the end of the right. */
function waited(source, deadline, signal) {
  return new Promise((resolve, reject) => {
    let timer;
    const settle = (settled, value) => {
      stop();
      clearTimeout(timer);
      waits(source).delete(ended);
      signal?.removeEventListener('abort', aborted);
      settled(value);
    };
    const look = (find) => {
      try {
        const message = find();
        if (message) settle(resolve, message);
      } catch (error) {
        settle(reject, error);
      }
    };
    const ended = () => settle(reject, refused('ERR_MACHPORT_CLOSED', `the ${source.constructor.name} was closed`));
    const aborted = () => settle(reject, signal.reason);
    const late = () => {
      if (deadline.isOver) look(() => once(source, NOW));
      else timer = setTimeout(late, deadline.milliseconds);
    };
    const stop = wait(source.name, () => look(() => there(source)));
    waits(source).add(ended);
    signal?.addEventListener('abort', aborted);
    if (!deadline.isForEver) late();
  });
}

/** The messages as they come, until the right is closed. */
async function* messages(source) {
  for (;;) {
    let message;
    try {
      message = await receive(source);
    } catch (error) {
      if (source.closed) return;
      throw error;
    }
    yield message;
  }
}

module.exports = { Message, messages, receive, receiveSync };
