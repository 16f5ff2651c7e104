/** What README promises of its first cell. */

import { match, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestRuntime } from "./interpreter.ts";

Deno.test("README's first cell drops in training and not in prediction", async () => {
  const readme = new URL("../../README.md", import.meta.url);
  const [, code] = /```ts\n(.*?)```/s.exec(await Deno.readTextFile(readme))!;
  await using runtime = new TestRuntime(
    fileURLToPath(new URL("../../notebooks/", import.meta.url)),
  );
  const cell = runtime.start(code);
  const outcome = await cell.outcome;

  strictEqual(outcome.status, "ok");
  const [training, prediction] = cell.stdout.match(/\[\[[^\]]*\]/g)!;
  match(training, /\b0\b/);
  match(training, /\b2\b/);
  match(prediction, /^\[\[1(, 1){9}\]$/);
});
