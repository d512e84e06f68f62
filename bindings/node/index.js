// Mach rights with an owner: what is owned, lent and taken over is told by the definition.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { MachError } = require('./error.js');
const { RAW, consume, leaks, lending, lent, owned, owner } = require('./handle.js');
const raw = require('./raw.js');
const { Message } = require('./receiving.js');
const rights = require('./rights.js');

module.exports = { ...rights, DEAD: raw.DEAD, MachError, Message, RAW, consume, leaks, lending, lent, owned, owner, raw };
