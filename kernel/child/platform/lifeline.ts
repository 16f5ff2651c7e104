/**
 * The runtime's life hangs on the kernel's: when the kernel dies, by `kill -9`
 * too, a Worker sees that the process has another parent, also while a cell is
 * in a busy loop, and ends the process with what its cells started.
 *
 * The process leads a group of its own. On Windows a process keeps the number
 * of a parent that has ended, so there the runtime stays.
 *
 * @module
 */

import { Object, Reflect } from "../language/natives.ts";

const { apply } = Reflect;

type Hold = (isHeld: boolean) => void;

// deno-lint-ignore no-explicit-any -- Deno's own, which has no type
const { core } = (Deno as any)[(Deno as any).internal] ?? {};
const hasMoreWork: (() => boolean) | undefined = core?.eventLoopHasMoreWork;

/** How often the parent is looked for. */
const LIFELINE_MS = 500;

const watcher = (parent: number) => `
  const timer = setInterval(() => {
    if (Deno.ppid === ${parent}) return;
    clearInterval(timer);
    try {
      Deno.kill(-Deno.pid, "SIGTERM");
    } catch {
      // Without --allow-run; then cells have started nothing either.
    }
    Deno.kill(Deno.pid, "SIGKILL");
  }, ${LIFELINE_MS});`;

/** The Worker that keeps the event loop going between cells. */
let watching: Worker;
/** Deno's method by which `node:worker_threads` has `ref()` and `unref()`. */
let hold: Hold | undefined;

/** @param parent Process id of the kernel. */
export function installLifeline(parent: number) {
  const code = encodeURIComponent(watcher(parent));
  watching = new Worker(`data:text/javascript,${code}`, { type: "module" });
  // deno-lint-ignore no-explicit-any -- by a symbol without a name
  const methods = Object.getPrototypeOf(watching) as any;
  const symbol = Object.getOwnPropertySymbols(methods)
    .find(({ description }) => !description);
  hold = symbol && methods[symbol];
  // A cell may signal its whole group, as `kill -INT 0` in a shell does.
  Deno.addSignalListener("SIGINT", () => {});
}

/**
 * Whether the event loop would end if it were not for the watcher; false if
 * this Deno does not say.
 */
export function isHeldOnlyByUs(): boolean {
  if (!hasMoreWork || !hold) return false;
  apply(hold, watching, [false]);
  try {
    return !hasMoreWork();
  } finally {
    apply(hold, watching, [true]);
  }
}
