/**
 * The layers against Keras: the same weights, the same masks; outputs of both
 * phases, gradients, moved state and parameter counts of tests/golden/layers.json.
 */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { drawsMasks } from "../../../lib/layers/mask_drawer.ts";
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

// deno-lint-ignore no-explicit-any -- each layer has arguments of its own
const TFJS = tf.layers as unknown as Record<string, (args: any) => any>;

/** A layer of tf.layers, with those that its arguments ask for. */
function makeTfjs(
  maker: string,
  args: Record<string, unknown>,
): tf.layers.Layer {
  return TFJS[maker](
    Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key, made(value)]),
    ),
  );
}

/** An argument of a golden file, layers within it made. */
function made(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(made);
  if (value === null || typeof value !== "object") return value;
  const { maker, args } = value as {
    maker: string;
    args: Record<string, unknown>;
  };
  return maker ? makeTfjs(maker, args) : value;
}

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
  for (const one of golden.cases as Case[]) {
    // On other backends than WASM such a gradient is refused.
    if (one.args.dilationRate && backend !== "wasm") continue;
    // Refused on WASM, whose convolutions know channels last only.
    if (
      one.layer === "convLstm2d" && one.args.dataFormat && backend === "wasm"
    ) {
      continue;
    }
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

/** A case of the golden file; some have prediction only. */
interface Case {
  name: string;
  layer: string;
  args: Record<string, unknown>;
  inputs: Values[];
  weights: Values[];
  parameters: number;
  inference: Values;
  training?: Values;
  weighting?: Values;
  inputGradients?: Values[];
  weightGradients?: Values[];
  stateAfter?: Values[];
}

function make({ layer, args }: Case): tf.layers.Layer {
  if (!(layer in MAKE)) return makeTfjs(layer, args);
  const takesSeed = /Dropout|Attention/.test(layer);
  return MAKE[layer]({
    ...args,
    ...(takesSeed ? { seed: golden.seed } : {}),
  });
}

function compare(one: Case): void {
  const layer = make(one);
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
  // Recurrent layers of tfjs forget to say so.
  layer.built = true;
  strictEqual(one.weights.length ? layer.countParams() : 0, one.parameters);
  layer.setWeights(one.weights.map(tensor));
  near(apply(inputs, false), one.inference, "inference");
  if (!one.training) return;
  near(apply(inputs, true), one.training, "training");
  const state =
    (layer as unknown as { _nonTrainableWeights: tf.LayerVariable[] })
      ._nonTrainableWeights.map((weight) => weight.read().clone());

  const rewind = () => {
    for (const drawer of [layer, ...within(layer)]) {
      if (drawsMasks(drawer)) drawer.seedStream.step = 0;
    }
  };
  const weighting = tensor(one.weighting!);
  const loss = (inputs: tf.Tensor[]) =>
    apply(inputs, true).mul(weighting).sum() as tf.Scalar;
  rewind();
  const { inputGradients = [], weightGradients = [] } = one;
  const gradients = [...inputGradients, ...weightGradients];
  const byInput = inputGradients.length === 0
    ? []
    : tf.grads((...inputs: tf.Tensor[]) => loss(inputs))(inputs);
  byInput.forEach((gradient, i) =>
    near(gradient, gradients[i], `gradient of input ${i}`, gradients)
  );
  if (weightGradients.length > 0) {
    rewind();
    const { grads } = tf.variableGrads(() => loss(inputs));
    weightGradients.forEach((expected, i) => {
      const { name } = layer.trainableWeights[i];
      const what = `gradient of weight ${i}`;
      near(grads[name], expected, what, gradients);
    });
  }
  const { stateAfter = [] } = one;
  if (stateAfter.length === state.length) {
    stateAfter.forEach((expected, i) =>
      near(state[i], expected, `state ${i} after training`)
    );
  }
}

/** What of tf.layers is no layer, or is one by another name. */
const ALIASES =
  /^(input|inputLayer|Layer|RNN|RNNCell|(avg|globalMax|max)Pool(ing)?\dd)$/;
/** Only within other layers, and gone from Keras. */
const NOT_COMPARED = ["convLstm2dCell", "randomWidth"];

Deno.test("every layer of tf.layers is compared with Keras", () => {
  const compared = new Set<unknown>();
  const walk = (value: unknown) => {
    if (value === null || typeof value !== "object") return;
    compared.add((value as { maker?: unknown }).maker);
    Object.values(value).forEach(walk);
  };
  for (const { layer, args } of golden.cases) walk({ maker: layer, args });
  const missing = Object.keys(tf.layers).filter((name) =>
    !compared.has(name) && !ALIASES.test(name)
  );
  deepStrictEqual(missing, NOT_COMPARED);
});

for (const { maker, args, ...one } of golden.stateful) {
  Deno.test(`a stateful ${maker} goes on with its state as in Keras: ${JSON.stringify(args)}`, () => {
    const [first, second] = one.inputs.map(tensor);
    const layer = makeTfjs(maker, {
      ...args,
      stateful: true,
      batchInputShape: first.shape,
    }) as tf.RNN;
    // By a model, which tells the layer its batch size.
    const model = tf.sequential({ layers: [layer] });
    layer.setWeights(one.weights.map(tensor));
    const outputs = [first, second].map((x) => model.predict(x) as tf.Tensor);
    outputs.forEach((output, i) => near(output, one.outputs[i], `pass ${i}`));
    layer.states.forEach((state, i) =>
      near(state, one.states[i], `state ${i}`)
    );
    layer.resetStates();
    near(model.predict(first) as tf.Tensor, one.outputs[0], "after a reset");
  });
}

function within(layer: tf.layers.Layer): tf.layers.Layer[] {
  return [...thaw.walkLayers(layer)].map(({ layer }) => layer);
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
