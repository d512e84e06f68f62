// Makes each call with an argument that fits no parameter, and prints the numbers of those that are refused.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const { readFileSync } = require('node:fs');
const raw = require('machport/raw');

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const isWide = (scalar) => scalar === 'int64_t' || scalar === 'uint64_t';

/** What stands at one place: one value, or several that are each to be refused. */
function values({ form, scalar, bad, number, fields }) {
  if (bad === 'text') return ['text', '1'];
  if (bad === 'nothing') return [undefined, null];
  if (bad === 'number') return [5];
  if (form === 'bytes') return [Buffer.alloc(0)];
  if (form === 'structs') return [[]];
  if (form === 'struct') return [zeros(fields)];
  return [isWide(scalar) || number.length > 15 ? BigInt(number) : Number(number)];
}

/** A struct with nothing in it: of each field its name, and whether it is a BigInt, or the fields of a struct inside it. */
function zeros(fields) {
  return Object.fromEntries(fields.map(([name, inner]) => [camel(name), Array.isArray(inner) ? zeros(inner) : inner ? 0n : 0]));
}

function isRefused(call, inputs) {
  try {
    call(...inputs);
    return false;
  } catch (error) {
    return error instanceof TypeError || error instanceof RangeError;
  }
}

const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const refused = cases.filter(({ function: name, arguments: given }) => {
  const call = raw[camel(name.replace('machport_', ''))];
  const bad = Math.max(given.findIndex((each) => each.bad), 0);
  const every = given.length ? values(given[bad]) : [undefined];
  return every.every((value) => isRefused(call, given.map((each, i) => (i === bad ? value : values(each)[0]))));
});
console.log(JSON.stringify(refused.map((each) => each.number)));
