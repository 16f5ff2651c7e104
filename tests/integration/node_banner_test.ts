/** The first tensor of a notebook that has not chosen a backend. */

import { match, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const FIRST =
  'import * as tf from "@tensorflow/tfjs"; tf.ones([2]).dataSync()[0]';

Deno.test("the first tensor on the cpu backend says what helps, once", async () => {
  await using runtime = new TestRuntime();
  await runtime.run('import "thaw"');
  const cell = runtime.start(`${FIRST}; tf.ones([2])`);
  await cell.outcome;
  match(
    cell.stderr,
    /^Tensors are on the slow cpu backend.*selectBackend.*\n$/,
  );
});

Deno.test("where the cpu backend was asked for, nothing is said", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    'import * as thaw from "thaw"; await thaw.selectBackend({ name: "cpu" })',
  );
  const cell = runtime.start(FIRST);
  await cell.outcome;
  strictEqual(cell.stderr, "");
});
