/**
 * The user's Stop in a real runtime, while `lib` trains.
 *
 * @module
 */

import { match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestRuntime } from "../harness/test_runtime.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const SET_UP = `
import { fit, lossCurve } from "thaw";
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const x = tf.randomNormal([64, 8]);
const y = tf.randomNormal([64, 1]);
const model = tf.sequential({
  layers: [
    tf.layers.dense({ units: 16, activation: "relu", inputShape: [8] }),
    tf.layers.dense({ units: 1 }),
  ],
});
model.compile({ optimizer: "adam", loss: "meanSquaredError" });
const options = { batchSize: 16, seed: 1, timings: false };
"ready"`;

async function start(): Promise<TestRuntime> {
  const runtime = new TestRuntime(root);
  match(await runtime.run(SET_UP), /ready/);
  return runtime;
}

Deno.test("Stop ends fit after its batch, and fit goes on from there", async () => {
  await using runtime = await start();
  const stopped = await runtime.stop(`await fit(model, x, y, {
    ...options,
    epochs: 1_000_000,
    callbacks: { onBatchEnd: (batch) => { if (batch === 1) console.log("go"); } },
  })`);
  strictEqual(stopped, "Interrupted");
  match(await runtime.run("model.history.stopped.reason"), /interrupted/);
  const result = await runtime.run(`
    const epochs = model.history.stopped.epoch + 2;
    const whole = await fit(model, x, y, { ...options, epochs, resume: true });
    whole.epoch.every((epoch, index) => epoch === index) &&
      whole.epoch.length === epochs && whole.history.loss.every(Number.isFinite)`);
  match(result, /true/);
});

Deno.test("Stop in a callback and in a loop of one's own leaves all usable", async () => {
  await using runtime = await start();
  const inCallback = await runtime.stop(`await fit(model, x, y, {
    ...options,
    epochs: 3,
    earlyStopping: { monitor: "loss", patience: 9 },
    callbacks: { onEpochEnd(epoch) { if (epoch === 1) { console.log("go"); for (;;); } } },
  })`);
  strictEqual(inCallback, "Interrupted");
  match(
    await runtime.run("model.history.toText()"),
    /stopped \(cut\) .*weights of epoch 1 restored/,
  );

  const inLoop = await runtime.stop(`const optimizer = tf.train.sgd(0.01);
    console.log("go");
    for (;;) optimizer.minimize(() => tf.losses.meanSquaredError(y, model.apply(x)))`);
  strictEqual(inLoop, "Interrupted");
  const cell = runtime.start(
    "lossCurve(await fit(model, x, y, { ...options, epochs: 2 }))",
  );
  const outcome = await cell.outcome;
  ok(outcome.status === "ok");
  match(String(outcome.data?.["image/png"]), /^iVBORw0KGgo/);
});

Deno.test("Stop spares a scope that an earlier cell opened, and tells how a stopped fit goes on", async () => {
  await using runtime = await start();
  await runtime.run("tf.engine().startScope(); const held = tf.scalar(1); 0");
  strictEqual(
    await runtime.stop(
      "console.log('go'); for (;;) tf.tidy(() => tf.add(x, 1))",
    ),
    "Interrupted",
  );
  strictEqual(await runtime.run("held.isDisposed"), "false");

  const cell = runtime.start(`const history = await fit(model, x, y, {
    ...options,
    epochs: 1_000_000,
    callbacks: { onBatchEnd: () => console.log("go") },
  })`);
  await cell.until(() => cell.stdout.includes("go"));
  await runtime.interpreter.interrupt();
  await cell.outcome;
  const shown = JSON.stringify(cell.broadcasts.at(-1));
  match(shown, /the history so far is model\.history, resume: true goes on/);
});
