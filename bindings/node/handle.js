// What every owned right has in common: one unit of one right, released once, in its own name space.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { inspect } = require('node:util');
const { MachError } = require('./error.js');
const raw = require('./raw.js');

/** By this anybody lends the raw name of a right, as a property: a borrow, valid while its owner lives. */
const RAW = Symbol.for('machport.raw');
const KEY = Symbol('made by machport');
/** The method of each kind that releases a unit of it. */
const RELEASE = Symbol('release');
if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol('Symbol.dispose') });

let leaked = 0;
const collected = new FinalizationRegistry(({ Kind, name }) => {
  leaked++;
  process.emitWarning(`${Kind.name} ${hex(name)} was not closed`, { type: 'MachportWarning', code: 'MACHPORT_LEAK' });
});
const hex = (name) => `0x${name.toString(16)}`;

/** How many rights were never released: nobody closed their handle, or it was closed in another name space than its own. */
function leaks() {
  return leaked;
}

function refused(code, text, Type = Error) {
  return Object.assign(new Type(text), { code });
}

let end, hold, waits;

class Right {
  #name;
  #epoch;
  #waits;

  static {
    end = (right) => right.#end();
    hold = (right, name) => right.#hold(name);
    waits = (right) => (right.#waits ??= new Set());
  }

  constructor(key, name) {
    if (key !== KEY) throw new TypeError(`${new.target.name} is not made by new: use fromRaw(), or what makes a new right`);
    this.#epoch = raw.epoch();
    this.#hold(name);
  }

  static fromRaw(name, { verify = true } = {}) {
    return new this(KEY, raw.adopt(name, this.kind, verify ? raw.ADOPT_VERIFY : 0));
  }

  get kind() {
    return this.constructor.kind;
  }

  get name() {
    if (this.#name === undefined) throw refused('ERR_MACHPORT_CLOSED', `the ${this.constructor.name} is closed`);
    if (this.#isElsewhere()) {
      raw.taskSelf(); // in a child that has not renewed: E_FORKED
      throw refused('ERR_MACHPORT_ELSEWHERE', `${inspect(this)} belongs to another name space than this thread's`);
    }
    return this.#name;
  }

  get [RAW]() {
    return this.name;
  }

  get closed() {
    return this.#name === undefined;
  }

  close() {
    const name = this.#name;
    if (name === undefined) return;
    if (this.#isElsewhere()) {
      leaked++;
      this.#end();
      return;
    }
    this.#endWaits();
    try {
      this[RELEASE](name);
    } catch (error) {
      // A guard forbids it: then it is its owner's still.
      if (error instanceof MachError && error.status !== raw.KERN_INVALID_ARGUMENT) this.#end();
      throw error;
    }
    this.#end();
  }

  detach() {
    const name = raw.disown(this.name, this.kind);
    this.#end();
    return name;
  }

  [Symbol.dispose]() {
    this.close();
  }

  [inspect.custom]() {
    return `<${this.constructor.name} ${this.closed ? 'closed' : hex(this.#name)}>`;
  }

  #isElsewhere() {
    return raw.epoch() !== this.#epoch;
  }

  #hold(name) {
    this.#name = name;
    collected.register(this, { Kind: this.constructor, name }, this);
  }

  /** It owns nothing from here on. */
  #end() {
    this.#name = undefined;
    collected.unregister(this);
    this.#endWaits();
  }

  /** Whoever waits for its messages is told. */
  #endWaits() {
    if (this.#waits) for (const ended of this.#waits) ended();
  }
}

/** The class of each kind of right. */
const byKind = new Map();

/** An owned right of what a call gave: null for NULL, DEAD for DEAD. */
function owned(Type, name, guard = 0n) {
  if (name === raw.NULL) return null;
  if (name === raw.DEAD) return raw.DEAD;
  const right = new Type(KEY, name);
  if (guard) right.guard = guard;
  return right;
}

function wanted(Type, value) {
  return refused('ERR_INVALID_ARG_TYPE', `a ${Type.name} is wanted, not ${inspect(value, { depth: 0 })}`, TypeError);
}

/** The name of a right that is lent, by a handle or by whatever has RAW. */
function lent(value, Type) {
  if (value instanceof Type) return value.name;
  if (typeof value === 'object' && value && !(value instanceof Right) && RAW in value) return value[RAW];
  throw wanted(Type, value);
}

/** The name of a right that is about to be taken out of its handle. */
function owner(value, Type, nullable = false) {
  if (value instanceof Type) return value.name;
  if (nullable && value === null) return raw.NULL;
  throw wanted(Type, value);
}

/** Makes a call that takes rights: some whatever it answers, others on success alone. None where an argument was refused. */
function consume(always, onSuccess, call) {
  const gone = (rights) => rights.forEach((right) => right && end(right));
  let result;
  try {
    result = call();
  } catch (error) {
    if (error instanceof MachError) gone(always);
    throw error;
  }
  gone(always);
  gone(onSuccess);
  return result;
}

/** A right that somebody else keeps alive. */
function lending(name) {
  return Object.freeze({ [RAW]: name });
}

module.exports = { RAW, RELEASE, Right, byKind, consume, end, hold, leaks, lending, lent, owned, owner, refused, waits };
