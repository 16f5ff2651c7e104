/**
 * The iopub socket: every subscriber gets every message, and one that stops
 * reading neither blocks the others nor fills the memory.
 *
 * ZeroMQ drops silently for a subscriber whose buffer is full. Here nothing is
 * dropped at first: what a slow subscriber has no room for waits, and
 * `pending` tells the sender to wait too. Only when subscribers with a full
 * buffer take nothing for `PATIENCE_MS` are they passed over, until they have read
 * half of it; what is published meanwhile they miss, and only they.
 *
 * @module
 */

import type { XPublisher } from "zeromq";
import { Channel, trySend } from "./channel.ts";

/**
 * Messages ZeroMQ holds for one subscriber; more waits in JavaScript, as
 * `pending`. It tells of room only when half of them are read, so with many, a
 * slow but steady reader would be taken for one that stalls.
 */
export const HIGH_WATER_MARK = 16;

/** How long subscribers that read nothing may hold up the rest. */
const PATIENCE_MS = 5000;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What the publisher reports. */
export interface PublisherHandlers {
  /** Someone subscribed to this topic; empty means all. */
  onSubscribe?(topic: string): void;
  /** A subscriber reads nothing and from now on misses what is published. */
  onStalled?(): void;
}

/** Publishes on an XPUB socket that was opened with `noDrop`. */
export class Publisher {
  readonly #socket: XPublisher;
  readonly #handlers: PublisherHandlers;
  readonly #channel: Channel;
  #blockedSince: number | undefined;

  constructor(socket: XPublisher, handlers: PublisherHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#channel = new Channel(
      socket,
      (frames) => this.#attempt(frames),
      ([frame]) => this.#subscription(frame),
    );
  }

  /** Bytes that wait for a slow subscriber. */
  get pending(): number {
    return this.#channel.pending;
  }

  /** Publishes in order; the first frame is the topic. */
  send(frames: Uint8Array[]): void {
    this.#channel.send(frames);
  }

  /** Resolves once nothing is pending. */
  flush(): Promise<void> {
    return this.#channel.flush();
  }

  /** Sends what is left and closes. */
  deliver(): Promise<void> {
    return this.#channel.deliver();
  }

  async #attempt(frames: Uint8Array[]): Promise<boolean> {
    if (await trySend(this.#socket, frames)) {
      this.#blockedSince = undefined;
      return true;
    }
    const now = performance.now();
    this.#blockedSince ??= now;
    if (now - this.#blockedSince < PATIENCE_MS) return false;
    this.#blockedSince = undefined;
    await this.#passOverWhoIsFull(frames);
    this.#handlers.onStalled?.();
    return true;
  }

  // A pipe that refuses a message once is left out by ZeroMQ until it has room
  // again, so one such send is enough. It happens within the call, so the
  // option is back before anyone else can send.
  #passOverWhoIsFull(frames: Uint8Array[]): Promise<void> {
    this.#setNoDrop(false);
    try {
      return this.#socket.send(frames);
    } finally {
      this.#setNoDrop(true);
    }
  }

  // ZeroMQ applies this option at once, but zeromq's list of such options
  // lacks it and so warns that it would not.
  #setNoDrop(value: boolean): void {
    const { emitWarning } = process;
    process.emitWarning = () => {};
    try {
      this.#socket.noDrop = value;
    } finally {
      process.emitWarning = emitWarning;
    }
  }

  // A first byte of 1 is a subscription, 0 the end of one.
  #subscription(frame: Uint8Array): void {
    if (frame[0] !== 1) return;
    let topic: string;
    try {
      topic = decoder.decode(frame.subarray(1));
    } catch {
      return;
    }
    this.#handlers.onSubscribe?.(topic);
  }
}
