/**
 * Workers know their cell, so that Stop ends them with it.
 *
 * @module
 */

import threads from "node:worker_threads";
import { currentCell } from "../cells/cells.ts";
import { markPatched } from "../compiled/patched.ts";
import { Object } from "../language/natives.ts";
import { noteUncertain } from "./work_left.ts";

type WorkerClass = new (...args: never[]) => { terminate(): unknown };

function watched<T extends WorkerClass>(Base: T): T {
  // deno-lint-ignore no-explicit-any -- what TypeScript asks of a mixin
  const Mixin = class extends (Base as new (...args: any[]) => any) {
    // deno-lint-ignore no-explicit-any
    constructor(...args: any[]) {
      super(...args);
      const { workers } = currentCell();
      noteUncertain();
      workers.add(this as unknown as { terminate(): unknown });
    }
  };
  Object.defineProperty(Mixin, "name", { value: Base.name });
  return Mixin as unknown as T;
}

export function installWorkers() {
  globalThis.Worker = watched(globalThis.Worker);
  threads.Worker = watched(threads.Worker);
  markPatched(threads);
}
