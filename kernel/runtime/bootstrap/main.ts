/**
 * Runs inside the runtime child, before any cell: puts the notebook's globals
 * in place and leaves one object, under a name that only the kernel knows, by
 * which compiled cells and the kernel reach the functions here.
 *
 * @module
 */

import { helpers } from "../../cell/decorator_helpers.ts";
import { installBarriers } from "./barrier.ts";
import { currentCell, enterCell } from "./cells.ts";
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
import { connect, flush, post, tick } from "./output.ts";
import { interrupt, interrupted } from "./stop.ts";
import { noteEngine } from "./tfjs_repair.ts";
import { installTimers } from "./timers.ts";
import { installWorkers } from "./workers.ts";

const [name, colours] = Deno.args;
const NativePromise = Promise;
const NativeSyntaxError = SyntaxError;
const NativeTypeError = TypeError;
const { parse, stringify } = JSON;
const turn = setImmediate;
const NativeSet = Set;
const { apply } = Reflect;
const { then } = NativePromise.prototype;

/** Enters the cell, then one trip through the event loop: see DESIGN's HOP. */
function hop(id: number): Promise<void> {
  noteEngine();
  enterCell(id);
  return new NativePromise((resolve) => turn(resolve));
}

/** Promises that DevTools waits for; it holds them weakly itself. */
const awaited = new NativeSet<Promise<unknown>>();

/** Keeps a promise until DevTools has seen it settle. */
function hold<T>(promise: Promise<T>): Promise<T> {
  awaited.add(promise);
  const release = () => turn(() => awaited.delete(promise));
  apply(then, promise, [release, release]);
  return promise;
}

/** What the latest cell ended with, until the kernel has it. */
let end: { id: number; value: unknown } | undefined;

/** Notes the value of a cell, the last that its code does. */
function ended(value: unknown): unknown {
  end = { id: currentCell().id, value };
  return value;
}

/**
 * Ends a cell: formats its value, sends what is gathered, marks the pipes.
 *
 * @returns JSON of `{ fenced, data?, failure? }`; JSON because a bundle may
 *   hold what DevTools would refuse to copy.
 */
async function finish(
  id: number,
  mark: string,
  shown: boolean,
  value: unknown,
) {
  enterCell(id);
  end = undefined;
  const report: Record<string, unknown> = {};
  try {
    if (shown) report.data = parse(stringify(await guard(format(value))));
  } catch (error) {
    report.failure = describe(error);
  }
  flush();
  report.fenced = fence(mark);
  return stringify(report);
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
    ended,
    guard,
    iterate,
    import: importModule,
    meta: cellMeta(),
    missing(specifier: string) {
      throw new NativeSyntaxError(
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
        throw new NativeTypeError("Assignment to constant variable.");
      },
    }),
    // For the kernel.
    connect() {
      const binding = `${name}_emit`;
      // deno-lint-ignore no-explicit-any -- made by Runtime.addBinding
      const global = globalThis as any;
      connect(global[binding]);
      delete global[binding];
    },
    answer: giveAnswer,
    deliver,
    describe: (thrown: unknown) => stringify(describe(thrown)),
    end: (id: number) => end?.id === id ? end : undefined,
    finish: (...args: Parameters<typeof finish>) => hold(finish(...args)),
    facts: (...path: Parameters<typeof follow>) =>
      stringify(facts(follow(...path))),
    follow,
    interrupt,
    interrupted,
    members: (...path: Parameters<typeof follow>) =>
      stringify(members(...path)),
    tick,
    turn: () => hold(new NativePromise<void>((resolve) => turn(resolve))),
  }),
  enumerable: false,
});
