import { strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

const base = tf.sequential({
  name: "base",
  layers: [tf.layers.dense({ name: "features", units: 2, inputShape: [2] })],
});
const model = tf.sequential({
  name: "whole",
  layers: [base, tf.layers.dense({ name: "head", units: 1 })],
});

Deno.test("getLayer() says which layers there are, and where one lies", () => {
  strictEqual(model.getLayer("head"), model.layers[1]);
  throws(() => model.getLayer("haed"), {
    name: "RangeError",
    message: "whole has no layer haed; did you mean head? It has base, head",
  });
  throws(() => model.getLayer("mixed7"), /has no layer mixed7\. It has base/);
  throws(() => model.getLayer("features"), /it lies in base$/);
  const outer = tf.sequential({ layers: [model] });
  throws(() => outer.getLayer("features"), /it lies in base in whole$/);
});
