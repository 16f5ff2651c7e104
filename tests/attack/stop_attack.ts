/**
 * Stop at random moments of loops over TensorFlow.js on WASM, tfjs alone and
 * with this library: each time the variables are kept, the backend computes and
 * trains, and no tensor is left.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";
import { TestRuntime } from "../harness/test_runtime.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";

const ALONE = `
import * as wasm from "@tensorflow/tfjs-backend-wasm";
wasm.setWasmPaths(new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm")).pathname);
await tf.setBackend("wasm");`;
const WITH_THAW = (threads: number) => `
import * as thaw from "thaw";
await thaw.selectBackend({ name: "wasm", threads: ${threads} });`;

const SET_UP = (backend: string) => `
import * as tf from "@tensorflow/tfjs";
${backend}
const x = tf.randomNormal([512, 64]), y = tf.randomNormal([512, 1]);
const model = tf.sequential();
model.add(tf.layers.dense({ units: 128, activation: "relu", inputShape: [64] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: "adam", loss: "meanSquaredError" });
const half = tf.sequential();
half.add(tf.layers.dense({ units: 128, inputShape: [64], trainable: false }));
half.add(tf.layers.dense({ units: 128, activation: "relu", trainable: false }));
half.add(tf.layers.dense({ units: 1 }));
half.compile({ optimizer: tf.train.sgd(0.001), loss: "meanSquaredError" });
const trainHalf = half.model.makeTrainFunction();
const onceHalf = () => tf.dispose(trainHalf([x, y]));
const sgd = tf.train.sgd(0.01);
const loss = (p) => tf.losses.meanSquaredError(y, p);
const step = () => sgd.minimize(() => loss(model.apply(x)));
const once = () => tf.tidy(() => {
  const { grads } = tf.variableGrads(() => loss(model.apply(x, { training: true })));
  sgd.applyGradients(grads);
});
await model.fit(x, y, { epochs: 1, verbose: 0 });
step(); once(); onceHalf();
const kept = 1;`;

/** Each without an end. */
const LOOPS = [
  "for (;;) once()",
  "for (;;) step()",
  "for (;;) onceHalf()",
  "for (;;) { step(); await tf.nextFrame() }",
  "for (;;) await model.fit(x, y, { epochs: 1, verbose: 0 })",
  "await model.fit(x, y, { epochs: 1e6, verbose: 0 })",
  "for (;;) tf.tidy(() => { model.predict(x) })",
  "for (;;) { const p = model.predict(x); try { await p.data() } finally { p.dispose() } }",
  "tf.tidy(() => { for (;;) tf.matMul(x, x, true).dispose() })",
  "for (;;) tf.tidy(() => { tf.grad((a) => a.square().sum())(x) })",
  "for (;;) tf.tidy(() => { tf.tensor(new Float32Array(1000)) })",
  "for (;;) tf.tidy(() => { tf.randomNormal([100, 100]).dataSync() })",
  "for (;;) { try { tf.tidy(() => { tf.add(x, 1) }) } catch { /* again */ } }",
];

const WORKS =
  `tf.tidy(() => Number.isFinite(loss(model.apply(x)).dataSync()[0])) &&
  tf.tidy(() => tf.grad((x) => half.apply(x))(x).abs().sum().dataSync()[0] > 0) &&
  (step(), onceHalf(), Number.isFinite((await model.fit(x, y, { batchSize: 256, verbose: 0 })).history.loss[0])) &&
  kept === 1 && tf.memory().numTensors`;

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  const figures = { stops: 0 };
  for (const backend of [ALONE, WITH_THAW(1), WITH_THAW(2)]) {
    await using runtime = new TestRuntime();
    await runtime.run(SET_UP(backend));
    const tensors = Number(await runtime.run(WORKS));
    if (!(tensors > 0)) throw new Error(`Set-up: ${tensors}`);
    for (let n = 0; n < tries / 3; n++) {
      const loop = LOOPS[n % LOOPS.length];
      const cell = runtime.start(`console.log("go"); ${loop}`);
      await cell.until(() => cell.stdout.includes("go"));
      await delay(chance.below(60));
      await runtime.interpreter.interrupt();
      await cell.outcome;
      const answer = await runtime.run(WORKS);
      if (Number(answer) !== tensors) {
        throw new Error(`${loop} in ${backend}: ${answer}, not ${tensors}`);
      }
      figures.stops++;
    }
  }
  return figures;
}

export const stopAttack: Attack = {
  name: "stop",
  tries: { small: 39, full: 10_000 },
  run,
};
