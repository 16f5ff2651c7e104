/** What V8 makes of a termination, which Stop rests on. */

import { strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DenoChild } from "../../kernel/runtime/deno_child.ts";

const config = fileURLToPath(new URL("../../deno.json", import.meta.url));

Deno.test("a question that comes with a termination does not save what runs", async () => {
  const child = await DenoChild.start({
    folder: Deno.cwd(),
    permissions: ["--allow-all"],
    config,
    heapLimit: 512,
    lock: undefined,
  });
  const turn = `${child.name}.turn()`;
  const started = await child.evaluate(
    "setImmediate(() => { for (;;) {} }), 1",
  );
  strictEqual(started, 1);
  // Stopped, it finds all that was sent meanwhile in one piece.
  Deno.kill(child.pid, "SIGSTOP");
  const terminated = child.session.terminate();
  const asked = child.evaluate("1 + 1").catch(() => {});
  Deno.kill(child.pid, "SIGCONT");
  await terminated;
  await asked;
  // The first may be what is terminated, where nothing ran yet.
  await child.evaluate(turn, true).catch(() => child.evaluate(turn, true));
  child.kill();
  await child.exited;
});
