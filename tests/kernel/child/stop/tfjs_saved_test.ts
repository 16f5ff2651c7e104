/** What a gradient that ends by an error has kept, on the real engine. */

import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Engine } from "../../../../kernel/child/stop/tfjs_engine.ts";
import {
  freeSaved,
  watchSaved,
} from "../../../../kernel/child/stop/tfjs_saved.ts";

await tf.setBackend("cpu");
const engine = tf.engine() as unknown as Engine;
watchSaved(engine);

/** Squares; `fail` may throw once `a` is saved. */
function square(fail: () => void) {
  return tf.customGrad((a, save) => {
    (save as tf.GradSaveFunc)([a as tf.Tensor]);
    fail();
    return {
      value: (a as tf.Tensor).square(),
      gradFunc: (dy: tf.Tensor, [a]: tf.Tensor[]) => dy.mul(a).mul(2),
    };
  });
}

function fail() {
  throw new Error("Stopped");
}

Deno.test("watchSaved() frees what an operation saved that ends by an error", () => {
  const x = tf.tensor1d([3]);
  const before = tf.memory().numTensors;
  throws(() => tf.grad((a) => square(fail)(a))(x), /Stopped/);
  strictEqual(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("watchSaved() frees the tape of a gradient that ends by an error", () => {
  const x = tf.tensor1d([3]);
  const before = tf.memory().numTensors;
  const late = tf.grad((a) => {
    const squared = square(() => {})(a.square());
    fail();
    return squared;
  });
  throws(() => late(x), /Stopped/);
  strictEqual(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("watchSaved() leaves gradients of gradients as they are", () => {
  const x = tf.tensor1d([3]);
  const before = tf.memory().numTensors;
  const second = tf.tidy(() =>
    tf.grad(tf.grad((a) => square(() => {})(a).mul(a)))(x).arraySync()
  );
  deepStrictEqual(second, [18]);
  strictEqual(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("freeSaved() frees what code that was cut had saved", () => {
  const x = tf.tensor1d([3]);
  const before = tf.memory().numTensors;
  throws(() =>
    tf.grad((a) =>
      square(() => {
        // Terminated code comes to no `finally`; this is what Stop finds.
        freeSaved(engine);
        fail();
      })(a)
    )(x), /Stopped/);
  strictEqual(tf.memory().numTensors, before);
  x.dispose();
});
