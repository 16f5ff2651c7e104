import { strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

class Halved extends tf.layers.Layer {
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => [inputs].flat()[0].div(2));
  }
}

Deno.test("a layer's class without className goes by its own name", () => {
  const layer = new Halved({});
  strictEqual(layer.getClassName(), "Halved");
  strictEqual(tf.layers.dense({ units: 1 }).getClassName(), "Dense");
  throws(() => new (class extends tf.layers.Layer {})({}), {
    name: "TypeError",
    message: /needs a name/,
  });
});
