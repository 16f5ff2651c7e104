/**
 * What each sample counts in the loss: by the caller's weights or by its
 * class.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type Batch,
  checkTensors,
  eachTensor,
  mapTensors,
  type Tensors,
} from "./batches.ts";

/** What a sample of each class counts; classes not named count 1. */
export type ClassWeight = Record<number, number>;

/** One number per sample, or such numbers for each output. */
export type SampleWeight = Tensors | ArrayLike<number>;

/**
 * Sample weights as tensors.
 *
 * @returns New tensors for the caller to dispose of.
 * @throws {TypeError} If they are neither numbers nor tensors.
 */
export function weightTensors(weights: SampleWeight): Tensors {
  const isArray = ArrayBuffer.isView(weights) ||
    (Array.isArray(weights) && typeof weights[0] === "number");
  if (isArray) {
    return tf.tensor1d(Float32Array.from(weights as ArrayLike<number>));
  }
  checkTensors("sampleWeight", weights);
  return mapTensors(weights as Tensors, (weight) => weight.toFloat());
}

/** @throws {RangeError} If a weight is negative or no number. */
export async function checkSampleWeight(weights: SampleWeight): Promise<void> {
  const tensors = weightTensors(weights);
  try {
    for (const tensor of eachTensor(tensors)) {
      const wrong = (await tensor.data()).find((weight) => !(weight >= 0));
      if (wrong === undefined) continue;
      throw new RangeError(`A sample weight must be at least 0, got ${wrong}`);
    }
  } finally {
    tf.dispose(tensors as tf.TensorContainer);
  }
}

/**
 * @throws {RangeError} If a class is no integer or none of the model's, or a
 * weight is negative.
 */
export function checkClassWeight(
  weights: ClassWeight,
  { outputs }: tf.LayersModel,
): void {
  // The entries of a Map are no fields: it would weigh nothing.
  if (typeof weights !== "object" || weights instanceof Map) {
    throw new TypeError(
      `classWeight is an object such as { 0: 1, 1: 5 }, got ${
        weights instanceof Map ? "a Map" : weights
      }`,
    );
  }
  if (outputs.length === 1 && outputs[0].shape.length > 2) {
    throw new RangeError(
      `classWeight needs a class per sample, and ${
        outputs[0].name
      } gives several; give sampleWeight`,
    );
  }
  const units = outputs.length === 1 ? outputs[0].shape.at(-1) ?? 1 : 1;
  for (const [name, weight] of Object.entries(weights)) {
    // One unit gives one of two classes, or any number.
    if (units > 1 && Number(name) >= units) {
      throw new RangeError(
        `classWeight names the class ${name}; the model's ${units} classes are 0 to ${
          units - 1
        }`,
      );
    }
    if (!/^\d+$/.test(name) || !(typeof weight === "number" && weight >= 0)) {
      throw new RangeError(
        `classWeight gives each class, from 0, a number of at least 0, got ${name}: ${weight}`,
      );
    }
  }
}

/** Gives a batch weights by the classes of its samples, in place of its own. */
export async function weighByClass(
  batch: Batch,
  weights: ClassWeight | undefined,
): Promise<void> {
  if (!weights) return;
  const given = batch.sampleWeight;
  batch.sampleWeight = await weightsByClass(batch.ys, weights);
  tf.dispose(given as tf.TensorContainer);
}

/**
 * The weights of a batch by its targets: class numbers `[samples]` or
 * `[samples, 1]`, or one column for each class.
 *
 * @returns `[samples]`, for the caller to dispose of.
 * @throws {RangeError} If the model has several outputs, or the targets more
 * axes.
 */
async function weightsByClass(
  ys: Tensors,
  weights: ClassWeight,
): Promise<tf.Tensor> {
  const targets = eachTensor(ys);
  const [y] = targets;
  if (targets.length > 1 || y.rank > 2) {
    throw new RangeError(
      "classWeight needs one output with a class per sample; give sampleWeight",
    );
  }
  const classes = tf.tidy(() =>
    y.rank === 2 && y.shape[1]! > 1 ? y.argMax(1) : y.flatten().round()
  );
  const values = await classes.data();
  classes.dispose();
  return tf.tensor1d(
    Float32Array.from(values, (value) => weights[value] ?? 1),
  );
}

/** @throws {RangeError} If an output has no weights, or there are others. */
function checkOutputs(
  outputNames: readonly string[],
  sampleWeight: Tensors,
): void {
  if (sampleWeight instanceof tf.Tensor) return;
  const keys = Array.isArray(sampleWeight)
    ? outputNames.map((_, i) => String(i))
    : outputNames;
  const missing = keys.findIndex((key) => !(key in sampleWeight));
  if (missing >= 0) {
    throw new RangeError(
      `sampleWeight has none for the output ${outputNames[missing]}`,
    );
  }
  const unknown = Object.keys(sampleWeight).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new RangeError(
      `sampleWeight has ${unknown}, but the model's outputs are ${
        outputNames.join(", ")
      }`,
    );
  }
}

/**
 * A batch's weights for each output, of a shape that goes with its losses.
 *
 * @returns New tensors in the order of the model's outputs.
 */
export function weightsPerOutput(
  model: tf.LayersModel,
  { sampleWeight }: Batch,
): tf.Tensor[] {
  if (!sampleWeight) return [];
  const { outputNames, outputs } = model;
  checkOutputs(outputNames, sampleWeight);
  const list = sampleWeight instanceof tf.Tensor
    ? outputNames.map(() => sampleWeight)
    : Array.isArray(sampleWeight)
    ? sampleWeight
    : outputNames.map((name) => sampleWeight[name]);
  return outputs.map(({ shape }, i) => {
    const weight = list[i];
    // A loss has the axes of its output but the last.
    const rank = Math.max(1, shape.length - 1);
    if (weight.rank > rank) return weight.reshape(weight.shape.slice(0, rank));
    const missing = Array(rank - weight.rank).fill(1);
    return weight.reshape([...weight.shape, ...missing]);
  });
}
