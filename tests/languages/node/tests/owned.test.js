// Owned rights: one unit each, released once.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { inspect } = require('node:util');
const machport = require('machport');
const testing = require('machport/testing');
const { assert, fails, proof } = require('./proof.js');

const { DEAD, DeadName, PortSet, RAW, ReceiveRight, Right, SendOnceRight, SendRight, calls, pair, raw } = machport;
const urefs = (name, kind = raw.KIND_SEND) => raw.urefs(name, kind);

proof('closing releases once', () => {
  const [receive, send] = pair();
  const another = send.dup();
  assert.equal(urefs(send.name), 2);
  another.close();
  another.close();
  assert.equal(urefs(send.name), 1);
  assert.ok(another.closed && !send.closed);
  send[Symbol.dispose]();
  receive.close();
});

proof('every kind has its own type', () => {
  const receive = ReceiveRight.new();
  const set = PortSet.new();
  const [send, once] = [receive.makeSend(), receive.makeSendOnce()];
  assert.deepEqual(
    [receive, send, once, set].map((right) => right.constructor),
    [ReceiveRight, SendRight, SendOnceRight, PortSet],
  );
  assert.deepEqual([receive, send, once, set].map((right) => right.kind), [1, 0, 2, 3]);
  set.insert(receive);
  assert.deepEqual(calls.portSetMembers(set, 8), [[receive.name], 1]);
  set.extract(receive);
  set.close();
  receive.close();
  const dead = send.dupAny();
  assert.ok(dead instanceof DeadName);
  fails(() => send.dup(), 'E_DEAD');
  for (const right of [dead.dup(), dead, send, once]) right.close();
});

proof('a closed handle is refused', () => {
  const [receive, send] = pair();
  send.close();
  for (const use of [() => send.name, () => send.dup(), () => send.detach(), () => send[RAW], () => calls.types(send)]) {
    fails(use, 'ERR_MACHPORT_CLOSED');
  }
  assert.equal(inspect(send), '<SendRight closed>');
  receive.close();
});

proof('a handle is made by what makes a right, and by nothing else', () => {
  for (const Kind of [Right, SendRight, ReceiveRight]) assert.throws(() => new Kind(), TypeError);
  assert.throws(() => new SendRight({}, 3), TypeError);
});

proof('detach gives the raw name away, fromRaw takes it over', () => {
  const [receive, send] = pair();
  const name = send.detach();
  assert.ok(send.closed);
  fails(() => ReceiveRight.fromRaw(0x3ff), 'E_STALE');
  fails(() => SendOnceRight.fromRaw(name), 'E_WRONG_KIND');
  fails(() => SendRight.fromRaw(-1), 'ERR_OUT_OF_RANGE');
  const again = SendRight.fromRaw(name);
  assert.equal(again.name, name);
  again.close();
  receive.close();
});

proof('a raw name is lent to whoever knows the symbol', () => {
  const [receive, send] = pair();
  assert.equal(send[Symbol.for('machport.raw')], send.name);
  const theirs = { get [Symbol.for('machport.raw')]() { return receive.name; } };
  const made = calls.sendRightMake(theirs);
  assert.equal(urefs(send.name), 2);
  for (const not of [receive.name, {}, null, undefined, 'send', send]) {
    fails(() => calls.sendRightMake(not), 'ERR_INVALID_ARG_TYPE');
  }
  for (const right of [made, send, receive]) right.close();
});

proof('what is borrowed for ever has no owner', () => {
  const task = calls.taskSelf();
  assert.equal(calls.types(task) & raw.TYPE_SEND, raw.TYPE_SEND);
  assert.equal(task.close, undefined);
  calls.hostSelf().close();
});

proof('what is consumed always leaves its owner, whatever the answer', () => {
  const [receive, send] = pair();
  const [first, second, third] = [1, 2, 3].map(() => receive.makeSendOnce());
  assert.equal(calls.notifyNoSenders(receive, 0, first), null);
  const previous = calls.notifyNoSenders(receive, 0, second);
  assert.ok(previous instanceof SendOnceRight && first.closed && second.closed);
  const dead = send.dup();
  const other = ReceiveRight.new();
  const stale = other.makeSend();
  other.close();
  fails(() => calls.notifyNoSenders(receive, 0, dead), 'ERR_INVALID_ARG_TYPE');
  assert.ok(!dead.closed, 'an argument that is refused takes nothing');
  fails(() => calls.notifyNoSenders(receive, -1, third), 'ERR_OUT_OF_RANGE');
  assert.ok(!third.closed);
  fails(() => calls.notifyDeadName(stale, third), 'E_DEAD');
  assert.ok(third.closed);
  for (const right of [previous, dead, stale, send, receive]) right.close();
});

proof('what is consumed on success stays its owner\'s where the call fails', () => {
  const [receive, send] = calls.pairNew(raw.GUARD, 5n);
  assert.equal(receive.guard, 5n);
  fails(() => calls.pairRelease(receive, send, 6n), 'KERN_INVALID_ARGUMENT');
  assert.ok(!receive.closed && !send.closed);
  calls.pairRelease(receive, send, 5n);
  assert.ok(receive.closed && send.closed);
});

proof('a guarded receive right is closed by its guard', () => {
  const receive = ReceiveRight.new();
  receive.setGuard(7n);
  receive.guard = 8n;
  fails(() => receive.close(), 'KERN_INVALID_ARGUMENT');
  assert.ok(!receive.closed);
  receive.guard = 7n;
  receive.clearGuard();
  receive.setGuard(9n, raw.GUARD_STRICT);
  receive.close();
});

proof('a result that may be nothing or dead says so', () => {
  const original = calls.specialPort(raw.SPECIAL_BOOTSTRAP);
  testing.bootstrapSet(raw.NULL);
  assert.equal(calls.specialPort(raw.SPECIAL_BOOTSTRAP), null);
  const [receive, send] = pair();
  testing.bootstrapSet(send.name);
  const bootstrap = calls.specialPort(raw.SPECIAL_BOOTSTRAP);
  assert.ok(bootstrap instanceof SendRight);
  receive.close();
  assert.equal(calls.specialPort(raw.SPECIAL_BOOTSTRAP), DEAD);
  testing.bootstrapSet(original.name);
  original.close();
  bootstrap.close();
  send.close();
});

proof('a right of another name space is not released in this one', () => {
  const before = machport.leaks();
  const [receive, send] = pair();
  const task = testing.taskCreate();
  const first = testing.taskEnter(task);
  const strange = pair();
  testing.taskEnter(first);
  fails(() => strange[0].name, 'ERR_MACHPORT_ELSEWHERE');
  for (const right of strange) right.close();
  assert.equal(machport.leaks(), before + 2);
  assert.equal(urefs(send.name), 1, 'the names are the same, the rights are not');
  testing.taskDestroy(task);
  send.close();
  receive.close();
});

proof('a right that somebody else released is told, and its handle is closed', () => {
  const [receive, send] = pair();
  raw.sendRightRelease(send.name);
  fails(() => send.close(), 'E_WRONG_KIND');
  assert.ok(send.closed);
  receive.close();
});
