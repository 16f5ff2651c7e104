import type { TensorInfo } from "@tensorflow/tfjs";
import { poolOf, type Task } from "../threads/thread_pool.ts";
import { spans } from "./matrix_part.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/** Threads on which this library's loops run. */
export function threadsOf({ wasm }: WasmBackend): number {
  return poolOf(wasm)?.threads ?? 1;
}

/**
 * Runs the tasks 0 to `count` - 1, each once, on all threads, in any order: see
 * `ThreadPool` for what a task may do. One task, and one thread, need no pool.
 */
export function inParallel(
  { wasm }: WasmBackend,
  count: number,
  task: Task,
): void {
  const pool = poolOf(wasm);
  if (pool && count > 1) pool.run(count, task);
  else for (let i = 0; i < count; i++) task(i, 0);
}

/** Values of a cache line. */
const LINE = 16;

/**
 * Values that a task reads or writes, where it does little with each: some 10
 * microseconds, in which it could be given to a worker ten times.
 */
const TASK_VALUES = 2 ** 15;

/**
 * Products of two values in a task. Fewer take less time than it takes to give
 * them to another thread.
 */
export const TASK_PRODUCTS = 2 ** 19;

/**
 * Fewest values that a call of a loop should move or add. To write a call down
 * for a worker takes as long as the shipped kernels take for so many.
 */
export const CALL_VALUES = 128;

/**
 * Most tasks for each thread, and most of long ones: a late one delays the
 * others by its length.
 */
const TASKS = 8;
const LONG_TASKS = 32;

/** A long task has so many times what is enough. */
const LONG = 8;

/**
 * How many tasks to cut some work into, at least 1: so few that each has
 * `enough` of it, and no more than `most` for each thread. One thread has one.
 */
export function taskCount(
  backend: WasmBackend,
  work: number,
  enough: number,
  most = TASKS,
): number {
  const threads = threadsOf(backend);
  if (threads === 1) return 1;
  return Math.max(1, Math.min(most * threads, Math.floor(work / enough)));
}

/**
 * How many tasks to cut work on so many values into: long work into more, since
 * a thread that is late with its last task delays the others less then.
 */
function fineTaskCount(backend: WasmBackend, work: number): number {
  return Math.max(
    taskCount(backend, work, TASK_VALUES),
    taskCount(backend, work, LONG * TASK_VALUES, LONG_TASKS),
  );
}

/**
 * Runs tasks over `count` things in a row, some things in each: so few tasks
 * that each has enough to do, at `values` a thing.
 */
export function inParts(
  backend: WasmBackend,
  count: number,
  values: number,
  task: (start: number, length: number, thread: number) => void,
): void {
  const wanted = fineTaskCount(backend, count * values);
  const parts = spans(count, wanted, values === 1 ? LINE : 1);
  inParallel(backend, parts.length, (index, thread) => {
    const [start, length] = parts[index];
    task(start, length, thread);
  });
}

/** Memory for what tasks compute on the way, for each thread its own. */
export class Scratch {
  readonly #backend: WasmBackend;
  readonly #sizes: number[];
  readonly #size: number;
  readonly #memory?: TensorInfo;

  /** @param sizes Parts of so many values of 32 bits. */
  constructor(backend: WasmBackend, sizes: number[]) {
    this.#backend = backend;
    this.#sizes = sizes;
    this.#size = sizes.reduce((sum, size) => sum + size, 0);
    if (this.#size === 0) return;
    const shape = [threadsOf(backend), this.#size];
    this.#memory = backend.makeOutput(shape, "float32");
  }

  /** Addresses of a thread's parts. */
  of(thread: number): number[] {
    let at = 4 * thread * this.#size;
    if (this.#memory) at += addressOf(this.#backend, this.#memory);
    return this.#sizes.map((size) => {
      const start = at;
      at += 4 * size;
      return start;
    });
  }

  release(): void {
    if (this.#memory) release(this.#backend, this.#memory);
  }
}
