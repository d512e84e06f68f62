// The raw layer: every function and constant of the definition, generated.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { MachError } = require('./error.js');

module.exports = Object.freeze(require('./build/machport.node')(MachError));
