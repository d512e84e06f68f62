// Messages: bytes, rights with an owner at every moment, and notifications.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { DEAD, DeadName, Message, PortSet, ReceiveRight, SendOnceRight, SendRight, calls, pair, raw } = require('machport');
const testing = require('machport/testing');
const { assert, fails, proof } = require('./proof.js');

const FOUR = Buffer.from('1234');

/** That a promise is rejected with this code. */
async function rejects(promise, code) {
  let failure;
  await assert.rejects(promise, (error) => {
    failure = error;
    return error.code === code || assert.fail(`${error.code}, not ${code}: ${error}`);
  });
  return failure;
}

proof('bytes arrive, and what the message says of itself', async () => {
  const [receive, send] = pair();
  send.sendSync(FOUR, { id: -7 });
  await send.send(Buffer.alloc(0));
  const message = receive.receiveSync();
  assert.ok(message instanceof Message);
  assert.deepEqual([message.id, message.data, message.rights, message.reply], [-7, FOUR, [], null]);
  assert.deepEqual([message.cameBy, message.bySendOnce, message.origin], [receive.name, false, raw.ORIGIN_TASK]);
  const empty = await receive.receive();
  assert.deepEqual([empty.data.length, empty.sequence], [0, message.sequence + 1]);
  fails(() => send.sendSync(Buffer.from('123')), 'KERN_INVALID_ARGUMENT');
  fails(() => send.sendSync('1234'), 'ERR_INVALID_ARG_TYPE');
  fails(() => receive.receiveSync({ timeout: 0 }), 'MACH_RCV_TIMED_OUT');
  receive.close();
  send.close();
});

proof('a right moves with its message, and is the receiver\'s', () => {
  const [receive, send] = pair();
  const moving = [send.dup(), receive.makeSendOnce(), ReceiveRight.new()];
  send.sendSync(FOUR, { rights: moving });
  assert.ok(moving.every((right) => right.closed));
  const message = receive.receiveSync();
  assert.deepEqual(message.rights.map((right) => right.constructor), [SendRight, SendOnceRight, ReceiveRight]);
  const [kept] = message.rights.splice(0, 1);
  message.close();
  assert.equal(message.rights.length, 0);
  kept.dup().close();
  assert.equal(receive.receiveSync().id, raw.NOTIFY_SEND_ONCE, 'closing the message closed the send-once right');
  for (const right of [kept, send, receive]) right.close();
});

proof('what is copied or made leaves its source as it is', () => {
  const [receive, send] = pair();
  send.sendSync(FOUR, { rights: [send.asCopy(), receive.asSend(), null], reply: receive.asSendOnce() });
  const message = receive.receiveSync();
  assert.deepEqual(message.rights.map((right) => right && right.name), [send.name, send.name, null]);
  assert.ok(message.reply instanceof SendOnceRight);
  message.reply.sendSync(FOUR, { id: 3 });
  assert.ok(message.reply.closed);
  message.close();
  const answer = receive.receiveSync();
  assert.deepEqual([answer.id, answer.bySendOnce], [3, true]);
  assert.equal(raw.urefs(send.name, raw.KIND_SEND), 1);
  send.close();
  receive.close();
});

proof('a message is as large as it is', async () => {
  const [receive, send] = pair();
  const large = Buffer.alloc(1 << 20, 'abcd');
  await send.send(large, { rights: Array.from({ length: 100 }, () => send.asCopy()) });
  const message = await receive.receive();
  assert.ok(message.data.equals(large));
  assert.equal(message.rights.length, 100);
  message.close();
  send.close();
  receive.close();
});

proof('a right that died on its way is DEAD', () => {
  const [receive, send] = pair();
  const [other, dying] = pair();
  send.sendSync(FOUR, { rights: [dying] });
  other.close();
  const message = receive.receiveSync();
  assert.deepEqual(message.rights, [DEAD]);
  message.close();
  send.close();
  receive.close();
});

proof('where a message does not leave, each right is back with its owner', async () => {
  const [receive, send] = pair();
  raw.attrSet(receive.name, raw.ATTR_QUEUE_LIMIT, 0);
  const moving = [send.dup(), receive.makeSendOnce(), ReceiveRight.new()];
  const rights = [...moving, receive.asSendOnce(), send.asCopy()];
  for (const attempt of [
    async () => send.sendSync(FOUR, { rights, timeout: 0 }),
    async () => send.sendSync(FOUR, { rights, timeout: 5 }),
    () => send.send(FOUR, { rights, timeout: 0 }),
    () => send.send(FOUR, { rights, timeout: 5 }),
  ]) {
    const error = await rejects(attempt(), 'MACH_SEND_TIMED_OUT');
    assert.deepEqual(error.results, { reply: null, rights: [...moving, null, null] });
    assert.ok(moving.every((right) => !right.closed));
    for (const right of moving) assert.equal(raw.urefs(right.name, right.kind), right.kind === raw.KIND_SEND ? 2 : 1);
  }
  // An argument that is refused takes nothing.
  fails(() => send.sendSync('1234', { rights }), 'ERR_INVALID_ARG_TYPE');
  fails(() => send.sendSync(FOUR, { rights, id: 2 ** 31 }), 'ERR_OUT_OF_RANGE');
  fails(() => send.sendSync(FOUR, { rights, timeout: -1 }), 'ERR_OUT_OF_RANGE');
  fails(() => send.sendSync(FOUR, { rights, timeout: '5' }), 'ERR_INVALID_ARG_TYPE');
  for (const right of [...moving, send]) right.close();
  receive.close();
});

proof('a right moves once, and a destination not in its own message', () => {
  const [receive, send] = pair();
  const twice = send.dup();
  fails(() => send.sendSync(FOUR, { rights: [twice, twice] }), 'ERR_INVALID_ARG_VALUE');
  fails(() => send.sendSync(FOUR, { rights: [send] }), 'ERR_INVALID_ARG_VALUE');
  fails(() => send.sendSync(FOUR, { reply: send }), 'ERR_INVALID_ARG_VALUE');
  const set = PortSet.new();
  for (const not of [set, 5, {}, receive.name]) {
    fails(() => send.sendSync(FOUR, { rights: [twice, not] }), 'ERR_INVALID_ARG_TYPE');
  }
  assert.ok(!twice.closed);
  for (const right of [set, twice, send, receive]) right.close();
});

proof('a send-once right goes with its message, or stays', () => {
  const [receive, send] = pair();
  const once = receive.makeSendOnce();
  fails(() => once.sendSync(Buffer.from('123')), 'KERN_INVALID_ARGUMENT');
  assert.ok(!once.closed);
  once.sendSync(FOUR, { rights: [send] });
  assert.ok(once.closed && send.closed);
  const message = receive.receiveSync();
  assert.ok(message.bySendOnce);
  message.close();
  receive.close();
});

proof('a receive right that comes too late for a reply is told', async () => {
  const [receive, send] = pair();
  receive.close();
  const error = await rejects(send.send(FOUR), 'E_DEAD');
  assert.deepEqual(error.results, { reply: null, rights: [] });
  send.close();
});

proof('a dead-name notification hands over the dead name', async () => {
  const [told, tell] = pair();
  const [receive, send] = pair();
  assert.equal(calls.notifyDeadName(send, told.makeSendOnce()), null);
  receive.close();
  const { id, notification } = await told.receive();
  assert.equal(id, raw.NOTIFY_DEAD_NAME);
  assert.ok(notification.trusted && notification.right instanceof DeadName);
  assert.equal(notification.name, send.name);
  for (const right of [notification.right, send, tell, told]) right.close();
});

proof('port-destroyed hands over the receive right, and a forged one nothing', async () => {
  const [told, tell] = pair();
  const receive = ReceiveRight.new();
  calls.notifyPortDestroyed(receive, told.makeSendOnce());
  receive.close();
  const message = await told.receive();
  assert.ok(message.notification.right instanceof ReceiveRight);
  assert.deepEqual(message.rights, []);
  message.close();
  tell.sendSync(Buffer.alloc(12), { id: raw.NOTIFY_DEAD_NAME });
  const forged = await told.receive();
  assert.ok(!forged.notification?.trusted);
  assert.equal(forged.notification?.right ?? null, null);
  for (const right of [forged, tell, told]) right.close();
});

proof('a full name space is told, with what came', () => {
  const [receive, send] = pair();
  const other = ReceiveRight.new();
  send.sendSync(FOUR, { rights: [other.asSendOnce(), other.asSendOnce()] });
  const room = raw.spaceNames(0)[2];
  testing.limitNames(room + 1);
  const error = fails(() => receive.receiveSync(), 'MACH_RCV_BODY_ERROR');
  testing.limitNames(0);
  assert.ok(error.results instanceof Message);
  assert.deepEqual(error.results.rights.map((right) => right?.constructor ?? null).sort(), [SendOnceRight, null].sort());
  error.results.close();
  for (const right of [other, send, receive]) right.close();
});
