// The raw layer: what it takes, what it gives, and what it refuses.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { MachError, raw } = require('machport');
const { assert, fails, proof } = require('./proof.js');

proof('constants are exact', () => {
  assert.equal(raw.DEAD, 0xffffffff);
  assert.equal(raw.FOREVER, 2n ** 64n - 1n);
  assert.equal(raw.E_STALE, raw.E_STALE | 0);
  assert.ok(raw.E_STALE < 0);
  assert.ok(Object.isFrozen(raw));
});

proof('an integer of 32 bits is a number, and is never cut', () => {
  for (const name of [NaN, Infinity, -Infinity, 0.5, -1, 2 ** 32, 2 ** 53]) fails(() => raw.types(name), 'ERR_OUT_OF_RANGE');
  for (const name of ['1', 1n, true, undefined, null, {}, [1], new Number(1), Symbol('1'), () => 1]) {
    fails(() => raw.types(name), 'ERR_INVALID_ARG_TYPE');
  }
  fails(() => raw.types(raw.DEAD), 'E_DEAD');
  fails(() => raw.types(-0), 'E_NULL');
  assert.equal(raw.statusName(-(2 ** 31)), 'unknown status');
  for (const status of [-(2 ** 31) - 1, 2 ** 31]) fails(() => raw.statusName(status), 'ERR_OUT_OF_RANGE');
});

proof('an integer of 64 bits is a BigInt, and is never cut', () => {
  const receive = raw.receiveRightNew(0, 0n);
  for (const context of [0n, 2n ** 63n, 2n ** 64n - 1n]) {
    raw.contextSet(receive, context);
    assert.equal(raw.contextGet(receive), context);
  }
  const refused = (contexts, code) => contexts.forEach((context) => fails(() => raw.contextSet(receive, context), code));
  refused([-1n, 2n ** 64n, -(2n ** 64n), 2n ** 128n], 'ERR_OUT_OF_RANGE');
  refused([0, 1.5, '1', undefined, null], 'ERR_INVALID_ARG_TYPE');
  raw.receiveRightRelease(receive, 0n);
});

proof('a size is a number or a BigInt', () => {
  const [, , count] = raw.spaceNames(0);
  assert.deepEqual(raw.spaceNames(BigInt(count)), raw.spaceNames(count));
  for (const size of [-1, 0.5, NaN, 2 ** 53, -1n, 2n ** 64n]) fails(() => raw.spaceNames(size), 'ERR_OUT_OF_RANGE');
  fails(() => raw.spaceNames(2n ** 62n), 'ERR_OUT_OF_RANGE');
  fails(() => raw.spaceNames('8'), 'ERR_INVALID_ARG_TYPE');
});

proof('as many arguments as there are, no more and no fewer', () => {
  fails(() => raw.types(), 'ERR_MISSING_ARGS');
  fails(() => raw.urefs(1), 'ERR_MISSING_ARGS');
  fails(() => raw.types(1, 2), 'ERR_INVALID_ARG_VALUE');
  fails(() => raw.epoch(undefined), 'ERR_INVALID_ARG_VALUE');
});

proof('one result is bare, several are an array, none is undefined', () => {
  const [receive, send] = raw.pairNew(0, 0n);
  assert.equal(receive, send);
  assert.equal(raw.types(send), raw.TYPE_SEND | raw.TYPE_RECEIVE);
  assert.equal(raw.pairRelease(receive, send, 0n), undefined);
});

proof('a status other than success is an error with its name, its text and the results', () => {
  const error = fails(() => raw.sendRightDup(0x3ff), 'E_STALE');
  assert.ok(error instanceof MachError && error instanceof Error);
  assert.equal(error.name, 'MachError');
  assert.equal(error.call, 'machport_send_right_dup');
  assert.equal(error.status, raw.E_STALE);
  assert.equal(error.text, raw.statusText(raw.E_STALE));
  assert.equal(error.results, raw.NULL);
  assert.equal(error.message, `machport_send_right_dup: E_STALE (${raw.E_STALE}): ${error.text}`);
  assert.match(error.stack, /raw\.test\.js/);
  const receive = raw.receiveRightNew(0, 0n);
  const [names, types, count] = fails(() => raw.spaceNames(1), 'KERN_NO_SPACE').results;
  assert.deepEqual([names.length, types.length, count], [1, 1, 2]);
  raw.receiveRightRelease(receive, 0n);
});

const right = (name, disposition) => ({ name, disposition, outcome: 0 });

proof('bytes are a Buffer, any other view, or an ArrayBuffer', () => {
  const [receive, send] = raw.pairNew(0, 0n);
  const words = Uint32Array.of(0, 1, 2, 3);
  const views = [words, words.buffer, new DataView(words.buffer), Buffer.from(words.buffer), new Uint8Array(words.buffer)];
  for (const bytes of [...views, new Float64Array(words.buffer)]) {
    raw.messageSend(send, 1, bytes, null, [], 0, 0n);
    assert.deepEqual(raw.messageReceive(receive, 1024, 64, 0, 0n)[0], Buffer.from(words.buffer));
  }
  raw.messageSend(send, 1, words.subarray(1, 3), null, [], 0, 0n);
  assert.deepEqual(raw.messageReceive(receive, 1024, 64, 0, 0n)[0], Buffer.from(Uint32Array.of(1, 2).buffer));
  for (const bytes of ['1234', [1, 2, 3, 4], {}, null, undefined, 4, new SharedArrayBuffer(4)]) {
    fails(() => raw.messageSend(send, 1, bytes, null, [], 0, 0n), 'ERR_INVALID_ARG_TYPE');
  }
  raw.pairRelease(receive, send, 0n);
});

proof('JavaScript that runs while a message is read cannot take its bytes away', () => {
  const [receive, send] = raw.pairNew(0, 0n);
  const bytes = new Uint8Array(1 << 20).fill(7);
  const sly = {
    get name() {
      structuredClone(bytes, { transfer: [bytes.buffer] });
      return send;
    },
    disposition: raw.COPY_SEND,
    outcome: 0,
  };
  raw.messageSend(send, 1, bytes, null, [sly], 0, 0n);
  const [got, rights] = raw.messageReceive(receive, 1024, 64, 0, 0n);
  assert.equal(got.length, 0, 'they were gone before they were looked at');
  raw.rightsRelease(rights);
  raw.pairRelease(receive, send, 0n);
});

proof('a struct has all its fields, and what reads them may throw', () => {
  const [receive, send] = raw.pairNew(0, 0n);
  const sends = (rights, reply = null) => raw.messageSend(send, 1, Buffer.alloc(0), reply, rights, 0, 0n);
  fails(() => sends([{ name: send, disposition: raw.COPY_SEND }]), 'ERR_INVALID_ARG_TYPE');
  fails(() => sends([right(send, 2 ** 32)]), 'ERR_OUT_OF_RANGE');
  fails(() => sends([null]), 'ERR_INVALID_ARG_TYPE');
  fails(() => sends({ length: 1, 0: right(send, raw.COPY_SEND) }), 'ERR_INVALID_ARG_TYPE');
  fails(() => raw.messageSend(send, 1, Buffer.alloc(0), undefined, [], 0, 0n), 'ERR_INVALID_ARG_TYPE');
  const thrown = new Error('mine');
  const throws = { get name() { throw thrown; } };
  assert.throws(() => sends([throws]), (error) => error === thrown);
  fails(() => sends(new Proxy([right(send, raw.COPY_SEND)], {})), 'ERR_INVALID_ARG_TYPE');
  // An array that shrinks while it is read has holes.
  const rights = [right(send, raw.COPY_SEND), right(send, raw.COPY_SEND)];
  Object.defineProperty(rights[0], 'outcome', { get: () => (rights.length = 1) && 0 });
  fails(() => sends(rights), 'ERR_INVALID_ARG_TYPE');
  raw.pairRelease(receive, send, 0n);
});

proof('the rights of a message that did not leave come back with the error', () => {
  const [receive, send] = raw.pairNew(0, 0n);
  raw.attrSet(receive, raw.ATTR_QUEUE_LIMIT, 0);
  const once = raw.sendOnceRightMake(receive);
  const rights = [right(once, raw.MOVE_SEND_ONCE)];
  const error = fails(() => raw.messageSend(send, 1, Buffer.alloc(0), null, rights, 0, 0n), 'MACH_SEND_TIMED_OUT');
  const [reply, [kept]] = error.results;
  assert.equal(reply, null);
  assert.equal(kept.outcome, raw.OUTCOME_KEPT);
  raw.sendOnceRightRelease(kept.name);
  raw.receiveRightRelease(receive, 0n);
  raw.deadNameRelease(send);
});
