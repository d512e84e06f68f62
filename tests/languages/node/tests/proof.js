// A test that leaves the name space as it found it.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Space } = require('../space.js');

function proof(name, body) {
  test(name, async () => {
    const before = String(Space.look());
    await body();
    assert.equal(String(Space.look()), before, 'the name space is as it was');
  });
}

/** That a call fails with this status. */
function fails(call, code) {
  let failure;
  assert.throws(call, (error) => {
    failure = error;
    return error.code === code || assert.fail(`${error.code}, not ${code}: ${error}`);
  });
  return failure;
}

module.exports = { assert, fails, proof };
