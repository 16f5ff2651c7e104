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
import { BACKGROUND_WAIT_MS } from "../../bridge/background_wait.ts";
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

/** How long `rest()` waits before it looks again, in ms. */
const REST_LOOK_MS = 10;

/** On `performance.now()`'s clock: no timeout that was ever set is due later. */
let lastDue = 0;
/** The same of short ones. A long one does not keep `rest()` from these. */
let lastShortDue = 0;
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
  const delay = Number(delayMs) || 0;
  const due = now() + delay;
  if (due > lastDue) lastDue = due;
  if (delay <= BACKGROUND_WAIT_MS && due > lastShortDue) lastShortDue = due;
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
 * something, and timeouts; but only as long as Deno would wait for anything at a
 * program's end. Messages of comms do not come any more.
 */
export async function rest() {
  const end = now() + BACKGROUND_WAIT_MS;
  const isUnderWay = () =>
    areAwaiting() || now() < lastShortDue || now() < lastDue && lastDue <= end;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => void schedule(resolve, ms));
  // Deno reports a rejection in the turn of the event loop after it.
  await idle();
  while (now() < end && isUnderWay() && !isHeldOnlyByUs()) {
    await pause(REST_LOOK_MS);
  }
  // A timeout that is due now is called before a later one.
  await pause(1);
  await idle();
}

function hasSignals(): boolean {
  const names: unknown[] = apply(eventNames, process, []);
  return names.some((name) => /^SIG/.test(String(name)));
}
