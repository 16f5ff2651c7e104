/**
 * The models of the five pages, at their real size and at one for tests.
 *
 * Targets and inputs are drawn from a seed: what is measured is time, and what
 * is compared is two backends on the same numbers.
 */

import * as tf from "@tensorflow/tfjs";
import {
  dropout,
  globalAveragePooling1d,
  inceptionV3,
  multiHeadAttention,
  setRandomSeed,
} from "../../lib/mod.ts";

/** A model ready for `trainOnBatch()`. */
export interface TrainingModel {
  name: string;
  /** Samples in a step. */
  batch: number;
  /** Samples in an epoch. */
  samples: number;
  /** Seeds the run and builds the model, compiled; owned by the caller. */
  build(): Promise<tf.LayersModel>;
  /** One batch of inputs and targets, owned by the caller. */
  data(): { x: tf.Tensor; y: tf.Tensor };
}

type Size = "real" | "small";
type Layer = tf.layers.Layer;

const SEED = 20240229;

/** Class `i % classes` for sample `i`, one-hot. */
function classTargets(batch: number, classes: number): tf.Tensor {
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  return tf.oneHot(tf.tensor1d(labels, "int32"), classes).cast("float32");
}

function uniform(...shape: number[]): tf.Tensor {
  return tf.randomUniform(shape, 0, 1, "float32", SEED);
}

/**
 * Keras's MNIST example: two convolutions, a pool, two dropouts.
 * @see https://github.com/keras-team/keras/blob/2.2.4/examples/mnist_cnn.py
 */
export function convNet(size: Size): TrainingModel {
  const [side, filters, units, batch] = size === "real"
    ? [28, 32, 128, 128]
    : [12, 4, 16, 6];
  return {
    name: "conv net",
    batch,
    samples: 60_000,
    build() {
      setRandomSeed(SEED);
      const { conv2d, maxPooling2d, flatten, dense } = tf.layers;
      const model = tf.sequential({
        layers: [
          conv2d({
            filters,
            kernelSize: 3,
            activation: "relu",
            inputShape: [side, side, 1],
          }),
          conv2d({ filters: 2 * filters, kernelSize: 3, activation: "relu" }),
          maxPooling2d({ poolSize: 2 }),
          dropout({ rate: 0.25 }),
          flatten(),
          dense({ units, activation: "relu" }),
          dropout({ rate: 0.5 }),
          dense({ units: 10, activation: "softmax" }),
        ],
      });
      model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
      return Promise.resolve(model);
    },
    data: () => ({
      x: uniform(batch, side, side, 1),
      y: classTargets(batch, 10),
    }),
  };
}

/** Flatten-128-64-10 with a dropout after each hidden layer. */
export function denseNet(size: Size): TrainingModel {
  const [side, width, batch] = size === "real" ? [28, 64, 128] : [6, 8, 6];
  return {
    name: "Flatten-128-64-10",
    batch,
    samples: 60_000,
    build() {
      setRandomSeed(SEED);
      const { flatten, dense } = tf.layers;
      const model = tf.sequential({
        layers: [
          flatten({ inputShape: [side, side] }),
          dense({ units: 2 * width, activation: "relu" }),
          dropout({ rate: 0.2 }),
          dense({ units: width, activation: "relu" }),
          dropout({ rate: 0.2 }),
          dense({ units: 10, activation: "softmax" }),
        ],
      });
      model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
      return Promise.resolve(model);
    },
    data: () => ({ x: uniform(batch, side, side), y: classTargets(batch, 10) }),
  };
}

/** IMDB reviews as multi-hot words, 16-16-1 with L2. */
export function reviewNet(size: Size): TrainingModel {
  const [words, batch] = size === "real" ? [10_000, 512] : [200, 16];
  return {
    name: "IMDB 16-16-1",
    batch,
    samples: 25_000,
    build() {
      setRandomSeed(SEED);
      const hidden = (inputShape?: number[]) =>
        tf.layers.dense({
          units: 16,
          activation: "relu",
          kernelRegularizer: tf.regularizers.l2({ l2: 0.001 }),
          inputShape,
        });
      const model = tf.sequential({
        layers: [
          hidden([words]),
          hidden(),
          dropout({ rate: 0.5 }),
          tf.layers.dense({ units: 1, activation: "sigmoid" }),
        ],
      });
      model.compile({ optimizer: "rmsprop", loss: "binaryCrossentropy" });
      return Promise.resolve(model);
    },
    data: () => ({
      // A review has about 1 % of the words.
      x: tf.tidy(() => uniform(batch, words).less(0.01).cast("float32")),
      y: tf.tidy(() => uniform(batch, 1).less(0.5).cast("float32")),
    }),
  };
}

/** InceptionV3 cut at `mixed7` under a new head, frozen or not. */
export function inceptionNet(size: Size, frozen: boolean): TrainingModel {
  const [side, width, batch] = size === "real" ? [150, 512, 20] : [75, 8, 2];
  return {
    name: `InceptionV3 to mixed7, ${frozen ? "frozen" : "unfrozen"}`,
    batch,
    samples: 2000,
    async build() {
      setRandomSeed(SEED);
      const base = await inceptionV3({
        inputShape: [side, side, 3],
        includeTop: false,
      });
      for (const layer of base.layers) layer.trainable = !frozen;
      const { flatten, dense } = tf.layers;
      const head = [
        flatten(),
        dense({ units: width, activation: "relu" }),
        dense({ units: 2 * width, activation: "relu" }),
        dropout({ rate: 0.2 }),
        dense({ units: 1, activation: "sigmoid" }),
      ];
      let output = base.getLayer("mixed7").output as tf.SymbolicTensor;
      for (const layer of head) output = layer.apply(output) as typeof output;
      const model = tf.model({ inputs: base.inputs, outputs: output });
      model.compile({
        optimizer: tf.train.rmsprop(1e-4),
        loss: "binaryCrossentropy",
      });
      return model;
    },
    data: () => ({
      x: uniform(batch, side, side, 3),
      y: tf.tidy(() => uniform(batch, 1).less(0.5).cast("float32")),
    }),
  };
}

/**
 * The time-series transformer of the summary: four blocks of attention with 4
 * heads of 256 over 500 steps of one feature.
 * @see https://keras.io/examples/timeseries/timeseries_classification_transformer/
 */
export function transformer(size: Size): TrainingModel {
  const [steps, heads, depth, batch] = size === "real"
    ? [500, 4, 256, 64]
    : [12, 2, 8, 4];
  return {
    name: "transformer",
    batch,
    samples: 2880,
    build() {
      setRandomSeed(SEED);
      const { layerNormalization, conv1d, dense, add } = tf.layers;
      const input = tf.input({ shape: [steps, 1] });
      let x: tf.SymbolicTensor = input;
      const through = (from: tf.SymbolicTensor, ...layers: Layer[]) =>
        layers.reduce(
          (value, layer) => layer.apply(value) as tf.SymbolicTensor,
          from,
        );
      for (let block = 0; block < 4; block++) {
        const attended = through(
          x,
          layerNormalization({ epsilon: 1e-6 }),
          multiHeadAttention({ numHeads: heads, keyDim: depth }),
          dropout({ rate: 0.25 }),
        );
        x = add().apply([attended, x]) as tf.SymbolicTensor;
        const mixed = through(
          x,
          layerNormalization({ epsilon: 1e-6 }),
          conv1d({ filters: 4, kernelSize: 1, activation: "relu" }),
          dropout({ rate: 0.25 }),
          conv1d({ filters: 1, kernelSize: 1 }),
        );
        x = add().apply([mixed, x]) as tf.SymbolicTensor;
      }
      const output = through(
        x,
        globalAveragePooling1d({ dataFormat: "channelsFirst" }),
        dense({ units: 128, activation: "relu" }),
        dropout({ rate: 0.4 }),
        dense({ units: 2, activation: "softmax" }),
      );
      const model = tf.model({ inputs: input, outputs: output });
      model.compile({
        optimizer: tf.train.adam(1e-4),
        loss: "categoricalCrossentropy",
      });
      return Promise.resolve(model);
    },
    data: () => ({ x: uniform(batch, steps, 1), y: classTargets(batch, 2) }),
  };
}

/** The models that are compared step by step, with the terms of their sums. */
export function smallModels(): { model: TrainingModel; terms: number }[] {
  return [
    // Windows of 3*3 and 3*3*4, dense layers of 128 and 16 inputs, forth and
    // back, and a filter's gradient over 6*10*10 pixels.
    { model: convNet("small"), terms: 2 * (9 + 36 + 128 + 16) + 600 },
    { model: denseNet("small"), terms: 2 * (36 + 16 + 8) + 6 },
    { model: reviewNet("small"), terms: 2 * (200 + 16 + 16) + 16 },
    // Four blocks of projections of 1, scores of 8, a softmax and a mean of
    // 12, heads of 16 and convolutions of 4; gradients over 4 * 12 steps.
    { model: transformer("small"), terms: 2 * 4 * (8 + 24 + 16 + 4 + 48) },
  ];
}
