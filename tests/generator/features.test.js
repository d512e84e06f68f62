// The layers of the goldens for Node, called: `node features.test.js FOLDER`, which has them.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const assert = require('node:assert/strict');
const { join } = require('node:path');
const { MachError } = require('../../bindings/node/error.js');

const layer = (name) => require(join(process.argv[2], `${name}.node`))(MachError);
const NAMES = ['arrays', 'buffers', 'keywords', 'names', 'scalars', 'statuses', 'structs'];
const [arrays, buffers, keywords, names, scalars, statuses, structs] = NAMES.map(layer);
const ALL = 2 ** 32 - 1;
const [NO_SPACE, INVALID_ARGUMENT, INVALID_VALUE] = [3, 4, 18];
const circle = (name, x, y, radius) => ({ name, middle: { x, y }, radius });

const good = [
  [scalars.unsigned(255, 65535, ALL, 2n ** 63n), 255n + 65535n + BigInt(ALL) + 2n ** 63n],
  [scalars.signed(-128, -32768, -(2 ** 31), -(2n ** 62n)), -128n - 32768n - 2n ** 31n - 2n ** 62n],
  [scalars.negative(-(2 ** 31)), -(2 ** 31)],
  [scalars.negative(-1), -1],
  [scalars.count(5), 6],
  [scalars.divide(17, 5), [3, 2]],
  [scalars.length('grün'), 5],
  [scalars.length(''), 0],
  [scalars.width(), 8],
  [scalars.name(), 'a name'],
  [scalars.nothing(), undefined],
  [arrays.sum([1, 2, ALL]), BigInt(ALL) + 3n],
  [arrays.sum([]), 0n],
  [arrays.last([-1n, -(2n ** 63n)]), -(2n ** 63n)],
  [arrays.range(3, 3), [[0, 1, 2], 3]],
  [arrays.range(0, 0), [[], 0]],
  [arrays.reverse([1, 2, 3]), [3, 2, 1]],
  [arrays.release([1, 2]), [0, 0]],
  [arrays.total([{ value: 5, sign: 1 }, { value: 7, sign: -1 }]), -2n],
  [arrays.negate([{ value: 5, sign: 1 }]), [{ value: 5, sign: -1 }]],
  [arrays.split([-5, 7], 1), [[{ value: 5, sign: -1 }], 2]],
  [buffers.sum(Buffer.from([1, 2])), 3],
  [buffers.sum(Uint16Array.of(0x101, 0x101).subarray(1)), 2],
  [buffers.copy(Buffer.from('abc'), 8), [Buffer.from('abc'), 3]],
  [structs.make({ x: -1, y: 2 }, 2n ** 64n - 1n), circle(7, -1, 2, 2n ** 64n - 1n)],
  [structs.move(circle(1, 2, 3, 4n), { x: 10, y: -10 }), [circle(1, 12, -7, 4n), { x: 0, y: 0 }]],
  [structs.move(circle(1, 2, 3, 4n), null), [circle(1, 2, 3, 4n), null]],
  [structs.radius(circle(1, 2, 3, 4n)), 4n],
  [structs.counted(4), [[0, 1, 2], circle(0, 0, 0, 3n)]],
  [names.status(7), 14],
  [names.results(7), [14, 21n]],
  [names.inout(-1, 8), [0, 7]],
  [names.arrays(3, [1, 2], 4), [[4, 5], Buffer.from('\x03\x03'), 2]],
  [names.first(...Array(10).keys()), 45],
  [names.second(...Array(10).keys()), 45],
  [names.third(...Array(10).keys()), 45],
  [keywords.go(1, Buffer.from('xyz')), [{ from: 1, to: 4 }, 4]],
];
for (const [got, wanted] of good) assert.deepEqual(got, wanted);

const failing = [
  [() => scalars.count(ALL), NO_SPACE, 0],
  [() => scalars.divide(1, 0), INVALID_ARGUMENT, [0, 0]],
  [() => arrays.last([]), INVALID_ARGUMENT, 0n],
  [() => arrays.range(2, 5), NO_SPACE, [[0, 1], 5]],
  [() => arrays.negate([]), INVALID_ARGUMENT, []],
  [() => buffers.copy(Buffer.from('abcd'), 2), NO_SPACE, [Buffer.from('ab'), 4]],
  [() => structs.make({ x: 1, y: 2 }, 0n), INVALID_VALUE, circle(7, 1, 2, 0n)],
  [() => structs.counted(1), NO_SPACE, [[0], circle(0, 0, 0, 3n)]],
  [() => statuses.look(), -78, undefined],
];
for (const [call, status, results] of failing) {
  assert.throws(call, (error) => {
    assert.deepEqual([error.constructor, error.status, error.results], [MachError, status, results]);
    return true;
  });
}

const refused = [
  [() => scalars.unsigned(256, 0, 0, 0n), RangeError, 'unsigned: a must be an integer from 0 to 255'],
  [() => scalars.unsigned(0, 65536, 0, 0n), RangeError, 'unsigned: b must be an integer from 0 to 65535'],
  [() => scalars.unsigned(0, 0, 0, -1n), RangeError, 'unsigned: d must be a BigInt from 0n to 2n ** 64n - 1n'],
  [() => scalars.signed(-129, 0, 0, 0n), RangeError, 'signed: a must be an integer from -128 to 127'],
  [() => scalars.signed(0, 0, 2 ** 31, 0n), RangeError, 'signed: c must be an integer from -2147483648 to 2147483647'],
  [() => scalars.signed(0, 0, 0, 2n ** 63n), RangeError, 'signed: d must be a BigInt of 64 bits'],
  [() => scalars.length(Buffer.from('a')), TypeError, 'length: text must be a string'],
  [() => scalars.length('a\0b'), RangeError, 'length: text must be a string without a zero in it'],
  [() => arrays.sum('12'), TypeError, 'sum: values must be an array'],
  [() => arrays.sum([1, -1]), RangeError, 'sum: values must be an integer from 0 to 4294967295'],
  [() => arrays.sum([1, , 2]), TypeError, 'sum: values must be an integer from 0 to 4294967295'],
  [() => structs.radius({ ...circle(1, 2, 3, 4n), middle: 5 }), TypeError, 'structs_circle_t.middle must be an object'],
  [() => structs.radius(circle(1, 2, 3, 4)), TypeError, 'structs_circle_t.radius must be a BigInt'],
  [() => keywords.go(1, 'xyz'), TypeError, 'go: lambda must be a Buffer, another view, or an ArrayBuffer'],
];
for (const [call, Type, message] of refused) {
  assert.throws(call, (error) => {
    assert.deepEqual([error.constructor, error.message], [Type, message]);
    return true;
  });
}
console.log(good.length + failing.length + refused.length);
