// The five kinds of owned rights, with what is asked of them most often. The rest is in calls.
// SPDX-License-Identifier: MIT OR Apache-2.0
'use strict';
const handle = require('./handle.js');
const raw = require('./raw.js');
const { Carried, sendOnceSync, sendSync, send } = require('./sending.js');
const { messages, receive, receiveSync } = require('./receiving.js');

const { RELEASE, Right, owned } = handle;

class SendRight extends Right {
  static kind = raw.KIND_SEND;

  [RELEASE](name) {
    raw.sendRightRelease(name);
  }

  dup() {
    return calls.sendRightDup(this);
  }

  dupAny() {
    const [copy, kind] = raw.sendRightDupAny(this.name);
    return owned(kind === raw.KIND_SEND ? SendRight : DeadName, copy);
  }

  asCopy() {
    return new Carried(this, raw.COPY_SEND);
  }

  send(data, options) {
    return send(this, data, options);
  }

  sendSync(data, options) {
    sendSync(this, data, options);
  }
}

class SendOnceRight extends Right {
  static kind = raw.KIND_SEND_ONCE;

  [RELEASE](name) {
    raw.sendOnceRightRelease(name);
  }

  async send(data, options) {
    sendOnceSync(this, data, options);
  }

  sendSync(data, options) {
    sendOnceSync(this, data, options);
  }
}

class ReceiveRight extends Right {
  static kind = raw.KIND_RECEIVE;
  guard = 0n;

  [RELEASE](name) {
    raw.receiveRightRelease(name, this.guard);
  }

  static new() {
    return calls.receiveRightNew(0, 0n);
  }

  setGuard(guard, flags = 0) {
    calls.guardSet(this, guard, flags);
    this.guard = guard;
  }

  clearGuard() {
    calls.guardClear(this, this.guard);
    this.guard = 0n;
  }

  makeSend() {
    return calls.sendRightMake(this);
  }

  makeSendOnce() {
    return calls.sendOnceRightMake(this);
  }

  asSend() {
    return new Carried(this, raw.MAKE_SEND);
  }

  asSendOnce() {
    return new Carried(this, raw.MAKE_SEND_ONCE);
  }

  receive(options) {
    return receive(this, options);
  }

  receiveSync(options) {
    return receiveSync(this, options);
  }

  [Symbol.asyncIterator]() {
    return messages(this);
  }
}

class PortSet extends Right {
  static kind = raw.KIND_PORT_SET;

  [RELEASE](name) {
    raw.portSetRelease(name);
  }

  static new() {
    return calls.portSetNew();
  }

  insert(member) {
    calls.portSetInsert(this, member);
  }

  extract(member) {
    calls.portSetExtract(this, member);
  }

  receive(options) {
    return receive(this, options);
  }

  receiveSync(options) {
    return receiveSync(this, options);
  }

  [Symbol.asyncIterator]() {
    return messages(this);
  }
}

class DeadName extends Right {
  static kind = raw.KIND_DEAD_NAME;

  [RELEASE](name) {
    raw.deadNameRelease(name);
  }

  dup() {
    return calls.deadNameDup(this);
  }
}

const kinds = { Right, SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName };
for (const Kind of [SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName]) handle.byKind.set(Kind.kind, Kind);
const calls = require('./generated/calls.js')(raw, { ...handle, ...kinds });

/** A new port: its receive right and one send right to it, made in one step and under one name. */
function pair() {
  return calls.pairNew(0, 0n);
}

module.exports = { ...kinds, calls, pair };
