import workerThreads from "node:worker_threads";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { compileFor } from "../../../../lib/backend/assembly/own_code.ts";
import { ThreadPool } from "../../../../lib/backend/threads/thread_pool.ts";

const COUNT = 64;
/** Values in a task's part of the memory. */
const PART = 2000;

/** Workers made while `start` runs, as a notebook's kernel sees them. */
async function watched(start: () => Promise<void>) {
  const made: { terminate(): unknown }[] = [];
  const Base = workerThreads.Worker;
  workerThreads.Worker = class extends Base {
    constructor(...given: ConstructorParameters<typeof Base>) {
      super(...given);
      made.push(this);
    }
  };
  try {
    await start();
  } finally {
    workerThreads.Worker = Base;
  }
  return made;
}

const memory = new WebAssembly.Memory({
  initial: 16,
  maximum: 65536,
  shared: true,
});
const pool = new ThreadPool(memory, 3);
const workers = await watched(() => pool.start());
const code = compileFor(memory, pool.share);

/** Where a thread leaves a value other than zero, and where that lies. */
const MARKS = 4 * (COUNT + 10);
const MARK = 4;

const LONGEST_WAIT_MS = 10_000;

/** Runs tasks of which the caller does none before some workers have begun. */
function runOnAll(
  count: number,
  task: (index: number, thread: number) => void,
  running = workers.length,
): void {
  new Float32Array(memory.buffer, MARK, 1).fill(1);
  const marks = new Int32Array(memory.buffer, MARKS, 1 + workers.length);
  marks.fill(0);
  pool.run(count, (index, thread) => {
    if (thread > 0) {
      const to = MARKS + 4 * thread;
      code.copyRows({
        from: MARK,
        fromStep: 0,
        to,
        toStep: 0,
        count: 1,
        width: 1,
      });
    } else {
      const end = performance.now() + LONGEST_WAIT_MS;
      const begun = () =>
        marks.filter((_, i) => Atomics.load(marks, i) !== 0).length;
      while (begun() < running) ok(performance.now() < end, "none begins");
    }
    task(index, thread);
  });
}

/** Fills parts with their numbers, some calls a task; which thread did it. */
function numberParts(
  { calls = 1, count = COUNT, run = pool.run.bind(pool) } = {},
): number[] {
  const values = new Float32Array(memory.buffer);
  values.fill(-1, PART, (COUNT + 1) * PART);
  for (let i = 0; i < count; i++) values[i] = i;
  const threads: number[] = [];
  run(count, (task, thread) => {
    threads[task] = thread;
    for (let call = 0; call < calls; call++) {
      // One value, `PART` times.
      code.copyRows({
        from: 4 * task,
        fromStep: 0,
        to: 4 * (task + 1) * PART,
        toStep: 4,
        count: PART,
        width: 1,
      });
    }
  });
  const parts = Array.from({ length: count }, (_, task) => {
    const start = (task + 1) * PART;
    return new Set(values.slice(start, start + PART));
  });
  deepStrictEqual(parts, parts.map((_, task) => new Set([task])));
  return threads;
}

Deno.test("ThreadPool.run() runs each task once, some of them on each thread", () => {
  strictEqual(workers.length, 2);
  deepStrictEqual(
    new Set(numberParts({ run: runOnAll })),
    new Set([0, 1, 2]),
  );
});

Deno.test("ThreadPool.run() takes tasks of more calls than its queue holds", () => {
  ok(numberParts({ calls: 5000, count: 4 }).some((thread) => thread > 0));
});

Deno.test("ThreadPool.run() lets tasks use memory that came later", () => {
  const page = memory.grow(400);
  const start = 65536 * page;
  const values = new Float32Array(memory.buffer, start);
  values.fill(1, 0, COUNT);
  runOnAll(
    COUNT,
    (task) => code.clear({ address: start + 4 * task, size: 4 }),
  );
  deepStrictEqual(values.slice(0, COUNT), new Float32Array(COUNT));
});

Deno.test("ThreadPool.run() throws what a task on another thread does, and goes on", () => {
  throws(
    () =>
      runOnAll(COUNT, (_, thread) => {
        if (thread === 1) code.clear({ address: -4, size: 8 });
      }),
    /A thread of WASM failed: RuntimeError: memory access out of bounds/,
  );
  numberParts();
});

Deno.test("ThreadPool.run() throws what a task throws, after the others have ended", () => {
  throws(
    () =>
      pool.run(COUNT, (task) => {
        if (task === COUNT / 2) throw new TypeError("no such task");
      }),
    TypeError,
  );
  numberParts();
});

Deno.test("ThreadPool.run() refuses a task that runs tasks", () => {
  throws(
    () => pool.run(COUNT, () => pool.run(2, () => {})),
    /A task runs other tasks/,
  );
  numberParts();
});

Deno.test("ThreadPool.share() ends the threads where a module has no room", async () => {
  const small = new ThreadPool(memory, 2);
  await small.start();
  const function_ = { clear: () => {} };
  small.share(new Uint8Array(2 ** 21), function_);
  strictEqual(small.share(new Uint8Array(2 ** 21), function_), function_);
  small.run(8, (_, thread) => strictEqual(thread, 0));
});

Deno.test("ThreadPool.run() runs on fewer threads until those that were ended have started again", () => {
  for (const worker of workers) worker.terminate();
  numberParts();
  const end = performance.now() + 10_000;
  while (new Set(numberParts()).size < 3) ok(performance.now() < end);
});

Deno.test("ThreadPool.run() runs on the caller's thread after its end", () => {
  pool.end();
  deepStrictEqual(new Set(numberParts()), new Set([0]));
});

Deno.test("ThreadPool.start() throws what a worker throws, and leaves none", async () => {
  const Base = workerThreads.Worker;
  workerThreads.Worker = class extends Base {
    constructor(source: string, options: object) {
      super(`throw new Error("no room");${source}`, options);
    }
  };
  try {
    const failing = new ThreadPool(memory, 2);
    await failing.start().then(
      () => ok(false, "started"),
      (error) => ok(`${error}`.includes("no room"), `${error}`),
    );
    failing.run(2, (_, thread) => strictEqual(thread, 0));
  } finally {
    workerThreads.Worker = Base;
  }
});
