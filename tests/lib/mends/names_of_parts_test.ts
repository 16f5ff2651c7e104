import { throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mod.ts";

const dense = (args: object) => () => tf.layers.dense({ units: 1, ...args });

Deno.test("layers name the nearest activation, initializer and constraint, in any spelling", () => {
  const cases: [object, RegExp][] = [
    [
      { activation: "Relu" },
      /^activation "Relu" is not known; did you mean "relu"\? there is "celu"/,
    ],
    [{ activation: "leaky_relu" }, /did you mean "leakyRelu"/],
    [{ kernelInitializer: "he_normal" }, /did you mean "heNormal"/],
    [{ biasInitializer: "zero" }, /did you mean "zeros"/],
    [{ kernelConstraint: "non_neg" }, /did you mean "nonNeg"/],
    [{ kernelRegularizer: "l2" }, /tf\.regularizers\.l2\(\{ l2: 0\.01 \}\)$/],
  ];
  for (const [args, message] of cases) {
    throws(dense(args), { name: "RangeError", message });
  }
  dense({ activation: "leakyRelu", kernelInitializer: "heNormal" })();
});

Deno.test("other errors of a layer's arguments are tfjs's own", () => {
  throws(dense({ units: -1 }), /units to be a positive integer/);
});
