/**
 * Watches the operations of TensorFlow.js: tells whether one runs, and ends a
 * stopped cell at its next one.
 *
 * A termination that lands in the WebAssembly of the backend leaves its stack
 * low for good, or cuts the table of tensors in two, and then every later
 * operation fails. So a stopped cell ends between two operations, by an
 * exception, which also closes its scopes; and the kernel terminates nothing
 * while one runs.
 *
 * @module
 */

import { currentCell } from "../cells/cells.ts";
import { type Engine, engine } from "./tfjs_engine.ts";
import { watchSaved } from "./tfjs_saved.ts";

/** A cell that ran an operation this lately is about to run the next. */
const LATELY_MS = 50;

/** Ends a stopped cell's loop between two operations, as an exception does. */
class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("Stopped between two operations of TensorFlow.js");
  }
}

const { apply } = Reflect;
const now = performance.now.bind(performance);
const watched = new WeakSet<object>();
let depth = 0;
/** When the last operation ended, and whose it was. */
let last = -Infinity;
let lastCell = 0;
/** The cells that end at their next operation. */
let ending: number[] = [];
/** Whether they end at each: they have had the time to clean up. */
let insists = false;

type Method = (this: Engine, ...args: unknown[]) => unknown;

/** Throws in a cell that was asked to end; once, so that it may clean up. */
export function endIfAsked() {
  if (ending.length === 0) return;
  const { id } = currentCell();
  if (!ending.includes(id)) return;
  if (!insists) ending = ending.filter((other) => other !== id);
  throw new Interrupted();
}

/** Watches the engine, once there is one. */
export function watchEngine() {
  const found = engine();
  if (!found || watched.has(found)) return;
  watched.add(found);
  for (const name of ["runKernel", "makeTensor"] as const) watch(found, name);
  // Scopes end by these also in a cell that was asked to end.
  watch(found, "disposeTensor", false);
  watchSaved(found);
}

function watch(
  owner: Engine,
  name: "runKernel" | "makeTensor" | "disposeTensor",
  ends = true,
) {
  const methods = owner as unknown as Record<string, Method>;
  const method = methods[name];
  methods[name] = function (...args) {
    if (ends && depth === 0) endIfAsked();
    depth++;
    try {
      return apply(method, this, args);
    } finally {
      depth--;
      if (depth === 0) {
        last = now();
        lastCell = currentCell().id;
      }
    }
  };
}

/**
 * The cells' loops end at their next operation.
 *
 * @returns Whether one runs, or one of theirs ran just now.
 */
export function endOperations(cells: number[]): boolean {
  ending = cells;
  insists = false;
  if (depth > 0) return true;
  return cells.includes(lastCell) && now() - last < LATELY_MS;
}

/**
 * The same, at each operation from now on.
 *
 * @returns Whether one runs: it must not be terminated.
 */
export function inOperation(cells: number[]): boolean {
  ending = cells;
  insists = true;
  return depth > 0;
}

/**
 * Called when nothing runs any more: code that was cut has not come to its
 * `finally`.
 */
export function forgetOperations() {
  depth = 0;
  ending = [];
}
