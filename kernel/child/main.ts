/**
 * Runs inside the runtime child, before any cell: puts the notebook's globals
 * in place and leaves one object, under a name that only the kernel knows, by
 * which compiled cells and the kernel reach the functions here.
 *
 * @module
 */

import type { CellRuntime } from "../bridge/cell_runtime.ts";
import {
  bindingName,
  type ChildSide,
  readyName,
} from "../bridge/child_calls.ts";
import {
  close,
  declared,
  describeThrown,
  ended,
  finish,
  isShownByItself,
  lastValue,
  whereabouts,
} from "./cell_end.ts";
import { notePlaces, placesOf } from "./cells/cell_places.ts";
import { cancelOther, enterCell, isOtherBusy } from "./cells/cells.ts";
import { helpers } from "./compiled/decorator_helpers.ts";
import {
  beginCall,
  beginCleanup,
  guard,
  guardCleanup,
  iterate,
} from "./compiled/guard.ts";
import {
  bind,
  imports,
  installLiveImports,
  unbind,
} from "./compiled/live_imports.ts";
import {
  cellMeta,
  foresee,
  importDefer,
  importModule,
  importSource,
  isImporting,
} from "./compiled/modules.ts";
import { awaitedCall, openCall } from "./held_promises.ts";
import { hop } from "./hop.ts";
import { deliver, hasComms } from "./jupyter/comms.ts";
import { tested } from "./jupyter/deno_test.ts";
import { installJupyter } from "./jupyter/jupyter.ts";
import { installFunctionText } from "./language/function_text.ts";
import { idle } from "./language/idle.ts";
import { noteIntrinsics, withIntrinsics } from "./language/intrinsics.ts";
import { global, JSON, Object, TypeError } from "./language/natives.ts";
import { nameBarriers } from "./output/barrier.ts";
import { connect, hush, neverWaiting, speak, tick } from "./output/output.ts";
import { endGroups, installConsole } from "./platform/console.ts";
import { farewell } from "./platform/farewell.ts";
import { forgetVariable } from "./platform/forget_variable.ts";
import {
  forgetQuestion,
  giveAnswer,
  installInput,
  isAsking,
} from "./platform/input.ts";
import { installLifeline } from "./platform/lifeline.ts";
import { installStdin, putOpenQuestion } from "./platform/stdin.ts";
import { installSubprocesses } from "./platform/subprocesses.ts";
import { installTimers } from "./platform/timers.ts";
import { installErrorHandlers } from "./platform/uncaught_errors.ts";
import { installWorkers } from "./platform/workers.ts";
import { installWorkLeft, isWorkLeft, rest } from "./platform/work_left.ts";
import { bundle, bundleNow } from "./show/bundle.ts";
import { itemCount, items } from "./show/items.ts";
import { facts, follow, members } from "./show/look.ts";
import { overview } from "./show/overview.ts";
import { installStackNames } from "./show/stack_names.ts";
import { cleanUpCells, settle } from "./stop/after_stop.ts";
import { interrupt } from "./stop/stop.ts";
import { inOperation } from "./stop/tfjs_operations.ts";

const [name, parent, forgotten] = Deno.args;
const { stringify } = JSON;
// deno-lint-ignore no-explicit-any -- what DevTools leave under our names
const byName = global as any;

if (forgotten) forgetVariable(forgotten);
installLifeline(Number(parent));
installErrorHandlers(isShownByItself);
installTimers();
installWorkers();
installWorkLeft();
nameBarriers(`\0${name}:`);
installSubprocesses();
installInput();
installStdin();
installConsole();
installJupyter();
installStackNames();
installLiveImports(name);
installFunctionText(name);
noteIntrinsics();

const forCells: CellRuntime = {
  hop,
  enter: (id) =>
    withIntrinsics(() => {
      enterCell(id);
      endGroups();
      putOpenQuestion();
    }),
  declared,
  ended,
  close: openCall(close),
  tested,
  guard: guard as CellRuntime["guard"],
  beginCall,
  beginCleanup,
  guardCleanup: guardCleanup as CellRuntime["guardCleanup"],
  iterate: iterate as CellRuntime["iterate"],
  import: importModule as CellRuntime["import"],
  importDefer,
  importSource,
  foresee,
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
    const binding = bindingName(name);
    connect(byName[binding]);
    delete byName[binding];
  },
  answer: giveAnswer,
  notePlaces,
  placesOf,
  whereabouts,
  lastValue,
  facts: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => stringify(facts(follow(root, keys)))),
  members: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => stringify(members(root, keys))),
  follow: (root: (() => unknown) | null, keys: string[]) =>
    withIntrinsics(() => follow(root, keys)),
  overview: (value) => overview(value()),
  factsOf: (value: unknown) => withIntrinsics(() => stringify(facts(value))),
  itemCount: (value: unknown) => withIntrinsics(() => itemCount(value)),
  items: (value: unknown, start: number, count: number) =>
    withIntrinsics(() => items(value, start, count)),
  bundle: openCall(bundle),
  bundleNow,
  hush,
  speak,
  interrupt,
  cleanUp: openCall(cleanUpCells),
  inOperation,
  isAsking,
  isImporting,
  isOtherBusy,
  cancelOther,
  interrupted: awaitedCall((cells: number[]) => {
    forgetQuestion();
    return settle(cells);
  }),
  tick,
  turn: awaitedCall(idle),
  mayGoOn: awaitedCall(async () => hasComms() || await isWorkLeft()),
  farewell: awaitedCall(farewell),
  rest: awaitedCall(rest),
  finish: openCall(finish),
  deliver: openCall(deliver),
  describe: openCall(describeThrown),
} satisfies ChildSide;

// A call must not wait for the kernel's tick: a tick is a call, too, and V8
// makes no call within another.
const calls = Object.entries(forKernel)
  .map(([call, work]) => [call, neverWaiting<never[], unknown>(work)]);

// `overview` runs under `throwOnSideEffect`: V8 would refuse it if the call
// itself noted anything.
const { overview: unnoted } = forKernel;

Object.defineProperty(globalThis, name, {
  value: Object.freeze({
    ...forCells,
    ...Object.fromEntries(calls),
    overview: unnoted,
  }),
  enumerable: false,
});

// Not there if the kernel has not asked yet.
const ready = readyName(name);
byName[ready]?.();
delete byName[ready];
