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
import { areAwaiting } from "../cells/cells.ts";
import { idle } from "../language/idle.ts";
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

/** How often `rest()` looks, in ms. */
const REST_LOOK_MS = 10;

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

/**
 * Waits for what cells have begun and not awaited: code of theirs that awaits
 * something, and timeouts.
 *
 * @param mayGoOn Whether anything could still come.
 */
export async function rest(limitMs: number, mayGoOn: () => Promise<boolean>) {
  const end = now() + limitMs;
  const isUnderWay = () => areAwaiting() || now() < lastDue && lastDue <= end;
  // What has just been rejected is told in the next turn.
  await idle();
  while (isUnderWay() && now() < end && await mayGoOn()) {
    await new Promise<void>((resolve) => void schedule(resolve, REST_LOOK_MS));
  }
  await idle();
}

function hasSignals(): boolean {
  const names: unknown[] = apply(eventNames, process, []);
  return names.some((name) => /^SIG/.test(String(name)));
}
