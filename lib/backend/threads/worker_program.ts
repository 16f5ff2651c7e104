/**
 * What a worker of the pool runs, from its text: nothing outside of the
 * function is known there.
 *
 * @module
 */

import type { LAYOUT } from "./task_queue.ts";

/** What a worker shares with the thread that started it. */
export interface Shared {
  /** The heap of the WASM backend. */
  memory: WebAssembly.Memory;
  /** The worker's own queue of tasks; see `TaskQueue`. */
  queue: SharedArrayBuffer;
  /** Modules to instantiate, for all workers; see `ModuleLog`. */
  modules: SharedArrayBuffer;
  layout: Record<keyof typeof LAYOUT, number>;
}

/** A worker's whole source. */
export function workerSource(): string {
  return `const { parentPort, workerData } = require("node:worker_threads");
(${serve})(workerData, parentPort);`;
}

/**
 * Runs the tasks of a queue until it is told to end. A task is a list of calls:
 * the number of a function, how many integers it takes, and these.
 */
function serve(
  { memory, queue, modules, layout }: Shared,
  parent: { postMessage(message: unknown): void },
): void {
  const { READY, GIVEN, FINISHED, FAILED, END } = layout;
  const { WORKER_SLEEPS, CALLER_SLEEPS } = layout;
  const { TEXT, TEXT_WORDS, SLOTS, SLOT_WORDS, FIRST_WORD, SPINS } = layout;
  const words = new Int32Array(queue);
  const log = new Int32Array(modules);
  const functions: ((...integers: number[]) => void)[] = [];
  let logged = 1;

  function instantiateNew() {
    while (logged < Atomics.load(log, 0)) {
      const length = log[logged];
      const bytes = new Uint8Array(length);
      bytes.set(new Uint8Array(modules, 4 * (logged + 1), length));
      const module = new WebAssembly.Module(bytes);
      const { exports } = new WebAssembly.Instance(module, {
        heap: { memory },
      });
      functions.push(...Object.values(exports) as typeof functions);
      logged += 1 + Math.ceil(length / 4);
    }
  }

  /** WebAssembly ignores what a function has no parameter for. */
  function call(run: typeof functions[number], at: number, count: number) {
    if (count > 10) return run(...words.subarray(at, at + count));
    // Spread out: with a list of its own a call takes ten times as long.
    run(
      words[at],
      words[at + 1],
      words[at + 2],
      words[at + 3],
      words[at + 4],
      words[at + 5],
      words[at + 6],
      words[at + 7],
      words[at + 8],
      words[at + 9],
    );
  }

  function runTask(start: number) {
    const end = start + 1 + words[start];
    for (let at = start + 1; at < end;) {
      const id = words[at];
      const count = words[at + 1];
      if (id >= functions.length) instantiateNew();
      call(functions[id], at + 2, count);
      at += 2 + count;
    }
  }

  /** Whether a task was given that is not begun; its start is then claimed. */
  function begins(done: number): boolean {
    const given = Atomics.load(words, GIVEN);
    if ((given & 0xffff) === done) return false;
    const begun = given & 0xffff | (done + 1 & 0xffff) << 16;
    // The caller may have taken it back, or given another.
    return Atomics.compareExchange(words, GIVEN, given, begun) === given;
  }

  Atomics.store(words, READY, 1);
  parent.postMessage("ready");
  for (let done = Atomics.load(words, FINISHED);;) {
    for (let i = 0; !begins(done); i++) {
      if (i < SPINS) continue;
      Atomics.store(words, WORKER_SLEEPS, 1);
      const given = Atomics.load(words, GIVEN);
      if ((given & 0xffff) === done) Atomics.wait(words, GIVEN, given);
      Atomics.store(words, WORKER_SLEEPS, 0);
      i = 0;
    }
    if (Atomics.load(words, END) === 1) return;
    const start = FIRST_WORD + (done & SLOTS - 1) * SLOT_WORDS;
    try {
      runTask(start);
    } catch (thrown) {
      const text = String(thrown).slice(0, TEXT_WORDS);
      for (let i = 0; i < text.length; i++) {
        words[TEXT + i] = text.charCodeAt(i);
      }
      Atomics.store(words, FAILED, text.length);
    }
    done = done + 1 & 0xffff;
    Atomics.store(words, FINISHED, done);
    if (Atomics.load(words, CALLER_SLEEPS) === 1) {
      Atomics.notify(words, FINISHED);
    }
  }
}
