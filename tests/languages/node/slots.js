// What the slots of a vector hold. Every number is a BigInt here, whatever its width.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';

/** An expectation that does not hold. */
class Failure extends Error {}

class Slots {
  constructor(vector) {
    this.numbers = Array(vector.slots).fill(0n);
    this.kept = Array(vector.kept).fill(Buffer.alloc(0));
  }

  number(value) {
    const number = BigInt(value.number ?? 0);
    if (value.form === 'slot') return this.numbers[value.slot] + number;
    return value.form === 'bytes' ? BigInt(this.kept[value.slot].length) : number;
  }

  /** The bytes of an argument: 32-bit words, hexadecimal digits, zeros, or those that a slot keeps. */
  bytes(value) {
    if (value.form === 'hex') return Buffer.from(value.text, 'hex');
    if (value.form === 'zeros') return Buffer.alloc(Number(this.number(value)));
    if (value.form === 'bytes') return this.kept[value.slot];
    return Buffer.from(Uint32Array.from(value.parts, (part) => Number(this.number(part))).buffer);
  }

  /** Compares a number with what is expected, or keeps it. */
  compare(what, expected, got) {
    if (expected.form === 'any') return;
    if (expected.form === 'bind') {
      this.numbers[expected.slot] = got;
      return;
    }
    const wanted = this.number(expected);
    if ((wanted === got) === Boolean(expected.other)) {
      throw new Failure(`${what} must ${expected.other ? 'not ' : ''}be ${wanted}${expected.other ? '' : `, not ${got}`}`);
    }
  }
}

module.exports = { Failure, Slots };
