// What tests need of the embedded Mach and no real Mach offers, generated.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { MachError } = require('./error.js');

module.exports = Object.freeze(require('./build/embedded.node')(MachError));
