/**
 * Runs inside the runtime child, before any cell: puts the notebook's globals
 * in place and leaves one object, under a name that only the kernel knows, by
 * which compiled cells and the kernel reach the functions here.
 *
 * @module
 */

import { helpers } from "../../cell/decorator_helpers.ts";
import { installBarriers } from "./barrier.ts";
import { notePlaces } from "./cell_places.ts";
import {
  currentCell,
  enterCell,
  isAwaiting,
  knownCell,
  withinCell,
} from "./cells.ts";
import { deliver } from "./comms.ts";
import { installConsole } from "./console.ts";
import { describe, installStackNames } from "./failure.ts";
import { fence } from "./fence.ts";
import { forgetForceColor } from "./force_color.ts";
import { format } from "./format.ts";
import { guard, iterate } from "./guard.ts";
import { giveAnswer, installInput } from "./input.ts";
import { installJupyter } from "./jupyter.ts";
import { facts, follow, members } from "./look.ts";
import { installLifeline } from "./lifeline.ts";
import { cellMeta, importModule, installModules } from "./modules.ts";
import { connect, flush, hush, post, speak, tick } from "./output.ts";
import { interrupt, interrupted } from "./stop.ts";
import { noteEngine } from "./tfjs_repair.ts";
import { installTimers } from "./timers.ts";
import { installWorkers } from "./workers.ts";
import {
  global,
  JSON,
  Object,
  Promise,
  Reflect,
  Set,
  SyntaxError,
  TypeError,
} from "./natives.ts";

const [name, colours] = Deno.args;
const { parse, stringify } = JSON;
const turn = setImmediate;
const { apply } = Reflect;
const { then } = Promise.prototype;

/** One trip through the event loop, so that a cell has a turn of its own. */
function hop(id: number): Promise<void> {
  noteEngine();
  knownCell(id);
  end = undefined;
  return idle();
}

/** Promises that DevTools waits for; it holds them weakly itself. */
const awaited = new Set<Promise<unknown>>();

/** Keeps a promise until DevTools has seen it settle. */
function hold<T>(promise: Promise<T>): Promise<T> {
  awaited.add(promise);
  const release = () => turn(() => awaited.delete(promise));
  apply(then, promise, [release, release]);
  return promise;
}

/**
 * What the latest script of a cell gave, until it is shown. Not given to
 * DevTools, which would send a large string to the kernel and back.
 */
let end: { id: number; value: unknown } | undefined;

/** Notes that a cell's functions exist. */
function declared(id: number) {
  end = { id, value: undefined };
}

/** Notes the value of a cell, the last that its code does. */
function ended(value: unknown) {
  end = { id: currentCell().id, value };
}

/**
 * Where a script is whose promise DevTools has lost: at its end, at an `await`
 * that nothing will come back to, or ended by an error that is lost as well.
 */
function whereabouts(id: number): "ended" | "awaiting" | "threw" {
  if (end?.id === id) return "ended";
  return isAwaiting(id) ? "awaiting" : "threw";
}

function isObject(value: unknown): boolean {
  return value !== null &&
    (typeof value === "object" || typeof value === "function");
}

/**
 * Ends a cell: formats its value, sends what is gathered, marks the pipes.
 *
 * @returns JSON of `{ fenced, data?, failure? }`; JSON because a bundle may
 *   hold what DevTools would refuse to copy.
 */
function finish(id: number, mark: string): Promise<string> {
  return withinCell(id, () => reportOf(id, mark));
}

async function reportOf(id: number, mark: string) {
  const value = end?.id === id ? end.value : undefined;
  end = undefined;
  const report: Record<string, unknown> = Object.create(null);
  try {
    // A display method must run in a turn of its own: DevTools, within whose
    // call this is, could not stop it.
    if (isObject(value)) await guard(new Promise((resolve) => turn(resolve)));
    const bundle = value === undefined ? undefined : await guard(format(value));
    if (bundle) report.data = parse(stringify(bundle));
  } catch (error) {
    report.failure = describe(error);
  }
  flush();
  report.fenced = fence(mark);
  return stringify(report);
}

/** A trip through the event loop, which a busy cell lets nobody make. */
function idle(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}

/** DevTools also gets in while the cell runs: repaired is what has ended. */
async function settle(ids: number[]) {
  await idle();
  interrupted(ids);
  await idle();
}

/** Errors that nothing catches would end the process: report them instead. */
function installErrorHandlers() {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    post("x", describe(event.error ?? event.message));
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    post("x", describe(event.reason));
  });
}

/** What the kernel waits for; asynchronous, since only a promise can be held. */
const calls = {
  deliver,
  async describe(thrown: unknown) {
    if (isObject(thrown)) await new Promise((resolve) => turn(resolve));
    return stringify(describe(thrown));
  },
  finish,
};
type Call = (...args: never[]) => Promise<unknown>;

if (colours === "forget-force-color") forgetForceColor();
installLifeline();
installModules();
installErrorHandlers();
installTimers();
installWorkers();
installBarriers(`\0${name}:`);
installInput();
installConsole();
installJupyter();
installStackNames();

Object.defineProperty(globalThis, name, {
  value: Object.freeze({
    // For compiled cells.
    hop,
    enter: enterCell,
    declared,
    ended,
    guard,
    iterate,
    import: importModule,
    meta: cellMeta(),
    missing(specifier: string) {
      throw new SyntaxError(
        `The module '${specifier}' has no default export; ` +
          `\`import * as name\` takes all it exports`,
      );
    },
    held: Object.create(null),
    helpers,
    constant: (_name: string, read: () => unknown) => ({
      get value() {
        return read();
      },
      set value(_) {
        throw new TypeError("Assignment to constant variable.");
      },
    }),
    // For the kernel.
    connect() {
      const binding = `${name}_emit`;
      // deno-lint-ignore no-explicit-any -- made by Runtime.addBinding
      const any = global as any;
      connect(any[binding]);
      delete any[binding];
    },
    answer: giveAnswer,
    notePlaces,
    whereabouts,
    end: () => end,
    call: (method: keyof typeof calls, ...args: never[]) =>
      hold(apply(calls[method] as Call, undefined, args) as Promise<unknown>),
    facts: (...path: Parameters<typeof follow>) =>
      stringify(facts(follow(...path))),
    follow,
    hush,
    interrupt,
    interrupted: (ids: number[]) => hold(settle(ids)),
    speak,
    members: (...path: Parameters<typeof follow>) =>
      stringify(members(...path)),
    tick,
    turn: () => hold(idle()),
  }),
  enumerable: false,
});
