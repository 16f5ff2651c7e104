import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Operation } from "../../../../lib/layers/keras/operation.ts";

Deno.test("an operation's shape leaves a batch that varies as it is", () => {
  const shapeOf = (className: string, config: Record<string, unknown>) =>
    (new Operation({
      operation: { className, config },
      called: [{ tensor: 0 }],
    }).apply(tf.input({ shape: [1, 5] })) as tf.SymbolicTensor).shape;

  deepStrictEqual(shapeOf("Squeeze", { axis: null }), [null, 5]);
  deepStrictEqual(shapeOf("Max", { axis: 1 }), [null, 5]);
  deepStrictEqual(shapeOf("Ravel", {}), [null]);
});
