// The process or a worker ends while rights are owned: of the five kinds, closed in the orders given. ../witness.py judges what is
// released.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { DeadName, PortSet, ReceiveRight, SendOnceRight, SendRight, pair, raw } = require('machport');

const KINDS = { R: ReceiveRight, S: SendRight, O: SendOnceRight, P: PortSet, D: DeadName };

function mark() {
  raw.portSetRelease(raw.NULL);
}

/** A message goes there and back. */
function use() {
  mark();
  const [receive, send] = pair();
  send.sendSync(Buffer.from('four'), { rights: [send.dup()], reply: receive.asSendOnce() });
  const message = receive.receiveSync({ timeout: 0 });
  message.reply.sendSync(message.data);
  const answer = receive.receiveSync({ timeout: 0 });
  if (`${answer.data}` !== 'four') throw new Error('it came back otherwise');
  for (const owner of [message, answer, send, receive]) owner.close();
  mark();
}

function five(order) {
  mark();
  const [receive, send] = pair();
  send.sendSync(undefined, { rights: [ReceiveRight.new(), receive.asSend()] });
  const [once, set] = [receive.makeSendOnce(), PortSet.new()];
  set.insert(receive);
  const [service, dead] = pair();
  service.close();
  const made = { R: receive, S: send, O: once, P: set, D: dead };
  const names = Object.fromEntries(Object.entries(made).map(([letter, right]) => [letter, right.detach()]));
  const rights = [...order].map((letter) => KINDS[letter].fromRaw(names[letter]));
  mark();
  return rights;
}

/** A thread that ends as it is told, or waits for what never comes. */
function thread([ending, order]) {
  const rights = five(order);
  use();
  parentPort.postMessage(rights.map((right) => right.name));
  if (ending === 'a worker exits') process.exit();
  if (ending === 'a worker is ended') setInterval(() => {}, 1000);
  if (ending === 'a worker waits for a message') ReceiveRight.new().receiveSync();
  if (ending === 'a worker waits for room') {
    const [receive, send] = pair();
    while (!receive.closed) send.sendSync();
  }
}

/** What a worker leaves is the process's still, and closed there. */
async function threads(ending, orders) {
  for (const order of orders) {
    raw.sendOnceRightRelease(raw.NULL);
    const worker = new Worker(__filename, { workerData: [ending, order] });
    const end = once(worker, 'exit');
    const [names] = await once(worker, 'message');
    if (ending.includes('waits')) {
      await sleep(20);
      process.exit(3);
    }
    if (ending === 'a worker is ended') worker.terminate();
    await end;
    const rights = [...order].map((letter, place) => KINDS[letter].fromRaw(names[place]));
    rights.forEach((right) => right.close());
  }
}

function main([ending, ...orders]) {
  if (ending.includes('worker')) {
    threads(ending, orders);
    return;
  }
  if (ending === 'a handler closes them') {
    process.on('exit', () => {
      for (const order of orders) {
        raw.sendOnceRightRelease(raw.NULL);
        five(order).forEach((right) => {
          right.close();
          use();
        });
      }
    });
    return;
  }
  globalThis.kept = five(orders[0]);
  process.on('exit', use);
  if (ending === 'process.exit') process.exit(3);
  if (ending === 'an error') throw new Error('out');
  if (ending === 'a message is awaited') {
    ReceiveRight.new().receive();
    setImmediate(() => process.exit(3));
  }
}

if (isMainThread) main(process.argv.slice(2));
else thread(workerData);
