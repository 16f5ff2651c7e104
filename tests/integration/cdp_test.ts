/** The DevTools connection to a real child. */

import { strictEqual } from "node:assert/strict";
import { childOptions } from "../harness/child_options.ts";
import { DenoChild } from "../../kernel/runtime/process/deno_child.ts";
import { TestRuntime } from "../harness/test_runtime.ts";

Deno.test("a long command arrives whole while the child talks", async () => {
  const child = await (await DenoChild.spawn(childOptions()))();
  try {
    for (const length of [1000, 2000, 20_000]) {
      const expression = `"${"x".repeat(length)}".length`;
      for (let round = 0; round < 50; round++) {
        // Its reply is on its way while the long one is.
        const before = child.evaluate("1");
        strictEqual(await child.evaluate(expression), length);
        strictEqual(await before, 1);
      }
    }
  } finally {
    child.kill();
    await child.exited;
  }
});

Deno.test("a long cell arrives whole while an earlier one prints", async () => {
  await using runtime = new TestRuntime();
  // Displays are sent at once, lines with the kernel's next tick.
  await runtime.run(
    `let kept = 1;
    setInterval(() => Deno.jupyter.display({ "text/plain": "here" }, { raw: true }), 0)`,
  );
  for (const length of [100_000, 1_000_000]) {
    for (let round = 0; round < 20; round++) {
      const cell = `kept && "${"x".repeat(length)}".length`;
      strictEqual(await runtime.run(cell), String(length));
    }
  }
});
