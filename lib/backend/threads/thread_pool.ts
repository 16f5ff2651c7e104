/**
 * Threads for the loops of this library, on the heap of the WASM backend.
 *
 * @module
 */

import workerThreads from "node:worker_threads";
import type { Compiled, Share } from "../assembly/compile.ts";
import { ModuleLog } from "./module_log.ts";
import { LAYOUT, TaskQueue } from "./task_queue.ts";
import { type Shared, workerSource } from "./worker_program.ts";

/** Where a backend's module keeps its pool, for every copy of this library. */
const POOL = Symbol.for("thaw.threadPool");

/** The threads of a backend's module, where it has more than one. */
export function poolOf(wasm: object): ThreadPool | undefined {
  return (wasm as { [POOL]?: ThreadPool })[POOL];
}

/** Gives a module its threads, which end with those it was built with. */
export function givePool(
  wasm: { PThread?: { terminateAllThreads(): void } },
  pool: ThreadPool,
): void {
  Object.assign(wasm, { [POOL]: pool });
  const { PThread } = wasm;
  if (!PThread) return;
  const terminate = PThread.terminateAllThreads;
  PThread.terminateAllThreads = () => {
    terminate();
    pool.end();
  };
}

/**
 * What a task does, for the thread of this number; 0 is the caller's own. It may
 * be called twice: what was written down for a late worker is run here instead.
 */
export type Task = (index: number, thread: number) => void;

/** The queue that a task's calls are written to, in place of running. */
let recording: TaskQueue | undefined;

/**
 * Lets calls run again. Called at the start of each operation: if Stop ended
 * the last one in the middle of a task, its `finally` did not run.
 */
export function stopRecording(): void {
  recording = undefined;
}

/**
 * A pool of so many threads, the caller's own among them.
 *
 * A task for another thread is run here, but the compiled functions it calls
 * are written down and not called; the worker calls them in the same order. So
 * a kernel is written once, and each of its sums is computed alike on whatever
 * thread. Tasks therefore only compute addresses and call compiled functions:
 * they read no values, take no memory and run no other kernel.
 */
export class ThreadPool {
  readonly threads: number;
  readonly #memory: WebAssembly.Memory;
  readonly #modules = new ModuleLog();
  #workers: PoolWorker[] = [];
  #hasEnded = false;

  constructor(memory: WebAssembly.Memory, threads: number) {
    this.#memory = memory;
    this.threads = threads;
  }

  /**
   * Starts the workers.
   *
   * @throws What a worker throws while it starts; then none is left.
   */
  async start(): Promise<void> {
    this.#startMissing();
    try {
      await Promise.all(this.#workers.map(({ started }) => started));
    } catch (thrown) {
      this.end();
      throw thrown;
    }
  }

  /**
   * A module's functions, ready for tasks: in one for another thread they are
   * written down.
   */
  readonly share: Share = (bytes, functions) => {
    const entries = Object.entries(functions);
    const first = this.#modules.add(bytes, entries.length);
    if (first === undefined) {
      // Some of a task's calls would be written down and some not: end them.
      this.end();
      return functions;
    }
    return Object.fromEntries(entries.map(([name, run], i) => {
      const id = first + i;
      const shared: Compiled = (...integers) => {
        if (recording === undefined) run(...integers);
        else recording.write(id, integers);
      };
      return [name, shared];
    }));
  };

  /**
   * Runs the tasks 0 to `count` - 1 and returns when all are done. Which thread
   * runs one is decided by who is free; so results must not depend on it.
   *
   * @throws What a task throws, or an error with its text; an error if a task
   * runs tasks of its own.
   */
  run(count: number, task: Task): void {
    if (recording !== undefined) throw new Error("A task runs other tasks");
    const workers = this.#free();
    let failures: Error[] = [];
    try {
      for (let next = 0; next < count;) {
        for (const [i, { queue }] of workers.entries()) {
          // A worker gets a second task only if enough are left for the others.
          const most = count - next > workers.length + 1 ? 2 : 1;
          if (count - next < 2 || queue.waiting >= most) continue;
          queue.begin();
          recording = queue;
          task(next, i + 1);
          recording = undefined;
          queue.publish(next);
          next++;
        }
        if (next < count) task(next++, 0);
      }
      for (const { queue } of workers) {
        for (let late = queue.takeBack(); late !== undefined;) {
          task(late, 0);
          late = queue.takeBack();
        }
      }
    } finally {
      recording = undefined;
      failures = finish(workers);
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Ends the workers; what runs later runs on the caller's thread. */
  end(): void {
    this.#hasEnded = true;
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
  }

  /** Workers that wait for tasks; those of a terminated run are done first. */
  #free(): PoolWorker[] {
    this.#startMissing();
    const free = this.#workers.filter(({ queue, state }) =>
      state === "running" && queue.isReady
    );
    finish(free);
    return free;
  }

  /** Stop in a notebook ends the workers that the stopped cell started. */
  #startMissing(): void {
    if (this.#hasEnded) return;
    for (let i = 0; i < this.threads - 1; i++) {
      if (this.#workers[i] && this.#workers[i].state !== "ended") continue;
      this.#workers[i] = startWorker(this.#memory, this.#modules);
    }
  }
}

/** Waits for all tasks of some workers. */
function finish(workers: PoolWorker[]): Error[] {
  return workers.flatMap(({ queue }) => queue.finish() ?? []);
}

interface PoolWorker {
  queue: TaskQueue;
  /** Fulfilled when it is ready. */
  started: Promise<void>;
  /** One that failed is not started again. */
  state: "running" | "ended" | "failed";
  terminate(): unknown;
}

/** A worker, which does not keep the process alive once it is ready. */
function startWorker(
  memory: WebAssembly.Memory,
  modules: ModuleLog,
): PoolWorker {
  const queue = new TaskQueue();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const shared: Shared = {
    memory,
    queue: queue.buffer,
    modules: modules.buffer,
    layout: LAYOUT,
  };
  // Read now and not at import: a notebook's kernel puts its own class there.
  class Thread extends workerThreads.Worker implements PoolWorker {
    queue = queue;
    started = promise;
    state: PoolWorker["state"] = "running";

    override terminate() {
      this.state = "ended";
      queue.end();
      return super.terminate();
    }
  }
  const thread = new Thread(workerSource(), { eval: true, workerData: shared });
  thread.on("message", () => {
    thread.unref();
    resolve();
  });
  thread.on("error", (error) => {
    thread.state = "failed";
    reject(error);
  });
  // Nobody waits for a worker that replaces another, so nobody sees its error.
  promise.catch(() => {});
  return thread;
}
