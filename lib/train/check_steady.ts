/**
 * Checks that features may be kept: that a sample has the same ones whatever else
 * is in its batch, and at each step.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  computeSome,
  disposeOf,
  type FeatureParts,
  type Some,
} from "./compute_some.ts";

/**
 * Takes the first half of a batch without the other half; twice in its place
 * where the model takes batches of one size alone.
 */
function halfOf(
  { model }: FeatureParts,
  size: number,
): (input: tf.Tensor) => tf.Tensor {
  const half = Math.ceil(size / 2);
  const isFixed = model.inputs.some(({ shape }) => shape[0] != null);
  const rest = isFixed ? size - half : 0;
  return (x) => tf.concat([x.slice(0, half), x.slice(0, rest)]);
}

/** What the first half of a batch gives, see {@linkcode halfOf}. */
function computeHalf(
  parts: FeatureParts,
  tensors: readonly tf.SymbolicTensor[],
  size: number,
): tf.Tensor[] {
  const computed = computeSome(parts, tensors, halfOf(parts, size));
  const outputs = computed.outputs
    .map((value) => value.slice(0, Math.ceil(size / 2)));
  disposeOf(computed);
  return outputs;
}

/** Values that differ relatively by no more than this differ by rounding. */
const ROUNDING = 1e-3;

/**
 * Checks that samples have the same values in another batch, and at another
 * step: a Lambda or a layer of the user's may draw, count, mix samples or read
 * weights that train without telling.
 *
 * @param first What the first `size` samples gave.
 */
export async function checkSteady(
  parts: FeatureParts,
  { outputs: first, readsTrained }: Some,
  size: number,
): Promise<void> {
  const odd = first.findIndex(({ shape }) => shape[0] !== size);
  if (odd >= 0) {
    throw new RangeError(
      `${parts.owner} needs one row for each sample, but of ${size} samples ${
        parts.tensors[odd].sourceLayer.name
      } made the shape ${first[odd].shape.join(", ")}`,
    );
  }
  if (readsTrained) {
    throw new RangeError(
      `${parts.owner} can't keep what ${
        readerOfTrained(parts, size)
      } gives: it reads weights that train`,
    );
  }
  const again = computeHalf(parts, parts.tensors, size);
  const differ = await firstThatDiffers(first, again);
  tf.dispose(again);
  if (differ < 0) return;
  throw new RangeError(
    `${parts.owner} can't keep what ${await culprit(parts, size)} gives: ` +
      "its values for a sample are others in another batch",
  );
}

/** The first layer that weights which train have part in. */
function readerOfTrained(parts: FeatureParts, size: number): string {
  const reading = parts.calls.find(({ outputs }) => {
    const computed = computeSome(parts, outputs, halfOf(parts, size));
    disposeOf(computed);
    return computed.readsTrained;
  });
  return reading?.layer.name ?? "a layer";
}

/** The first layer whose values for the same samples differ. */
async function culprit(parts: FeatureParts, size: number): Promise<string> {
  const all = parts.calls.flatMap(({ outputs }) => outputs);
  const one = computeSome(parts, all, (x) => x.slice(0, size));
  const other = computeHalf(parts, all, size);
  const index = await firstThatDiffers(one.outputs, other);
  disposeOf(one);
  tf.dispose(other);
  return (all[index] ?? parts.tensors[0]).sourceLayer.name;
}

/** Compares the first samples of `whole` with `some`. */
async function firstThatDiffers(
  whole: tf.Tensor[],
  some: tf.Tensor[],
): Promise<number> {
  for (const [index, tensor] of some.entries()) {
    const [a, b] = await Promise.all([whole[index].data(), tensor.data()]);
    let largest = 0;
    let difference = 0;
    for (let i = 0; i < b.length; i++) {
      const [left, right] = [Number(a[i]), Number(b[i])];
      largest = Math.max(largest, Math.abs(left) || 0);
      difference = Math.max(difference, Math.abs(left - right) || 0);
    }
    if (difference > ROUNDING * largest) return index;
  }
  return -1;
}
