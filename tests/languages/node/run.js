// Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { readFileSync } = require('node:fs');
const raw = require('machport/raw');
const { Call, label } = require('./call.js');
const check = require('./check.js');
const { Failure, Slots } = require('./slots.js');
const { Space } = require('./space.js');

const table = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const functions = new Map(table.functions.map((described) => [described.name, described]));
const lines = [];

function run(vector) {
  const first = String(Space.look());
  const slots = new Slots(vector);
  vector.steps.forEach((step, index) => {
    // JavaScript has no pointers that could be NULL or one.
    if (step.needs_pointers) return;
    try {
      runStep(vector, index + 1, step, slots);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      throw new Failure(`${vector.name}, ${step.call}: ${failure.message} (step ${index + 1})`);
    }
  });
  if (String(Space.look()) !== first) throw new Failure(`${vector.name}, the space: it is not as it was before`);
}

function runStep(vector, number, step, slots) {
  const described = functions.get(step.call);
  for (let i = 1; i < step.repeat; i++) check.status(step, new Call(step, described, slots).make());
  const look = () => (step.observed ? Space.look() : new Space());
  const call = new Call(step, described, slots);
  const before = look();
  call.make();
  const after = look();
  if (step.observed) {
    const status = described.returns === 'status' ? raw.statusName(call.status) : '-';
    lines.push(['call', vector.name, number, step.call, status, ...log(call, before, after)].join('\t'));
  }
  check.results(step, call, slots);
  check.counts(step, slots, after);
}

/** Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back. */
function log(call, before, after) {
  const sides = { in: [['=', 'given']], out: [['=', 'made']], inout: [['=', 'given'], ['>', 'made']] };
  return call.described.parameters.flatMap((parameter, i) =>
    sides[parameter.role].flatMap(([sign, side]) =>
      call.elements(i, side).flatMap((element, e) =>
        element.flatMap((number, f) => {
          const told = `${label(parameter, e, f)}${sign}${number}`;
          const field = parameter.fields[f];
          if (field.port) return [`${told}:${before.units(number)}:${after.units(number)}:${before.letters(number)}`];
          return parameter.struct && field.type === 'u32' ? [told] : [];
        }),
      ),
    ),
  );
}

let failed = 0;
for (const vector of table.vectors) {
  try {
    run(vector);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    failed++;
    lines.push(`FAILED ${failure.message}`);
  }
}
lines.push(`${table.vectors.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
process.stdout.write(`${lines.join('\n')}\n`);
