/**
 * The layers against Keras: the same weights, the same masks; outputs of both
 * phases, gradients, moved state and parameter counts of tests/golden/layers.json.
 */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import * as thaw from "../../../lib/mod.ts";
import golden from "../../golden/layers.json" with { type: "json" };

await tf.setBackend("cpu");

interface Values {
  shape: number[];
  values: number[];
}

/** What attention is kept from. */
interface Masks {
  attentionMask?: Values;
  valueMask?: Values;
}

// deno-lint-ignore no-explicit-any -- each layer has arguments of its own
const MAKE: Record<string, (args: any) => tf.layers.Layer> = {
  Dropout: thaw.dropout,
  SpatialDropout1D: thaw.spatialDropout1d,
  SpatialDropout2D: thaw.spatialDropout2d,
  SpatialDropout3D: thaw.spatialDropout3d,
  GaussianDropout: thaw.gaussianDropout,
  AlphaDropout: thaw.alphaDropout,
  BatchNormalization: thaw.batchNormalization,
  LayerNormalization: tf.layers.layerNormalization,
  MultiHeadAttention: thaw.multiHeadAttention,
  GlobalAveragePooling1D: thaw.globalAveragePooling1d,
};

const tensor = ({ shape, values }: Values) => tf.tensor(values, shape);

/**
 * Within what float32 loses in chains of sums of up to 64 terms.
 *
 * @param terms What may be summed on the way: a value near 0 can be the
 * difference of large ones.
 */
function near(
  actual: tf.Tensor,
  expected: Values,
  what: string,
  terms: Values[] = [expected],
): void {
  deepStrictEqual(actual.shape, expected.shape, what);
  const size = Math.max(
    1,
    ...terms.flatMap(({ values }) => values).map(Math.abs),
  );
  const values = actual.dataSync();
  for (const [i, value] of expected.values.entries()) {
    const error = Math.abs(values[i] - value);
    ok(
      error <= size * 64 * 2 ** -23,
      `${what} at ${i}: ${values[i]} for ${value}`,
    );
  }
}

for (const backend of ["cpu", "wasm"] as const) {
  for (const one of golden.cases) {
    Deno.test(`${one.layer} agrees with Keras ${golden.versions.keras} on ${backend}: ${one.name}`, async () => {
      await selectBackend({ name: backend });
      try {
        compare(one);
      } finally {
        await tf.setBackend("cpu");
      }
    });
  }
}

function compare(one: typeof golden.cases[number]): void {
  const takesSeed = /Dropout|Attention/.test(one.layer);
  const layer = MAKE[one.layer]({
    ...one.args,
    ...(takesSeed ? { seed: golden.seed } : {}),
  });
  const inputs = one.inputs.map(tensor);
  const { attentionMask, valueMask } = one as Masks;
  const masks = {
    ...(attentionMask ? { attentionMask: tensor(attentionMask) } : {}),
    ...(valueMask ? { mask: [undefined, tensor(valueMask)] } : {}),
  };
  const apply = (inputs: tf.Tensor[], training: boolean) =>
    layer.apply(inputs.length > 1 ? inputs : inputs[0], {
      training,
      ...masks,
    }) as tf.Tensor;
  layer.build(
    inputs.length > 1 ? inputs.map(({ shape }) => shape) : inputs[0].shape,
  );
  strictEqual(one.weights.length ? layer.countParams() : 0, one.parameters);
  layer.setWeights(one.weights.map(tensor));
  near(apply(inputs, false), one.inference, "inference");
  near(apply(inputs, true), one.training, "training");
  const state =
    (layer as unknown as { _nonTrainableWeights: tf.LayerVariable[] })
      ._nonTrainableWeights.map((weight) => weight.read().clone());

  const rewind = () => {
    const { seedStream } = layer as Partial<thaw.NoiseLayer>;
    if (seedStream) seedStream.step = 0;
  };
  const weighting = tensor(one.weighting);
  const loss = (inputs: tf.Tensor[]) =>
    apply(inputs, true).mul(weighting).sum() as tf.Scalar;
  rewind();
  const gradients = [...one.inputGradients, ...one.weightGradients] as Values[];
  const byInput = tf.grads((...inputs: tf.Tensor[]) => loss(inputs))(inputs);
  byInput.forEach((gradient, i) =>
    near(gradient, gradients[i], `gradient of input ${i}`, gradients)
  );
  if (one.weightGradients.length > 0) {
    rewind();
    const { grads } = tf.variableGrads(() => loss(inputs));
    one.weightGradients.forEach((expected, i) => {
      const { name } = layer.trainableWeights[i];
      const what = `gradient of weight ${i}`;
      near(grads[name], expected as Values, what, gradients);
    });
  }
  if (one.stateAfter.length === state.length) {
    one.stateAfter.forEach((expected, i) =>
      near(state[i], expected as Values, `state ${i} after training`)
    );
  }
}

Deno.test("drawBits() gives JAX' Threefry", () => {
  const draw = { seed: golden.seed, layer: 3, step: 5 };
  deepStrictEqual([...thaw.drawBits(draw, 6)], golden.bits);
});

Deno.test("the time-series transformer has Keras' parameters, row by row", () => {
  const input = tf.input({ shape: [500, 1] });
  const { layers } = tf;
  let x: tf.SymbolicTensor = input;
  const apply = (
    layer: tf.layers.Layer,
    to: tf.SymbolicTensor[] | tf.SymbolicTensor,
  ) => layer.apply(to) as tf.SymbolicTensor;
  for (let block = 0; block < 4; block++) {
    const normal = apply(layers.layerNormalization({ epsilon: 1e-6 }), x);
    const attention = thaw.multiHeadAttention({ numHeads: 4, keyDim: 256 });
    const sum = apply(layers.add(), [
      apply(thaw.dropout({ rate: 0.25 }), apply(attention, normal)),
      x,
    ]);
    const conv = layers.conv1d({
      filters: 4,
      kernelSize: 1,
      activation: "relu",
    });
    const inner = apply(
      conv,
      apply(layers.layerNormalization({ epsilon: 1e-6 }), sum),
    );
    const back = layers.conv1d({ filters: 1, kernelSize: 1 });
    const dropped = apply(thaw.dropout({ rate: 0.25 }), inner);
    x = apply(layers.add(), [apply(back, dropped), sum]);
  }
  const average = thaw.globalAveragePooling1d({ dataFormat: "channelsFirst" });
  const dense = layers.dense({ units: 128, activation: "relu" });
  const dropped = apply(
    thaw.dropout({ rate: 0.4 }),
    apply(dense, apply(average, x)),
  );
  const outputs = apply(
    layers.dense({ units: 2, activation: "softmax" }),
    dropped,
  );
  const model = tf.model({ inputs: input, outputs });
  deepStrictEqual(
    model.layers
      .filter((layer) => !["InputLayer", "Add"].includes(layer.getClassName()))
      .map((layer) => layer.countParams()),
    golden.transformerParameters,
  );
});
