/**
 * Models of one kind in several sizes, to see how the time of a step grows.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** A size that grows, and a model and its batch for each of its values. */
export interface Series {
  title: string;
  values: number[];
  /** Compiled, with a batch; owned by the caller. */
  make(value: number): { model: tf.LayersModel; x: tf.Tensor; y: tf.Tensor };
}

const CLASSES = 10;

function classifier(
  batch: number,
  inputShape: number[],
  layers: (first: { inputShape: number[] }) => tf.layers.Layer[],
) {
  const model = tf.sequential({
    layers: [
      ...layers({ inputShape }),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
  const labels = Int32Array.from({ length: batch }, (_, i) => i % CLASSES);
  return {
    model,
    x: tf.randomUniform([batch, ...inputShape], 0, 1, "float32", 1),
    y: tf.tidy(() =>
      tf.oneHot(tf.tensor1d(labels, "int32"), CLASSES).cast("float32")
    ),
  };
}

/** Two convolutions by 3x3 and a pool over all pixels. */
function convNet(batch: number, side: number, filters: number) {
  const { conv2d, globalAveragePooling2d } = tf.layers;
  const options = { filters, kernelSize: 3, activation: "relu" } as const;
  return classifier(batch, [side, side, 16], (first) => [
    conv2d({ ...options, ...first }),
    conv2d(options),
    globalAveragePooling2d({}),
  ]);
}

/** `depth` hidden layers of `units` over 784 inputs. */
function denseNet(batch: number, units: number, depth: number) {
  return classifier(
    batch,
    [784],
    (first) =>
      Array.from({ length: depth }, (_, i) =>
        tf.layers.dense({
          units,
          activation: "relu",
          ...(i === 0 ? first : {}),
        })),
  );
}

export const SERIES: Series[] = [
  {
    title: "batch (28 by 28, 32 filters)",
    values: [8, 16, 32, 64],
    make: (batch) => convNet(batch, 28, 32),
  },
  {
    title: "image's side (batch 8, 32 filters)",
    values: [16, 32, 64, 128],
    make: (side) => convNet(8, side, 32),
  },
  {
    title: "channels (batch 8, 28 by 28)",
    values: [16, 32, 64, 128],
    make: (filters) => convNet(8, 28, filters),
  },
  {
    title: "units (batch 128, 2 dense layers)",
    values: [128, 256, 512, 1024],
    make: (units) => denseNet(128, units, 2),
  },
  {
    title: "depth (batch 128, layers of 256)",
    values: [2, 4, 8, 16],
    make: (depth) => denseNet(128, 256, depth),
  },
];
