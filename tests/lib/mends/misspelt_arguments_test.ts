/** What tfjs would ignore is refused; what it takes is taken. */

import { ok, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { ARGUMENT_NAMES } from "../../../lib/mends/argument_names.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

// deno-lint-ignore no-explicit-any -- what the types forbid is tried
const loose = tf as any;

function compiled(): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

const x = tf.ones([2, 1]);

const REFUSED: [string, () => unknown, RegExp][] = [
  [
    "a layer",
    () => loose.layers.dense({ units: 3, activaton: "relu" }),
    /tf.layers.dense has no option activaton; did you mean activation\?/,
  ],
  [
    "a layer that this library has changed",
    () => loose.layers.gru({ units: 3, return_sequences: true }),
    /did you mean returnSequences/,
  ],
  [
    "an initializer",
    () => loose.initializers.glorotUniform({ sed: 1 }),
    /did you mean seed/,
  ],
  [
    "a regularizer",
    () => loose.regularizers.l2({ l1: 0.1 }),
    /tf.regularizers.l2 has no option l1/,
  ],
  ["a constraint", () => loose.constraints.maxNorm({ maxVal: 1 }), /maxValue/],
  [
    "tfjs's early stopping",
    () => loose.callbacks.earlyStopping({ patence: 3 }),
    /did you mean patience/,
  ],
  [
    "compile()",
    () =>
      compiled().compile(
        {
          optimizer: "sgd",
          loss: "meanSquaredError",
          metric: ["mae"],
        } as tf.ModelCompileArgs,
      ),
    /compile has no option metric; did you mean metrics/,
  ],
  [
    "evaluate()",
    () => compiled().evaluate(x, x, { batch_size: 1 } as tf.ModelEvaluateArgs),
    /did you mean batchSize/,
  ],
  [
    "evaluate() with weights",
    () => compiled().evaluate(x, x, { sampleWeight: x }),
    /ignores sampleWeight/,
  ],
  [
    "predict()",
    () => compiled().predict(x, { batchsize: 1 } as tf.ModelPredictConfig),
    /did you mean batchSize/,
  ],
  [
    "an optimizer's options",
    () => loose.train.adam({ learningRate: 0.1 }),
    /learningRate, beta1, beta2, epsilon as numbers.*learningRate is an object/,
  ],
  [
    "an optimizer's name",
    () => compiled().compile({ optimizer: "adm", loss: "mse" }),
    /optimizer "adm" is not known; did you mean "adam"/,
  ],
  [
    "compile() without anything",
    () => (compiled() as typeof loose).compile(),
    /needs an/,
  ],
  [
    "compile() without a loss",
    () => compiled().compile({ optimizer: "sgd" } as never),
    /compile\(\{ optimizer, loss \}\) needs a loss/,
  ],
  ["an optimizer without a rate", () => loose.train.sgd(), /undefined/],
  ["a rate that is no number", () => loose.train.rmsprop(NaN), /NaN/],
];

for (const [what, act, message] of REFUSED) {
  Deno.test(`misspelt arguments of ${what} are refused`, () => {
    throws(act, message);
  });
}

Deno.test("misspelt options of tfjs's fit and of its callbacks are refused", async () => {
  const model = compiled();
  const fit = (options: object) => async () => await model.fit(x, x, options);
  await rejects(fit({ epoch: 2 }), /did you mean epochs/);
  await rejects(fit({ stepsPerEpoch: 1 }), /ignores stepsPerEpoch/);
  await rejects(fit({ callbacks: { onEpochend() {} } }), /onEpochEnd/);
  const dataset = tf.data.array([1]).map(() => ({ xs: x, ys: x }));
  await rejects(
    async () =>
      await model.fitDataset(dataset, { epochs: 1, batchSize: 3 } as never),
    /fitDataset has no option batchSize/,
  );
  await rejects(
    async () =>
      await model.save("file:///x", { includeOptimiser: true } as never),
    /did you mean includeOptimizer/,
  );
});

Deno.test("what tfjs takes is taken", async () => {
  const model = compiled();
  const options = {
    batchSize: 1,
    epochs: 1,
    verbose: 0,
    callbacks: { onEpochEnd() {}, mine: 1 },
    validationData: undefined,
    shuffle: false,
    yieldEvery: "never",
    stepsPerEpoch: undefined,
    notes: undefined,
  } as tf.ModelFitArgs;
  await model.fit(x, x, options);
  tf.train.momentum(0.1, 0.9, true);
  tf.train.adam(undefined, 0.9, 0.999, null as unknown as undefined);
});

/** What a layer can't be made without. */
const NEEDED: Record<string, object> = {
  activation: { activation: "relu" },
  bidirectional: { layer: tf.layers.lstm({ units: 2 }) },
  centerCrop: { height: 1, width: 1 },
  cropping2D: { cropping: [[1, 1], [1, 1]] },
  gaussianNoise: { stddev: 1 },
  rescaling: { scale: 2 },
  resizing: { height: 1, width: 1 },
  categoryEncoding: { numTokens: 2 },
  dot: { axes: 1 },
  embedding: { inputDim: 2, outputDim: 2 },
  inputLayer: { inputShape: [2] },
  permute: { dims: [1] },
  randomWidth: { factor: 0.5 },
  repeatVector: { n: 2 },
  reshape: { targetShape: [2] },
  rnn: { cell: tf.layers.lstmCell({ units: 2 }) },
  stackedRNNCells: { cells: [tf.layers.lstmCell({ units: 2 })] },
  timeDistributed: { layer: tf.layers.dense({ units: 2 }) },
};
const COMMON = { units: 2, filters: 2, kernelSize: 2, rate: 0.5 };

Deno.test("every layer can be made of another one's configuration", () => {
  for (const [name, names] of Object.entries(ARGUMENT_NAMES.layers)) {
    const needed = NEEDED[name] ?? Object.fromEntries(
      Object.entries(COMMON).filter(([key]) => names.includes(key)),
    );
    const layer = loose.layers[name](needed) as tf.layers.Layer;
    // A wrapper's configuration holds configurations in place of layers.
    if (/layer|cell/i.test(Object.keys(needed).join())) continue;
    ok(loose.layers[name]({ ...layer.getConfig(), name: undefined }));
  }
});

Deno.test("every function that makes a layer has its names", () => {
  const without = Object.keys(tf.layers).filter((name) =>
    /^[a-z]/.test(name) && name !== "input" &&
    !(name in ARGUMENT_NAMES.layers)
  );
  ok(without.length === 0, without.join());
});

Deno.test("a saved layer may have a configuration with other names", async () => {
  const model = compiled();
  const dense = model.layers[0];
  const { getConfig } = dense;
  dense.getConfig = function () {
    return { ...getConfig.call(this), quantization: null, synchronized: false };
  };
  ok(await saveAndLoad(model));
});
