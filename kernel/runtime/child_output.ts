/**
 * Payloads of `child/output/output.ts` -> the sinks of the cells they belong to,
 * and the ticks that keep output live and its memory bounded.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { DenoChild } from "./process/deno_child.ts";
import type { Broadcast, OutputSink } from "./output_sink.ts";
import type { Failure } from "./traceback.ts";

/** How often a cell's gathered text is fetched while it prints, in ms. */
const INTERVAL = 20;
const CHUNK = 64 * 1024;
const PAYLOAD = /^([a-z])(\d+):/;

export interface ChildEvents {
  /** Fulfilled when more output can be taken. */
  ready(): Promise<void>;
  /** An error that nothing in the cell caught. */
  onUncaught(cell: number, failure: Failure): void;
  /** A stopped cell's await has come to its end. */
  onStopped(cell: number): void;
}

export class ChildOutput {
  #child: DenoChild;
  #sinks = new Map<number, OutputSink>();
  #latest: OutputSink | undefined;
  #events: ChildEvents;
  #taken = 0;
  #acknowledged = 0;
  #ticking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Payloads behind a barrier. */
  #held: string[] = [];
  #barrier: Promise<void> | undefined;

  constructor(child: DenoChild, events: ChildEvents) {
    this.#child = child;
    this.#events = events;
    child.session.on("Runtime.bindingCalled", ({ payload }) => {
      this.#receive(payload);
    });
    child.stdout.direct((text) => this.#latest?.stream("stdout", text));
    child.stderr.direct((text) => this.#latest?.stream("stderr", text));
    child.session.closed.then(() => clearTimeout(this.#timer));
  }

  /** Output of cell `id` goes to `sink`; raw output too, until the next cell. */
  register(id: number, sink: OutputSink) {
    this.#sinks.set(id, sink);
    this.#latest = sink;
  }

  sink(id: number): OutputSink | undefined {
    return this.#sinks.get(id);
  }

  /** Fulfilled once all that has come was passed on. */
  async settled() {
    while (this.#barrier) await this.#barrier;
  }

  #receive(payload: string) {
    this.#taken += payload.length;
    this.#schedule();
    if (this.#barrier) this.#held.push(payload);
    else this.#pass(payload);
  }

  #pass(payload: string) {
    const match = PAYLOAD.exec(payload);
    const id = Number(match?.[2]);
    const sink = this.#sinks.get(id);
    if (!match || !sink) return;
    const text = payload.slice(match[0].length);
    if (match[1] === "o") sink.stream("stdout", text);
    else if (match[1] === "e") sink.stream("stderr", text);
    else this.#passContent(match[1], id, sink, text);
  }

  #passContent(kind: string, id: number, sink: OutputSink, text: string) {
    let content;
    try {
      content = JSON.parse(text);
      if (kind === "m") content = broadcast(content);
    } catch {
      // Untrusted: a cell may have changed how values become JSON.
      return;
    }
    if (kind === "m") sink.broadcast(content);
    else if (kind === "b") this.#barrier = this.#meet(content);
    else if (kind === "i") this.#ask(sink, content);
    else if (kind === "s") this.#events.onStopped(content);
    else if (kind === "x") this.#events.onUncaught(id, content);
  }

  /** Waits until the pipes are where the payloads are. */
  async #meet(mark: string) {
    const { stdout, stderr } = this.#child;
    await Promise.all([stdout.reached(mark), stderr.reached(mark)]);
    this.#barrier = undefined;
    const held = this.#held.splice(0);
    while (held.length > 0 && !this.#barrier) this.#pass(held.shift()!);
    this.#held.unshift(...held);
  }

  async #ask(
    sink: OutputSink,
    { prompt, password }: { prompt: string; password: boolean },
  ) {
    const answer = await sink.input(String(prompt), password === true).then(
      (value) => ({ value }),
      (error: Error) => ({ error: error.message }),
    );
    const { name } = this.#child;
    await this.#child.evaluate(`${name}.answer(${JSON.stringify(answer)})`)
      .catch(() => {
        // The runtime ended while it waited; its exit is reported elsewhere.
      });
  }

  #schedule() {
    // The runtime waits above 1 MiB, so a quarter of that is in time.
    if (this.#chunks() - this.#acknowledged >= 4) this.#tick();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tick();
    }, INTERVAL);
  }

  #chunks(): number {
    return Math.floor(this.#taken / CHUNK);
  }

  /** Acknowledges what was taken once the clients have room for more. */
  async #tick() {
    if (this.#ticking) return;
    this.#ticking = true;
    await this.#events.ready();
    this.#ticking = false;
    const chunks = this.#acknowledged = this.#chunks();
    await this.#child.evaluate(`${this.#child.name}.tick(${chunks})`)
      .catch(() => {
        // The runtime ends; its exit is reported elsewhere.
      });
  }
}

function broadcast(
  message: Omit<Broadcast, "buffers"> & { buffers: string[] },
): Broadcast {
  const buffers = message.buffers.map((text) =>
    new Uint8Array(Buffer.from(text, "base64"))
  );
  return { ...message, buffers };
}
