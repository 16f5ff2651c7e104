/**
 * Small models of every class of layers that has weights, and all subsets of
 * their flags.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { multiHeadAttention } from "../../../lib/layers/multi_head_attention.ts";
import type { ListedWeight } from "../../../lib/weights/list_weights.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

type Layer = tf.layers.Layer;

/** Each a layer in a sequence `[steps, features]` or an image. */
const LAYERS: Record<string, () => Layer> = {
  dense: () => tf.layers.dense({ units: 3, inputShape: [3] }),
  conv1d: () =>
    tf.layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [4, 3] }),
  conv2d: () =>
    tf.layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [4, 4, 2] }),
  conv3d: () =>
    tf.layers.conv3d({ filters: 2, kernelSize: 2, inputShape: [3, 3, 3, 2] }),
  conv2dTranspose: () =>
    tf.layers.conv2dTranspose({
      filters: 2,
      kernelSize: 2,
      inputShape: [4, 4, 2],
    }),
  depthwiseConv2d: () =>
    tf.layers.depthwiseConv2d({ kernelSize: 2, inputShape: [4, 4, 2] }),
  separableConv2d: () =>
    tf.layers.separableConv2d({
      filters: 2,
      kernelSize: 2,
      inputShape: [4, 4, 2],
    }),
  embedding: () =>
    tf.layers.embedding({ inputDim: 4, outputDim: 3, inputLength: 4 }),
  prelu: () => tf.layers.prelu({ inputShape: [3] }),
  batchNormalization: () => tf.layers.batchNormalization({ inputShape: [3] }),
  ownBatchNormalization: () => batchNormalization({ inputShape: [3] }),
  layerNormalization: () => tf.layers.layerNormalization({ inputShape: [3] }),
  multiHeadAttention: () =>
    multiHeadAttention({ numHeads: 2, keyDim: 2, inputShape: [4, 3] }),
  simpleRnn: () => tf.layers.simpleRNN({ units: 3, inputShape: [4, 3] }),
  gru: () => tf.layers.gru({ units: 3, inputShape: [4, 3] }),
  lstm: () => tf.layers.lstm({ units: 3, inputShape: [4, 3] }),
  convLstm2d: () =>
    tf.layers.convLstm2d({
      filters: 2,
      kernelSize: 2,
      inputShape: [2, 4, 4, 1],
    }) as Layer,
  rnnOfCell: () =>
    tf.layers.rnn({
      cell: tf.layers.gruCell({ units: 3 }),
      inputShape: [4, 3],
    }) as Layer,
  rnnOfCells: () =>
    tf.layers.rnn({
      cell: [
        tf.layers.simpleRNNCell({ units: 3 }),
        tf.layers.lstmCell({ units: 3 }),
      ],
      inputShape: [4, 3],
    }) as Layer,
  timeDistributed: () =>
    tf.layers.timeDistributed({
      layer: tf.layers.dense({ units: 2 }),
      inputShape: [4, 3],
    }),
  bidirectional: () =>
    tf.layers.bidirectional({
      layer: tf.layers.gru({ units: 3 }) as tf.RNN,
      inputShape: [4, 3],
    }),
  nested: () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 3, inputShape: [3], name: "inner_dense" }),
        tf.layers.batchNormalization({ name: "inner_norm" }),
      ],
    }),
};

/** The names of the layers there are. */
export const LAYER_NAMES = Object.keys(LAYERS);

/** A layer of the given name, such as `lstm`. */
export function sampleLayer(name: string): Layer {
  const layer = LAYERS[name]();
  layer.name = name;
  return layer;
}

/** A layer and a dense one after it, with values all different. */
export function sampleModel(name: string): tf.LayersModel {
  const layer = sampleLayer(name);
  const model = tf.sequential({ layers: [layer] });
  if ((model.outputs[0].shape.length ?? 0) > 2) {
    model.add(tf.layers.flatten());
  }
  model.add(tf.layers.dense({ units: 2 }));
  fillWeights(model, 0);
  return model;
}

/** Gives each weight values that no other has. */
export function fillWeights(model: tf.LayersModel, start: number): void {
  let next = start;
  for (const { variable } of listWeights(model)) {
    const shape = variable.shape as number[];
    const size = shape.reduce((product, axis) => product * axis, 1);
    const value = tf.tensor(
      Array.from({ length: size }, () => ++next / 1000),
      shape,
    );
    variable.write(value);
    value.dispose();
  }
}

/** All values of a model, by the weights' places in the model. */
export function valuesOf(model: tf.LayersModel): string[] {
  return listWeights(model).map(({ path, name, variable }) =>
    `${path}/${name} ${variable.read().dataSync().join()}`
  );
}

/** Every way to freeze a list, up to 2^`most`; of longer ones some. */
export function subsets<Item>(items: Item[], most = 4): Item[][] {
  const some = items.slice(0, most);
  return Array.from({ length: 2 ** some.length }, (_, bits) => [
    ...some.filter((_, i) => bits & 1 << i),
    // What is left out of the table shares the fate of the first.
    ...items.slice(most).filter((_, i) => bits & 1 << (i % most)),
  ]);
}

/** Sets each weight's own flag. */
export function freezeOnly(
  model: tf.LayersModel,
  frozen: readonly ListedWeight[],
): void {
  const variables = frozen.map(({ variable }) => variable);
  for (const { variable } of listWeights(model)) {
    (variable as { trainable: boolean }).trainable = !variables.includes(
      variable,
    );
  }
}

/** The weights that could train, of the first layer only. */
export function weightsToFreeze(model: tf.LayersModel): ListedWeight[] {
  const last = model.layers.at(-1)!;
  return listWeights(model).filter(({ role, layer }) =>
    role !== "state" && layer !== last
  );
}
