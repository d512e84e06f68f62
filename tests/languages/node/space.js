// What the name space holds: the user references of each name by kind.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const raw = require('machport/raw');

const NONE = [0, 0, 0, 0, 0];
const kinds = [...NONE.keys()];

class Space {
  constructor(held = new Map()) {
    this.held = held;
  }

  static look() {
    const [, , count] = raw.spaceNames(0);
    const [names] = raw.spaceNames(count);
    return new Space(new Map(names.map((name) => [BigInt(name), kinds.map((kind) => raw.urefs(name, kind))])));
  }

  urefs(name) {
    return this.held.get(name) ?? NONE;
  }

  units(name) {
    return this.urefs(name).reduce((sum, urefs) => sum + urefs, 0);
  }

  letters(name) {
    return kinds.map((kind) => (this.urefs(name)[kind] ? 'sropd'[kind] : '')).join('') || '-';
  }

  /** The same for the same names, in whatever order. */
  toString() {
    return [...this.held].map(([name, urefs]) => `${name}: ${urefs}`).sort().join('; ');
  }
}

module.exports = { Space };
