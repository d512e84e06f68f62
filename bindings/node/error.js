// The one error of machport: a status that is not success.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';

class MachError extends Error {
  /** What the layer makes of a call that failed. */
  constructor(call, status, code, text, results) {
    super(`${call}: ${code} (${status}): ${text}`);
    Object.assign(this, { call, status, code, text, results });
  }
}
Object.defineProperty(MachError.prototype, 'name', { value: 'MachError', configurable: true, writable: true });

module.exports = { MachError };
