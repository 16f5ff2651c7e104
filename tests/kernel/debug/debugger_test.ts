import { deepStrictEqual, rejects } from "node:assert/strict";
import type { Debuggee } from "../../../kernel/debug/debuggee.ts";
import { Debugger } from "../../../kernel/debug/debugger.ts";
import { CellSources } from "../../../kernel/runtime/cell_sources.ts";

Deno.test("attach() tries anew after it has failed", async () => {
  const watched: boolean[] = [];
  let tries = 0;
  const debuggee: Debuggee = {
    sources: new CellSources(),
    runtime: () => Promise.reject(new Error(`no runtime ${++tries}`)),
    watch: (watcher) => watched.push(watcher !== undefined),
    interrupt: () => Promise.resolve(),
  };
  const tested = new Debugger(debuggee, () => {});
  await Promise.all([
    rejects(tested.attach(), /no runtime 1/),
    // The same try.
    rejects(tested.attach(), /no runtime 1/),
  ]);
  await rejects(tested.attach(), /no runtime 2/);
  // Nor does it attach to the next runtime by itself.
  deepStrictEqual(watched.at(-1), false);
});
