/**
 * Payloads of the child -> the sinks of the cells they belong to, and the ticks
 * that keep output live and its memory bounded.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { Answer } from "../bridge/child_calls.ts";
import type { Failure } from "../bridge/failure.ts";
import type { Message } from "../protocol/message.ts";
import {
  type BroadcastText,
  type CellEnd,
  CHUNK_LENGTH,
  CREDIT_LENGTH,
  decodePayload,
  type Payload,
  PAYLOAD_LENGTH,
} from "../bridge/payload.ts";
import { DownloadLines } from "./download_lines.ts";
import type { DenoChild } from "./process/deno_child.ts";
import type { Broadcast, OutputSink } from "./output_sink.ts";
import { within } from "../time/within.ts";

/** How often a cell's gathered text is fetched while it prints. */
const OUTPUT_TICK_MS = 20;
/**
 * How many comms' messages are kept for late answers; what is sent later than
 * that counts as the cell's own.
 */
const DELIVERIES = 100;
/**
 * Ends of cells that are kept. Each is taken as soon as it is there; a cell can
 * forge those of others, which nobody takes.
 */
const ENDS = 4;
/**
 * How long a mark is waited for. A cell can forge a barrier whose marks never
 * come.
 */
const BARRIER_MS = 2000;

export interface ChildEvents {
  /** Fulfilled when more output can be taken. */
  ready(): Promise<void>;
  /** An error that nothing in the cell caught. */
  onUncaught(cell: number, failure: Failure, number: number): void;
  /** The rejection of that number is handled after all. */
  onHandled(number: number): void;
  /** A stopped cell's await has come to its end. */
  onStopped(cell: number): void;
}

export class ChildOutput {
  #child: DenoChild;
  #sinks = new Map<number, OutputSink>();
  #latest: OutputSink | undefined;
  /** Comms' messages that callbacks may still answer, by run. */
  readonly #deliveries = new Map<number, Message>();
  #events: ChildEvents;
  #taken = 0;
  #acknowledged = 0;
  #ticking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Payloads behind a barrier. */
  #held: Payload[] = [];
  #barrier: Promise<void> | undefined;
  /** Pieces of a long payload. */
  #parts: string[] = [];
  #partsLength = 0;
  /** Ends of cells that were too long for a reply. */
  #ends = new Map<number, CellEnd>();
  #downloads = new DownloadLines((text) =>
    this.#latest?.stream("stderr", text)
  );

  constructor(child: DenoChild, events: ChildEvents) {
    this.#child = child;
    this.#events = events;
    child.session.on("Runtime.bindingCalled", ({ payload }) => {
      this.#receive(payload);
    });
    child.stdout.direct((text) => this.#latest?.stream("stdout", text));
    child.stderr.direct((text) => this.#downloads.pass(text));
    child.session.closed.then(() => {
      clearTimeout(this.#timer);
      this.#downloads.close();
    });
  }

  /** Output of cell `id` goes to `sink`; raw output too, until the next cell. */
  register(id: number, sink: OutputSink) {
    this.#sinks.set(id, sink);
    this.#latest = sink;
  }

  /** What run `id`, a callback of a comm, sends over comms answers `message`. */
  registerDelivery(id: number, message: Message) {
    const { header, parent_header } = message;
    // Without its buffers: it is kept for its header.
    const asked = { header, parent_header, metadata: {}, content: {} };
    this.#deliveries.set(id, { ...asked, buffers: [] });
    if (this.#deliveries.size <= DELIVERIES) return;
    const [oldest] = this.#deliveries.keys();
    this.#deliveries.delete(oldest);
  }

  sink(id: number): OutputSink | undefined {
    return this.#sinks.get(id);
  }

  /** Tells below the latest cell, after all output, that the child has ended. */
  async tellOfEnd(note: string) {
    await Promise.all([this.#child.stdout.ended, this.#child.stderr.ended]);
    this.#latest?.stream("stderr", `${note}\n`);
  }

  /** Fulfilled once all that has come was passed on. */
  async settled() {
    while (this.#barrier) await this.#barrier;
  }

  /** The end that was posted for a cell, once. */
  takeEnd(id: number): CellEnd | undefined {
    const end = this.#ends.get(id);
    this.#ends.delete(id);
    return end;
  }

  #receive(text: string) {
    this.#taken += text.length;
    this.#schedule();
    const payload = decodePayload(text);
    if (!payload) return;
    if (this.#barrier) this.#held.push(payload);
    else this.#pass(payload);
  }

  #pass(payload: Payload) {
    const { kind, cell, content } = payload;
    const sink = this.#sinks.get(cell);
    if (!sink) return;
    if (kind === "stdout" || kind === "stderr") sink.stream(kind, content);
    else if (kind === "broadcast") sink.broadcast(this.#broadcast(content));
    else if (kind === "barrier") this.#barrier = this.#meet(content);
    else if (kind === "input") this.#ask(sink, content);
    else if (kind === "nextInput") sink.setNextInput?.(content);
    else if (kind === "stopped") this.#events.onStopped(content);
    else if (kind === "gone") content.forEach((id) => this.#forget(id));
    else if (kind === "importing") this.#downloads.importing(content > 0, sink);
    else if (kind === "uncaught") {
      this.#events.onUncaught(cell, content.failure, content.number);
    } else if (kind === "handled") this.#events.onHandled(content);
    else if (kind === "end") this.#keepEnd(cell, content);
    else this.#join(kind, content);
  }

  #keepEnd(id: number, end: CellEnd) {
    this.#ends.set(id, end);
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > ENDS) this.#ends.delete(oldest);
  }

  /** Nothing more is taken in the name of this cell. */
  #forget(id: number) {
    this.#sinks.delete(id);
    this.#ends.delete(id);
  }

  /** Puts the pieces of a long payload together. */
  #join(kind: "part" | "lastPart", piece: string) {
    this.#partsLength += piece.length;
    // Longer than the child sends: a cell has forged it.
    if (this.#partsLength > PAYLOAD_LENGTH + CHUNK_LENGTH) this.#parts = [];
    else this.#parts.push(piece);
    if (kind === "part") return;
    const payload = decodePayload(this.#parts.join(""));
    this.#parts = [];
    this.#partsLength = 0;
    if (payload && payload.kind !== "part" && payload.kind !== "lastPart") {
      this.#pass(payload);
    }
  }

  /** Waits until the pipes are where the payloads are. */
  async #meet(mark: string) {
    const { stdout, stderr } = this.#child;
    const both = Promise.all([stdout.reached(mark), stderr.reached(mark)]);
    await within(BARRIER_MS, both);
    this.#barrier = undefined;
    const held = this.#held.splice(0);
    while (held.length > 0 && !this.#barrier) this.#pass(held.shift()!);
    this.#held.unshift(...held);
  }

  async #ask(
    sink: OutputSink,
    { prompt, password }: { prompt: string; password: boolean },
  ) {
    const answer: Answer = await sink.input(prompt, password).then(
      (value) => ({ value }),
      (error: Error) => ({ error: error.message }),
    );
    await this.#child.call("answer", answer).catch(() => {
      // The runtime ended while it waited; its exit is reported elsewhere.
    });
  }

  #broadcast({ run, ...message }: BroadcastText): Broadcast {
    const buffers = message.buffers.map((text) =>
      new Uint8Array(Buffer.from(text, "base64"))
    );
    return { ...message, buffers, answered: this.#deliveries.get(run ?? -1) };
  }

  #schedule() {
    // The runtime waits once its credit is used up. So a tick goes out after
    // each quarter of the credit, and cells need not wait.
    const due = CREDIT_LENGTH / CHUNK_LENGTH / 4;
    if (this.#chunks() - this.#acknowledged >= due) this.#tick();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tick();
    }, OUTPUT_TICK_MS);
  }

  #chunks(): number {
    return Math.floor(this.#taken / CHUNK_LENGTH);
  }

  /** Acknowledges what was taken once the clients have room for more. */
  async #tick() {
    if (this.#ticking) return;
    this.#ticking = true;
    await this.#events.ready();
    this.#ticking = false;
    const chunks = this.#acknowledged = this.#chunks();
    await this.#child.call("tick", chunks).catch(() => {
      // The runtime ends; its exit is reported elsewhere.
    });
  }
}
