// One call of the raw layer: what it is given, and what came back, as the elements of each parameter.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const raw = require('machport/raw');
const testing = require('machport/testing');
const { MachError } = require('machport');

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

function found(name) {
  const layer = name.startsWith('mach_embedded_') ? testing : raw;
  return layer[camel(name.replace(/^(mach_embedded|machport)_/, ''))];
}

/** A number as the layer takes it. */
function typed(type, number) {
  return type === 'u64' || (type === 'size' && number > Number.MAX_SAFE_INTEGER) ? number : Number(number);
}

/** An object from the numbers of its fields; those of a struct inside it lie flat. */
function struct(parameter, numbers) {
  const made = {};
  parameter.fields.forEach((field, f) => {
    const [outer, inner] = field.path.split('.').map(camel);
    const number = typed(field.type, numbers[f]);
    if (inner) (made[outer] ??= {})[inner] = number;
    else made[outer] = number;
  });
  return made;
}

function numbers(parameter, object) {
  return parameter.fields.map((field) => BigInt(field.path.split('.').map(camel).reduce((value, key) => value[key], object)));
}

class Call {
  constructor(step, described, slots) {
    const { parameters } = described;
    this.step = step;
    this.described = described;
    // The sizes of arrays that go in are not given.
    this.sizes = new Set(parameters.filter((p) => p.role !== 'out' && p.sized_by !== null).map((p) => p.sized_by));
    this.given = parameters.map((p, i) => (p.role === 'out' ? undefined : this.#argument(p, step.args[i], slots)));
    this.status = 0;
  }

  #argument(parameter, value, slots) {
    if (value.form === 'null') return null;
    if (parameter.shape === 'bytes') return slots.bytes(value);
    if (parameter.shape === 'scalar') return typed(parameter.fields[0].type, slots.number(value));
    const all = (value.parts ?? []).map((part) => slots.number(part));
    const elements = [];
    for (let at = 0; at < all.length; at += parameter.fields.length) {
      elements.push(struct(parameter, all.slice(at, at + parameter.fields.length)));
    }
    return parameter.shape === 'structs' ? elements : elements[0];
  }

  make() {
    const { parameters } = this.described;
    const inputs = this.given.filter((_, i) => parameters[i].role !== 'out' && !this.sizes.has(i));
    try {
      this.returned = found(this.described.name)(...inputs);
    } catch (error) {
      if (!(error instanceof MachError)) throw error;
      this.status = error.status;
      this.returned = error.results;
    }
    const outs = parameters.filter((p) => p.role !== 'in');
    const results = outs.length > 1 ? this.returned : [this.returned];
    this.made = parameters.map((p) => (p.role === 'in' ? undefined : results[outs.indexOf(p)]));
    return this;
  }

  /** The elements of a parameter, each the list of its numbers: as they were given, or as they came back. */
  elements(i, side) {
    const parameter = this.described.parameters[i];
    const value = this[side][i];
    if (value === null || value === undefined || parameter.shape === 'bytes') return [];
    if (side === 'made' && parameter.counted_by && !this.step.arrays_are_told) return [];
    if (parameter.shape === 'scalar') return [[BigInt(value)]];
    if (parameter.shape === 'array') return value.map((each) => [BigInt(each)]);
    return (parameter.shape === 'structs' ? value : [value]).map((each) => numbers(parameter, each));
  }
}

/** What the log and a failure call a number of an element. */
function label(parameter, element, field) {
  if (!parameter.struct) return parameter.name;
  const place = parameter.shape === 'structs' ? `[${element}]` : '';
  return `${parameter.name}${place}.${parameter.fields[field].path}`;
}

module.exports = { Call, label };
