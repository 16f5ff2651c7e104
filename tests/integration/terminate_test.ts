/** What ends JavaScript that runs in a real child, and what it leaves alone. */

import { strictEqual } from "node:assert/strict";
import { childOptions } from "../harness/child_options.ts";
import { DenoChild } from "../../kernel/runtime/process/deno_child.ts";
import {
  isOfUser,
  runningScripts,
} from "../../kernel/runtime/stop/running_code.ts";
import { terminatePaused } from "../../kernel/runtime/stop/terminate.ts";

async function withChild(work: (child: DenoChild) => Promise<void>) {
  const child = await (await DenoChild.spawn(childOptions()))();
  try {
    await work(child);
  } finally {
    child.kill();
    await child.exited;
  }
}

Deno.test("terminatePaused() ends a loop, time after time, also beside a debugger", () =>
  withChild(async (child) => {
    const { session, debugger: state } = child;
    for (let round = 0; round < 6; round++) {
      if (round === 3) {
        await session.post("Debugger.enable", {});
        state.isAttached = true;
      }
      // In a turn of its own, as cells run.
      const loop = `void setImmediate(() => { round = ${round}; for (;;); })`;
      await child.evaluate(loop);
      while (await child.evaluate("globalThis.round") !== round);
      const turned = child.call("turn");
      state.beginStop();
      await terminatePaused(session, state);
      await turned;
      state.endStop();
    }
    // Refused if it had been taken off.
    await session.post("Debugger.setPauseOnExceptions", { state: "all" });
  }));

Deno.test("terminatePaused() leaves alone what waits", () =>
  withChild(async (child) => {
    let ended = false;
    terminatePaused(child.session, child.debugger).then(() => ended = true);
    // As the kernel's acknowledgements come, at any moment.
    while (!ended) strictEqual(await child.evaluate("1"), 1);
    await child.call("turn");
  }));

Deno.test("runningScripts() sees code of cells, and none of Deno's or the kernel's", () =>
  withChild(async (child) => {
    strictEqual(isOfUser(await runningScripts(child.session)), false);
    await child.evaluate("void setImmediate(() => { for (;;); })");
    while (!isOfUser(await runningScripts(child.session)));
  }));
