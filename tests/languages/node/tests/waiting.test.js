// Waiting in the event loop: it goes on, and whatever comes first ends the wait.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { readdirSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { PortSet, ReceiveRight, pair, raw } = require('machport');
const { assert, proof } = require('./proof.js');

const FOUR = Buffer.from('1234');
const descriptors = () => readdirSync('/proc/self/fd').length;

proof('the event loop goes on while a message is waited for', async () => {
  const [receive, send] = pair();
  let turns = 0;
  const waiting = receive.receive();
  const turn = () => (++turns < 5 ? setImmediate(turn) : send.sendSync(FOUR, { id: turns }));
  setImmediate(turn);
  assert.equal((await waiting).id, 5);
  send.close();
  receive.close();
});

proof('a wait leaves no descriptor open', async () => {
  const [receive, send] = pair();
  const wait = async () => {
    setImmediate(() => send.sendSync(FOUR));
    await receive.receive();
    await sleep(1);
    return descriptors();
  };
  const first = await wait();
  for (let i = 0; i < 5; i++) assert.equal(await wait(), first);
  send.close();
  receive.close();
});

proof('time, a signal or the end of the right ends a wait', async () => {
  const [receive, send] = pair();
  await assert.rejects(receive.receive({ timeout: 5 }), { code: 'MACH_RCV_TIMED_OUT' });
  await assert.rejects(receive.receive({ timeout: 0 }), { code: 'MACH_RCV_TIMED_OUT' });
  await assert.rejects(receive.receive({ signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
  const controller = new AbortController();
  const waiting = receive.receive({ signal: controller.signal, timeout: 2 ** 40 });
  controller.abort(new Error('mine'));
  await assert.rejects(waiting, { message: 'mine' });
  await assert.rejects(receive.receive({ signal: controller.signal }), { message: 'mine' });
  const last = receive.receive();
  receive.close();
  await assert.rejects(last, { code: 'ERR_MACHPORT_CLOSED' });
  await assert.rejects(receive.receive(), { code: 'ERR_MACHPORT_CLOSED' });
  send.close();
});

proof('a right that is given away, or released behind its handle, is waited for no more', async () => {
  const receive = ReceiveRight.new();
  const detached = receive.receive();
  const name = receive.detach();
  await assert.rejects(detached, { code: 'ERR_MACHPORT_CLOSED' });
  const again = ReceiveRight.fromRaw(name);
  const waiting = again.receive();
  raw.receiveRightRelease(name, 0n);
  await assert.rejects(waiting, { code: 'E_STALE' });
  assert.throws(() => again.close(), { code: 'E_STALE' });
});

proof('a right that is sent away is waited for no more', async () => {
  const [receive, send] = pair();
  const moving = ReceiveRight.new();
  const waiting = moving.receive();
  send.sendSync(FOUR, { rights: [moving] });
  await assert.rejects(waiting, { code: 'ERR_MACHPORT_CLOSED' });
  receive.receiveSync().close();
  send.close();
  receive.close();
});

proof('many wait for one right, and each gets a message', async () => {
  const [receive, send] = pair();
  const all = Promise.all([1, 2, 3].map(() => receive.receive()));
  await sleep(1);
  for (const id of [10, 20, 30]) send.sendSync(FOUR, { id });
  assert.deepEqual((await all).map((message) => message.id).sort(), [10, 20, 30]);
  send.close();
  receive.close();
});

proof('messages come one after another until the right is closed', async () => {
  const [receive, send] = pair();
  const ids = [];
  setImmediate(() => [1, 2, 3].forEach((id) => send.sendSync(FOUR, { id })));
  for await (const message of receive) {
    ids.push(message.id);
    if (message.id === 3) setImmediate(() => receive.close());
  }
  assert.deepEqual(ids, [1, 2, 3]);
  send.close();
});

proof('a port set is waited for like a right', async () => {
  const set = PortSet.new();
  const [[one, toOne], [two, toTwo]] = [pair(), pair()];
  set.insert(one);
  set.insert(two);
  const waiting = set.receive();
  toTwo.sendSync(FOUR, { id: 2 });
  const message = await waiting;
  assert.deepEqual([message.id, message.cameBy], [2, two.name]);
  for (const right of [set, one, two, toOne, toTwo]) right.close();
});

proof('a message waits in the event loop while the queue is full', async () => {
  const [receive, send] = pair();
  raw.attrSet(receive.name, raw.ATTR_QUEUE_LIMIT, 1);
  await send.send(FOUR, { id: 1 });
  const moving = ReceiveRight.new();
  const sending = send.send(FOUR, { id: 2, rights: [moving, receive.asSendOnce()] });
  assert.ok(moving.closed, 'it is on its way');
  assert.equal((await receive.receive()).id, 1);
  await sending;
  const message = await receive.receive();
  assert.deepEqual([message.id, message.rights.length], [2, 2]);
  message.close();
  receive.receiveSync();
  await send.send(FOUR);
  const kept = ReceiveRight.new();
  await assert.rejects(send.send(FOUR, { rights: [kept], signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
  assert.ok(!kept.closed);
  for (const right of [kept, send, receive]) right.close();
});
