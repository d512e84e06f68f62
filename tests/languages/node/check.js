// What a call gave back, against what its step expects.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const raw = require('machport/raw');
const { Failure } = require('./slots.js');
const { label } = require('./call.js');

function status(step, call) {
  if (call.status !== step.status) {
    throw new Failure(`the status must be ${raw.statusName(step.status)}, not ${raw.statusName(call.status)}`);
  }
}

function results(step, call, slots) {
  const { returns, parameters } = call.described;
  if (returns === 'status') status(step, call);
  else if (returns === 'number') slots.compare('the result', step.returns, BigInt(call.returned));
  else if (step.returns.form === 'text' && step.returns.text !== call.returned) {
    throw new Failure(`the result must be ${step.returns.text}, not ${call.returned}`);
  }
  parameters.forEach((parameter, i) => {
    if (parameter.role === 'in' || call.made[i] === null) return;
    if (parameter.shape === 'bytes') bytes(parameter, step.out[i], call.made[i], slots);
    else elements(parameter, step.out[i], call, i, slots);
  });
  const stands = (row, element) =>
    row.every((value, i) => value.form === 'any' || call.elements(i, 'made')[element]?.[0] === slots.number(value));
  for (const row of step.rows) {
    const places = row.flatMap((value, i) => (value.form === 'any' ? [] : [...call.elements(i, 'made').keys()]));
    if (!places.some((element) => stands(row, element))) throw new Failure('a row is not in the arrays');
  }
}

function counts(step, slots, after) {
  for (const { slot, urefs } of step.counts) {
    const name = slots.numbers[slot];
    if (String(after.urefs(name)) !== String(urefs)) {
      throw new Failure(`the name ${name} must hold ${urefs} by kind, not ${after.urefs(name)}`);
    }
  }
}

function elements(parameter, expected, call, i, slots) {
  const got = call.elements(i, 'made');
  const width = parameter.fields.length;
  if (expected.form === 'parts' && expected.parts.length !== got.length * width) {
    throw new Failure(`${parameter.name} must have ${expected.parts.length / width} elements, not ${got.length}`);
  }
  got.forEach((element, e) =>
    element.forEach((number, f) => {
      const what = label(parameter, e, f);
      if (parameter.fields[f].owned) owned(parameter.fields[f], what, number, call.status);
      if (expected.form === 'parts') slots.compare(what, expected.parts[e * width + f], number);
      else if (!parameter.struct) slots.compare(what, expected, number);
    }),
  );
}

function owned(field, what, number, failed) {
  if (failed && number) throw new Failure(`${what} is owned and must be NULL after a failure`);
  const isNothing = (number === 0n && !field.nullable) || (number === BigInt(raw.DEAD) && !field.maybe_dead);
  if (!failed && isNothing) throw new Failure(`${what} is owned and must be a name after success`);
}

function bytes(parameter, expected, got, slots) {
  if (expected.form === 'keep') slots.kept[expected.slot] = got;
  if (expected.form === 'hex' && got.toString('hex') !== expected.text) {
    throw new Failure(`${parameter.name} must be ${expected.text}, not ${got.toString('hex')}`);
  }
  if (expected.form !== 'parts') return;
  if (got.length !== 4 * expected.parts.length) {
    throw new Failure(`${parameter.name} must be ${4 * expected.parts.length} bytes, not ${got.length}`);
  }
  const words = new Uint32Array(Uint8Array.from(got).buffer);
  expected.parts.forEach((part, k) => slots.compare(`${parameter.name}[${k}]`, part, BigInt(words[k])));
}

module.exports = { status, results, counts };
