// Rounds in which the sides take turns: prints, for each figure and side, its times over those of its peer, and in nanoseconds.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const machport = require('machport');
const byHand = require('./by_hand.node');
const { raw } = machport;

const [ROUNDS, TIMES] = [31, 20_000];
const [receive, send] = machport.pair();
const name = send.name;
const kind = raw.KIND_SEND;
const sent = new byHand.Send(send.dup().detach());

function alive(verdict) {
  if (verdict !== 0) throw new Error('dead');
}

function repeated(call) {
  return () => {
    for (let i = 0; i < TIMES; i++) call();
  };
}

const figures = {
  f: {
    'by hand': repeated(() => alive(byHand.check(name, kind))),
    generated: repeated(() => alive(raw.check(name, kind))),
    C: () => byHand.checkInC(name, TIMES),
  },
  g: {
    'by hand': repeated(() => byHand.types(name)),
    generated: repeated(() => raw.types(name)),
    C: () => byHand.typesInC(name, TIMES),
  },
  owned: {
    'by hand': repeated(() => sent.dup().close()),
    generated: repeated(() => send.dup().close()),
    C: () => byHand.dupAndCloseInC(name, TIMES),
  },
};

function seconds(side) {
  const started = process.hrtime.bigint();
  side();
  return Number(process.hrtime.bigint() - started) / 1e9 / TIMES;
}

const told = {};
for (const [figure, sides] of Object.entries(figures)) {
  const taken = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  for (const side of Object.values(sides)) side();
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of Object.keys(sides)) {
      const [before, own, after] = [sides['by hand'], sides[side], sides['by hand']].map(seconds);
      taken[side].push([(2 * own) / (before + after), own]);
    }
  }
  told[figure] = taken;
}
sent.close();
send.close();
receive.close();
console.log(JSON.stringify(told));
