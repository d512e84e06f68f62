// How long something may take: milliseconds as JavaScript counts them, nanoseconds as the layer does.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { isMainThread } = require('node:worker_threads');
const raw = require('./raw.js');
const { refused } = require('./handle.js');

// What a timer can wait for at once.
const LONGEST = 2 ** 31 - 1;
// What a call may wait for at once. A worker that is to end, as when the process does, ends between two calls: who ends it waits for it.
const TURN = isMainThread ? Infinity : 100;

class Deadline {
  #until;

  /** So many milliseconds from now; undefined and Infinity: for ever. */
  constructor(timeout = Infinity) {
    if (typeof timeout !== 'number') throw refused('ERR_INVALID_ARG_TYPE', 'timeout must be a number of milliseconds', TypeError);
    if (!(timeout >= 0)) throw refused('ERR_OUT_OF_RANGE', 'timeout must not be negative', RangeError);
    this.#until = timeout + (timeout && performance.now());
  }

  /** What is left of it, for the layer, or as much as a call may wait for: after that it may not be over. */
  get nanoseconds() {
    const left = Math.min(this.#left, TURN);
    if (left === Infinity) return raw.FOREVER;
    const whole = BigInt(Math.ceil(Math.max(left, 0) * 1e6));
    return whole < raw.FOREVER ? whole : raw.FOREVER - 1n;
  }

  /** What is left of it, for a timer, or as much as one can wait for. */
  get milliseconds() {
    return Math.min(Math.max(this.#left, 0), LONGEST);
  }

  get isOver() {
    return this.#left <= 0;
  }

  get isForEver() {
    return this.#until === Infinity;
  }

  get #left() {
    return this.#until && this.#until - performance.now();
  }
}

module.exports = { Deadline };
