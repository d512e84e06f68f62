// Worker threads: each has the addons for itself, and all share the one name space.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { ReceiveRight, pair, raw } = require('machport');
const { assert, proof } = require('./proof.js');

const HEAD = `const machport = require('machport');`;
const THREAD = `const { workerData, parentPort } = require('node:worker_threads');`;
const worker = (body, workerData) => new Worker(`${HEAD} ${THREAD} ${body}`, { eval: true, workerData });

proof('a right goes to another thread by its raw name, and is released there', async () => {
  const [receive, send] = pair();
  const sends = `
    const send = machport.SendRight.fromRaw(workerData);
    send.sendSync(Buffer.from('1234'), { id: 9 });
    send.close();`;
  const other = worker(sends, send.detach());
  assert.equal((await receive.receive()).id, 9);
  assert.deepEqual(await once(other, 'exit'), [0]);
  receive.close();
});

proof('many threads load the addons, and each has a class of errors of its own', async () => {
  const body = `
    try {
      machport.raw.types(0x3ff);
    } catch (error) {
      parentPort.postMessage(error instanceof machport.MachError && error.code);
    }`;
  const answers = await Promise.all([1, 2, 3, 4].map(() => once(worker(body), 'message')));
  assert.deepEqual(answers, Array(4).fill(['E_STALE']));
  assert.throws(() => raw.types(0x3ff), require('machport').MachError);
});

proof('a thread may be ended in the middle of a wait', async () => {
  const receive = ReceiveRight.new();
  const body = `machport.ReceiveRight.fromRaw(workerData).receive(); parentPort.postMessage('waits')`;
  for (let i = 0; i < 5; i++) {
    const other = worker(body, receive.name);
    await once(other, 'message');
    assert.equal(await other.terminate(), 1);
  }
  receive.close();
});

proof('a thread may be ended while it waits and lets nothing else run', async () => {
  const [receive, send] = pair();
  raw.attrSet(receive.name, raw.ATTR_QUEUE_LIMIT, 0);
  const waits = (body, right) => worker(`parentPort.postMessage('waits'); machport.${body}`, right.name);
  const receives = waits('ReceiveRight.fromRaw(workerData).receiveSync()', receive);
  const sends = waits('SendRight.fromRaw(workerData).sendSync()', send);
  await Promise.all([receives, sends].map((other) => once(other, 'message')));
  assert.deepEqual(await Promise.all([receives, sends].map((other) => other.terminate())), [1, 1]);
  send.close();
  receive.close();
});

proof('what a thread waits for may take longer than a turn, and no longer than it says', async () => {
  const [receive, send] = pair();
  const body = `
    const receive = machport.ReceiveRight.fromRaw(workerData);
    const { data } = receive.receiveSync();
    const started = performance.now();
    try {
      receive.receiveSync({ timeout: 150 });
    } catch (error) {
      parentPort.postMessage([String(data), error.code, performance.now() - started >= 150]);
    }`;
  const other = worker(body, receive.name);
  await once(other, 'online');
  await sleep(250);
  send.sendSync(Buffer.from('late'));
  const [[told]] = await Promise.all([once(other, 'message'), once(other, 'exit')]);
  assert.deepEqual(told, ['late', 'MACH_RCV_TIMED_OUT', true]);
  send.close();
  receive.close();
});

function run(body, ...options) {
  const command = [...options, '-e', `${HEAD} ${body}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 60000 });
  return { status, stdout, stderr };
}

proof('a process may end in the middle of a wait, and does when nothing waits', () => {
  const waits = 'const [receive, send] = machport.pair(); receive.receive();';
  assert.deepEqual(run(`${waits} setImmediate(() => process.exit(3))`), { status: 3, stdout: '', stderr: '' });
  const late = `${waits} setTimeout(() => send.sendSync(Buffer.from('1234')), 5)`;
  assert.deepEqual(run(late), { status: 0, stdout: '', stderr: '' });
});

proof('a handle that nobody closed is counted, and warned of', () => {
  // Who is collected is told of a while later.
  const collected = (wanted, told) => `
    (function look(times) {
      gc();
      if (times && machport.leaks() !== ${wanted}) setTimeout(look, 5, times - 1);
      else console.log(machport.leaks()${told});
    })`;
  const left = `(() => machport.pair())(); ${collected(2, ', machport.raw.urefs(machport.raw.spaceNames(9)[0][1], 0)')}(1000)`;
  const { status, stdout, stderr } = run(left, '--expose-gc');
  assert.deepEqual([status, stdout], [0, '2 1\n'], 'it is told, and not released behind anybody\'s back');
  assert.equal(stderr.match(/MACHPORT_LEAK/g).length, 2);
  assert.match(stderr, /MachportWarning: SendRight 0x203 was not closed/);
  const closed = '(() => machport.pair().forEach((right) => right.close()))();';
  assert.deepEqual(run(`${closed} ${collected(-1, '')}(20)`, '--expose-gc'), { status: 0, stdout: '0\n', stderr: '' });
});
