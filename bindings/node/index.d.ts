// Mach rights with an owner, for TypeScript and for editors.
// SPDX-License-Identifier: MIT OR Apache-2.0
import type { Calls } from './generated/calls.js';
import layer = require('./generated/machport.js');

/** The raw layer: every function and constant of the definition. */
export declare const raw: layer.Layer;
/** The functions of the definition whose rights have owners. */
export declare const calls: Calls;
/** What stands for a right that died on its way: a value, not a right. */
export declare const DEAD: 0xffffffff;

/** By this anybody lends the raw name of a right, as a property: a borrow, valid while its owner lives. */
export declare const RAW: unique symbol;
declare const OWNED: unique symbol;
/** What lends a right and is none of the handles here, whose kinds are told apart. */
export interface Raw {
  readonly [RAW]: number;
  readonly [OWNED]?: never;
}

/** A call answered a status other than success. */
export declare class MachError extends Error {
  readonly call: string;
  readonly status: number;
  /** The status's name, such as "KERN_INVALID_NAME". */
  readonly code: string;
  /** What it means, in a sentence without a full stop. */
  readonly text: string;
  /**
   * What the call gave back all the same, as on success: rights that were kept are still the caller's. Of a message that an
   * owned right did not send: `{ reply, rights }`, the handles that own a right again.
   */
  results: any;
}

/** How many rights were never released, or were closed in another name space. */
export declare function leaks(): number;
/** A new port: its receive right and one send right to it, made in one step and under one name. */
export declare function pair(): [ReceiveRight, SendRight];

/**
 * One owned unit of one right. close(), or the end of a `using`, releases it once. Handles are compared by identity: equal names
 * do not mean equal ownership. A closed one is refused with an error whose code is ERR_MACHPORT_CLOSED.
 */
export declare abstract class Right {
  protected constructor();
  readonly [OWNED]: true;
  /** Takes over what the caller owns under a raw name. Verified, the name must hold a live right of this kind. */
  static fromRaw<T extends Right>(this: { prototype: T }, name: number, options?: { verify?: boolean }): T;
  /** One of raw.KIND_*. */
  readonly kind: number;
  /** The raw name, borrowed: valid while the handle is open. */
  readonly name: number;
  /** The same, for whoever knows nothing of machport. */
  readonly [RAW]: number;
  /** Whether it owns nothing any more: it was closed, detached, sent or consumed. */
  readonly closed: boolean;
  /** Releases the right. Later calls do nothing. Where a guard forbids it, MachError, and the handle stays open. */
  close(): void;
  /** Gives the raw name to the caller, who owns what the handle owned. */
  detach(): number;
  [Symbol.dispose](): void;
}

/** A right that a message makes or copies from another, whose handle stays as it is. */
export declare class Carried {
  private constructor();
  readonly source: Right;
  readonly disposition: number;
}

/** What a message may carry: a right that moves, one that is made or copied, or null, which arrives as null. */
export type Item = SendRight | SendOnceRight | ReceiveRight | Carried | null;

export interface SendOnceOptions {
  /** What the message is, as sender and receiver agree. */
  id?: number;
  /** A right that is given moves, and its handle is closed; where the message does not leave, it is open again. */
  rights?: Item[];
}
export interface SendOptions extends SendOnceOptions {
  /** The right to reply to: any but a receive right that moves. */
  reply?: Item;
  /** How many milliseconds to wait while the queue is full; 0 does not wait, and without it there is no limit. */
  timeout?: number;
}
export interface ReceiveOptions {
  /** How many milliseconds to wait; 0 does not wait, and without it there is no limit. */
  timeout?: number;
}
export interface Abortable {
  signal?: AbortSignal;
}
type Bytes = ArrayBuffer | ArrayBufferView;

/** One user reference of a send right. When the port dies it turns into one of a dead name; it is closed all the same. */
export declare class SendRight extends Right {
  private readonly isSend: true;
  /** One more user reference. MachError E_DEAD where the right died. */
  dup(): SendRight;
  /** One more user reference of the right, or of the dead name that it has become. */
  dupAny(): SendRight | DeadName;
  /** For a message's rights or reply: a copy, and the handle stays. */
  asCopy(): Carried;
  /** Sends bytes, a multiple of 4 of them, and rights. While the queue is full it tries again, in the event loop. */
  send(data?: Bytes, options?: SendOptions & Abortable): Promise<void>;
  /** The same; while the queue is full the thread waits. */
  sendSync(data?: Bytes, options?: SendOptions): void;
}

/** A send-once right, good for one message. Closed unused, its port gets a send-once notification. */
export declare class SendOnceRight extends Right {
  private readonly isSendOnce: true;
  /** Sends bytes and rights. The right goes with the message; it never waits. */
  send(data?: Bytes, options?: SendOnceOptions): Promise<void>;
  sendSync(data?: Bytes, options?: SendOnceOptions): void;
}

/** What messages are received from. */
interface Receiver {
  /** Waits for a message in the event loop. Closing the right ends the wait. */
  receive(options?: ReceiveOptions & Abortable): Promise<Message>;
  /** Waits for a message; the thread does nothing else. */
  receiveSync(options?: ReceiveOptions): Message;
  /** The messages as they come, until the right is closed. */
  [Symbol.asyncIterator](): AsyncGenerator<Message, void, void>;
}

/** The receive right of a port. Closing it destroys the port: every send right to it turns into a dead name. */
export declare class ReceiveRight extends Right implements Receiver {
  private readonly isReceive: true;
  /** A new port. */
  static new(): ReceiveRight;
  /** The guard that close() releases it by; 0n where it has none. */
  guard: bigint;
  /** Guards it; flags are raw.GUARD_STRICT and raw.GUARD_IMMOVABLE. */
  setGuard(guard: bigint, flags?: number): void;
  clearGuard(): void;
  makeSend(): SendRight;
  makeSendOnce(): SendOnceRight;
  /** For a message's rights or reply: a send right that is made for it. */
  asSend(): Carried;
  /** For a message's rights or reply: a send-once right that is made for it. */
  asSendOnce(): Carried;
  receive(options?: ReceiveOptions & Abortable): Promise<Message>;
  receiveSync(options?: ReceiveOptions): Message;
  [Symbol.asyncIterator](): AsyncGenerator<Message, void, void>;
}

/** A port set: what its members receive can be received from it. It owns none of them. */
export declare class PortSet extends Right implements Receiver {
  private readonly isPortSet: true;
  /** An empty set. */
  static new(): PortSet;
  /** Puts a receive right in, whose owner goes on owning it. */
  insert(member: ReceiveRight | Raw): void;
  extract(member: ReceiveRight | Raw): void;
  receive(options?: ReceiveOptions & Abortable): Promise<Message>;
  receiveSync(options?: ReceiveOptions): Message;
  [Symbol.asyncIterator](): AsyncGenerator<Message, void, void>;
}

/** One user reference of a dead name: what is left of a send or send-once right whose port died. */
export declare class DeadName extends Right {
  private readonly isDeadName: true;
  dup(): DeadName;
}

/** What a message says as a notification. */
export interface Notification {
  /** One of raw.NOTIFY_*. */
  id: number;
  /** A name that claims nothing, or that of `right`. */
  name: number;
  /** The dead name or the receive right that it hands over. */
  right: DeadName | ReceiveRight | null;
  /** The make-send count of a no-senders notification. */
  count: number;
  /** Whether it is known that the kernel sent it; else nothing is handed over. */
  trusted: boolean;
}

/** A received message. It owns the rights in it: closing it closes those that were not taken out of `rights` and `reply`. */
export declare class Message {
  private constructor();
  id: number;
  data: Buffer;
  /** In their order: null for NULL, DEAD for one that died on its way. Who takes one out owns it. */
  rights: (SendRight | SendOnceRight | ReceiveRight | null | typeof DEAD)[];
  /** The right to reply to. */
  reply: SendRight | SendOnceRight | null | typeof DEAD;
  notification: Notification | null;
  /** Its number among those of its port. */
  sequence: number;
  /** The name of the receive right that it came by. It claims nothing. */
  cameBy: number;
  bySendOnce: boolean;
  /** Who sent it, one of raw.ORIGIN_*. */
  origin: number;
  /** How many parts of it bytes and rights cannot express: they were destroyed. */
  dropped: number;
  close(): void;
  [Symbol.dispose](): void;
}

// For the functions of another definition, which are generated as calls are.

/** An owned right of what a call gave: null for NULL, DEAD for DEAD. */
export declare function owned<T extends Right>(type: { prototype: T }, name: number, guard?: bigint): T | null | typeof DEAD;
/** The name of a right that is lent. */
export declare function lent<T extends Right>(right: T | Raw, type: { prototype: T }): number;
/** The name of a right that is about to be taken out of its handle. */
export declare function owner<T extends Right>(right: T | null, type: { prototype: T }, nullable?: boolean): number;
/** Makes a call that takes rights: some whatever it answers, others on success alone. */
export declare function consume<R>(always: (Right | null)[], onSuccess: (Right | null)[], call: () => R): R;
/** A right that somebody else keeps alive. */
export declare function lending(name: number): Raw;
