/** Stop in the middle of training: both ways to train work again, nothing leaks. */

import { match, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const SET_UP = `
import * as tf from "@tensorflow/tfjs";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
wasm.setWasmPaths(new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm")).pathname);
await tf.setBackend("wasm");
const x = tf.randomNormal([512, 64]), y = tf.randomNormal([512, 1]);
const model = tf.sequential();
model.add(tf.layers.dense({ units: 128, activation: "relu", inputShape: [64] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: "adam", loss: "meanSquaredError" });
const sgd = tf.train.sgd(0.01);
const step = () => sgd.minimize(() => tf.losses.meanSquaredError(y, model.apply(x)));
await model.fit(x, y, { epochs: 1, verbose: 0 });
step();
tf.getBackend()`;

const CELLS = [
  "await model.fit(x, y, { epochs: 1e6, verbose: 0, callbacks: { onBatchEnd: () => console.log('go') } })",
  "for (let n = 0;; n++) { step(); if (n > 3) console.log('go') }",
  "for (let n = 0;; n++) { step(); if (n > 3) console.log('go'); await tf.nextFrame() }",
  "tf.tidy(() => { for (let n = 0;; n++) { tf.matMul(x, x, true); if (n > 3) console.log('go') } })",
  // Terminated within WebAssembly these left the backend broken, after 5 to 52 Stops.
  "console.log('go'); for (;;) tf.tidy(() => { const { grads } = tf.variableGrads(() => tf.losses.meanSquaredError(y, model.apply(x, { training: true }))); sgd.applyGradients(grads) })",
  "console.log('go'); for (;;) { const p = model.predict(x); try { await p.data() } finally { p.dispose() } }",
  "console.log('go'); for (;;) { const t = tf.tensor(new Float32Array(1000)); t.dispose() }",
  "console.log('go'); for (;;) tf.tidy(() => { tf.grad((a) => a.square().sum())(x) })",
];

Deno.test("both fit and minimize train again after Stop, tensors flat", async () => {
  await using runtime = new TestRuntime();
  strictEqual(await runtime.run(SET_UP), '"wasm"');
  const before = await runtime.run("tf.memory().numTensors");
  // `deno task attack stop` does the same more often, and at random moments.
  for (const cell of [...CELLS, ...CELLS]) {
    strictEqual(await runtime.stop(cell), "Interrupted");
    strictEqual(
      await runtime.run(
        "step(); Number.isFinite((await model.fit(x, y, { epochs: 1, verbose: 0 })).history.loss[0])",
      ),
      "true",
    );
    strictEqual(await runtime.run("tf.memory().numTensors"), before);
  }
});

Deno.test("the clean-up of a stopped training may use TensorFlow.js", async (t) => {
  await using runtime = new TestRuntime();
  strictEqual(await runtime.run(SET_UP), '"wasm"');
  const before = await runtime.run("tf.memory().numTensors");
  const cells: Record<string, string> = {
    "of a fit":
      "const a = x.add(1); try { await model.fit(a, y, { epochs: 1e6, verbose: 0, callbacks: { onBatchEnd: () => console.log('go') } }) } finally { console.log(tf.tidy(() => a.sum().dataSync()[0] !== 0), 'cleaned'); a.dispose() }",
    "of a loop of steps":
      "const b = x.add(1); try { for (let n = 0;; n++) { step(); if (n > 3) console.log('go'); await tf.nextFrame() } } finally { console.log(tf.tidy(() => b.sum().dataSync()[0] !== 0), 'cleaned'); b.dispose() }",
    "with a scope of its own":
      "tf.engine().startScope(); try { x.add(1); console.log('go'); await new Promise(() => setTimeout(() => 0, 1e6)) } finally { tf.engine().endScope(); console.log('cleaned') }",
    "of who awaits a step that is cut":
      "const c = x.add(1); async function run() { await tf.nextFrame(); tf.tidy(() => { for (let n = 0;; n++) { tf.matMul(x, x, true); if (n > 3) console.log('go') } }) } try { await run() } finally { c.dispose(); console.log('cleaned') }",
  };
  for (const [what, code] of Object.entries(cells)) {
    await t.step(what, async () => {
      const cell = runtime.start(code);
      await cell.until(() => cell.stdout.includes("go"));
      await runtime.interpreter.interrupt();
      strictEqual((await cell.outcome).status, "error");
      match(cell.stdout, /cleaned/);
      strictEqual(
        await runtime.run(
          "step(); Number.isFinite((await model.fit(x, y, { epochs: 1, verbose: 0 })).history.loss[0])",
        ),
        "true",
      );
      strictEqual(await runtime.run("tf.memory().numTensors"), before);
    });
  }
});

Deno.test("a stopped cell takes the threads with it that it started; the next one computes", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await runtime.stop(`
import * as tf from "@tensorflow/tfjs";
import * as thaw from "thaw";
const { threads } = await thaw.selectBackend({ name: "wasm", threads: 2 });
const a = tf.ones([512, 512]);
console.log("go");
for (;;) tf.matMul(a, a).dispose()`),
    "Interrupted",
  );
  strictEqual(await runtime.run("threads"), "2");
  const large = "tf.tidy(() => tf.matMul(a, a).sum().dataSync()[0])";
  strictEqual(await runtime.run(large), `${512 ** 3}`);
});
