/**
 * Runs inside the runtime child, before any cell: puts the notebook's globals
 * in place and leaves one object, under a name that only the kernel knows, by
 * which compiled cells and the kernel reach the functions here.
 *
 * @module
 */

import type { CellRuntime } from "../bridge/cell_runtime.ts";
import type { ChildSide, Whereabouts } from "../bridge/child_calls.ts";
import { type CellEnd, CHUNK_LENGTH } from "../bridge/payload.ts";
import { helpers } from "./compiled/decorator_helpers.ts";
import { installSubprocesses } from "./platform/subprocesses.ts";
import { notePlaces } from "./cells/cell_places.ts";
import {
  currentCell,
  enterCell,
  isAwaiting,
  knownCell,
  withinCell,
} from "./cells/cells.ts";
import { deliver } from "./jupyter/comms.ts";
import { endGroups, installConsole } from "./platform/console.ts";
import { describe } from "./show/failure.ts";
import { installStackNames } from "./show/stack_names.ts";
import { nameBarriers } from "./output/barrier.ts";
import { fence } from "./output/fence.ts";
import { forgetVariable } from "./platform/forget_variable.ts";
import { format } from "./show/format.ts";
import {
  beginCall,
  beginCleanup,
  guard,
  guardCleanup,
  iterate,
  pause,
} from "./compiled/guard.ts";
import { giveAnswer, installInput } from "./platform/input.ts";
import { installJupyter } from "./jupyter/jupyter.ts";
import { facts, follow, members } from "./show/look.ts";
import {
  giveBack,
  noteIntrinsics,
  setAside,
  withIntrinsics,
} from "./language/intrinsics.ts";
import {
  bind,
  imports,
  installLiveImports,
  unbind,
  updateImports,
} from "./compiled/live_imports.ts";
import { installLifeline } from "./platform/lifeline.ts";
import { cellMeta, importModule, installModules } from "./compiled/modules.ts";
import {
  connect,
  flush,
  hush,
  jsonOf,
  post,
  postJson,
  speak,
  tick,
} from "./output/output.ts";
import { cleanUp, InterruptedError } from "./stop/clean_up.ts";
import { interrupt, interrupted, repair } from "./stop/stop.ts";
import { forgetOperations, inOperation } from "./stop/tfjs_operations.ts";
import { noteEngine } from "./stop/tfjs_repair.ts";
import { installStdin } from "./platform/stdin.ts";
import { installTimers } from "./platform/timers.ts";
import { installWorkers } from "./platform/workers.ts";
import {
  global,
  JSON,
  Object,
  Promise,
  Reflect,
  TypeError,
} from "./language/natives.ts";

const [name, parent, forgotten] = Deno.args;
const { stringify } = JSON;
const turn = setImmediate;
const { apply } = Reflect;
const { then } = Promise.prototype;

/**
 * One trip through the event loop, so that a cell has a turn of its own. A cell
 * that was stopped meanwhile does not begin.
 */
function hop(id: number): Promise<void> {
  setAside();
  noteEngine();
  const cell = knownCell(id);
  end = undefined;
  return new Promise((resolve) =>
    turn(() => {
      giveBack();
      if (cell.stopped) post("stopped", id);
      else resolve();
    })
  );
}

/** Promises that DevTools waits for; it holds them weakly itself. */
const awaited: Record<number, Promise<unknown>> = Object.create(null);
let held = 0;
/** Those of them that have settled; by the next call DevTools has seen it. */
const settled: Record<number, true> = Object.create(null);

/** Keeps a promise until DevTools has seen it settle. */
function hold<T>(promise: Promise<T>): Promise<T> {
  for (const key in settled) {
    delete awaited[key];
    delete settled[key];
  }
  const key = held++;
  awaited[key] = promise;
  const settle = () => void (settled[key] = true);
  apply(then, promise, [settle, settle]);
  return promise;
}

/**
 * What the latest script of a cell gave, until it is shown. Not given to
 * DevTools, which would send a large string to the kernel and back.
 */
let end: { id: number; value: unknown } | undefined;

/** Notes that a cell's functions exist. V8 makes a promise of that. */
function declared(id: number) {
  setAside();
  end = { id, value: undefined };
}

/** Notes the value of a cell, the last that its code does. */
function ended(value: unknown) {
  setAside();
  end = { id: currentCell().id, value };
}

/**
 * Where a script is whose promise DevTools has lost: at its end, at an `await`
 * that nothing will come back to, or ended by an error that is lost as well.
 */
function whereabouts(id: number): Whereabouts {
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
  // Of a stopped cell nothing runs any more, display methods neither.
  const shown = end?.id === id && !knownCell(id).stopped;
  const value = shown ? end!.value : undefined;
  end = undefined;
  updateImports();
  const report: CellEnd = Object.create(null);
  let json;
  try {
    // A display method must run in a turn of its own: DevTools, within whose
    // call this is, could not stop it.
    if (isObject(value)) await pause(idle());
    const bundle = value === undefined
      ? undefined
      : await (pause(format(value)) as ReturnType<typeof format>);
    if (bundle) report.data = bundle as CellEnd["data"];
    json = jsonOf(report) ?? stringify({
      data: { "text/plain": "A value of more than 256 MB was left out" },
    });
  } catch (error) {
    json = stringify({ failure: describe(error) });
  }
  const posted = json.length > CHUNK_LENGTH;
  if (posted) {
    // Waits for the kernel to take what was sent, which within a call by
    // DevTools would be for ever.
    await pause(idle());
    postJson("end", json);
    json = "{}";
  } else flush();
  const fenced = fence(mark);
  giveBack();
  return `{"fenced":${fenced},"posted":${posted},"end":${json}}`;
}

/** A trip through the event loop, which a busy cell lets nobody make. */
function idle(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}

/** Runs the cells' own code, each time in a turn of its own. */
async function cleanUpCells(ids: number[], terminated: boolean) {
  const cells = ids.map(knownCell);
  await idle();
  // What it does with tensors is meant to be done.
  forgetOperations();
  if (terminated) await withIntrinsics(repair);
  giveBack();
  await cleanUp(cells);
}

/** DevTools also gets in while the cell runs: repaired is what has ended. */
async function settle(ids: number[]): Promise<boolean> {
  await idle();
  const isFresh = await interrupted(ids);
  await idle();
  return isFresh;
}

/** Errors that nothing catches would end the process: report them instead. */
function installErrorHandlers() {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    const thrown = event.error ?? event.message;
    withIntrinsics(() => post("uncaught", describe(thrown)));
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    // Of a function that nobody awaits.
    if (event.reason instanceof InterruptedError) return;
    withIntrinsics(() => post("uncaught", describe(event.reason)));
  });
}

/** A call whose promise the kernel waits for. */
function awaitedCall<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => withIntrinsics(() => hold(apply(work, undefined, args)));
}

/**
 * The same for one that may run code of cells: it begins with the language's
 * own objects in place, and gives the cells' back itself.
 */
function openCall<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => {
    setAside();
    const promise = apply(work, undefined, args);
    return withIntrinsics(() => hold(promise));
  };
}

async function describeThrown(thrown: unknown): Promise<string> {
  if (isObject(thrown)) await idle();
  const json = stringify(describe(thrown));
  giveBack();
  return json;
}

if (forgotten) forgetVariable(forgotten);
installLifeline(Number(parent));
installModules();
installErrorHandlers();
installTimers();
installWorkers();
nameBarriers(`\0${name}:`);
installSubprocesses();
installInput();
installStdin();
installConsole();
installJupyter();
installStackNames();
installLiveImports(name);
noteIntrinsics();

const forCells: CellRuntime = {
  hop,
  enter: (id) =>
    withIntrinsics(() => {
      enterCell(id);
      endGroups();
    }),
  declared,
  ended,
  guard: guard as CellRuntime["guard"],
  beginCall,
  beginCleanup,
  guardCleanup: guardCleanup as CellRuntime["guardCleanup"],
  iterate: iterate as CellRuntime["iterate"],
  import: importModule as CellRuntime["import"],
  meta: cellMeta(),
  bind,
  unbind,
  imports,
  held: Object.create(null),
  helpers,
  constant: (_name, read) => ({
    get value() {
      return read();
    },
    set value(_) {
      throw new TypeError("Assignment to constant variable.");
    },
  }),
};

const forKernel = {
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
  lastValue: () => end?.value,
  facts: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => stringify(facts(follow(root, keys)))),
  members: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => stringify(members(root, keys))),
  follow: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => follow(root, keys)),
  hush,
  speak,
  interrupt,
  cleanUp: openCall(cleanUpCells),
  inOperation,
  interrupted: awaitedCall(settle),
  tick,
  turn: awaitedCall(idle),
  finish: openCall(finish),
  deliver: openCall(deliver),
  describe: openCall(describeThrown),
} satisfies ChildSide;

Object.defineProperty(globalThis, name, {
  value: Object.freeze({ ...forCells, ...forKernel }),
  enumerable: false,
});
