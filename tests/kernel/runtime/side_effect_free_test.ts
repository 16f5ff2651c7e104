import { strictEqual } from "node:assert/strict";
import type { DenoRuntime } from "../../../kernel/runtime/deno_runtime.ts";
import { promptly } from "../../../kernel/runtime/side_effect_free.ts";

Deno.test("promptly() does not ask a runtime again that owes an answer", async () => {
  const runtime = {} as DenoRuntime;
  const { promise, resolve } = Promise.withResolvers<string>();
  let released = 0;
  const release = () => void released++;
  strictEqual(await promptly(runtime, () => promise, release), undefined);
  let asked = 0;
  const ask = () => Promise.resolve(++asked);
  strictEqual(await promptly(runtime, ask), undefined);
  strictEqual(asked, 0);
  // Another one is not meant.
  strictEqual(await promptly({} as DenoRuntime, ask), 1);
  resolve("late");
  await promise;
  await new Promise((resolve) => setTimeout(resolve));
  strictEqual(await promptly(runtime, ask), 2);
  strictEqual(released, 1);
});
