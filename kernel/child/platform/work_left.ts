/**
 * Whether anything is left that could settle what a cell awaits. Deno's event
 * loop knows, as it ends a program when there is nothing; here it goes on, as
 * the next cell is still to come.
 *
 * What the loop may not count keeps the answer at yes: timers and Workers that
 * were told not to keep a program alive, `Atomics.waitAsync()`, signals, and
 * native code.
 *
 * @module
 */

import Module from "node:module";
import process from "node:process";
import { isHeldOnlyByUs } from "./lifeline.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import {
  Number,
  Object,
  Promise,
  Reflect,
  String,
} from "../language/natives.ts";

const schedule = setTimeout;
const now = performance.now.bind(performance);
const { apply } = Reflect;
const { eventNames } = process;

/** On `performance.now()`'s clock: no timeout that was ever set is due later. */
let lastDue = 0;
/** Whether something was used of which nobody can tell when it ends. */
let isUncertain = false;

/** From here on the answer is yes. */
export function noteUncertain() {
  isUncertain = true;
}

/** Takes note of a timer, whatever becomes of it. */
export function noteTimer(name: string, delayMs: unknown) {
  if (name === "setInterval") noteUncertain();
  if (name !== "setTimeout") return;
  const due = now() + (Number(delayMs) || 0);
  if (due > lastDue) lastDue = due;
}

function noteUse(owner: object, name: string) {
  const method = (owner as Record<string, (...args: unknown[]) => unknown>)[
    name
  ];
  const noting = function (this: unknown, ...args: unknown[]) {
    noteUncertain();
    return apply(method, this, args);
  };
  Object.defineProperties(noting, Object.getOwnPropertyDescriptors(method));
  Object.defineProperty(owner, name, {
    value: noting,
    writable: true,
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(owner, name)?.enumerable,
  });
}

export function installWorkLeft() {
  noteUse(Atomics, "waitAsync");
  noteUse(Deno, "addSignalListener");
  // Native code has threads of its own.
  noteUse(Deno, "dlopen");
  noteUse((Module as unknown as { _extensions: object })._extensions, ".node");
}

/** Asked by the kernel, also while code of a cell is busy. */
export async function isWorkLeft(): Promise<boolean> {
  // Then no code of a cell is on the stack, or about to run as a microtask. An
  // immediate would count itself.
  await new Promise<void>((resolve) => void schedule(resolve, 0));
  return withIntrinsics(() =>
    isUncertain || now() < lastDue || hasSignals() || !isHeldOnlyByUs()
  );
}

function hasSignals(): boolean {
  const names: unknown[] = apply(eventNames, process, []);
  return names.some((name) => /^SIG/.test(String(name)));
}
