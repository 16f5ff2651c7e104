/**
 * What a part of a model gives for all samples, computed batch by batch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Mask } from "../mends/call_layer.ts";
import type { Container, LayerCall } from "../mends/plan_layers.ts";
import { recordingFor } from "../mends/recorded_layers.ts";
import { type Computed, runLayers } from "../mends/run_layers.ts";
import { thawedWeights } from "../mends/thawed_weights.ts";
import type { PrepareHooks } from "./batches.ts";
import { FeatureStore } from "./feature_store.ts";

/** What is computed, of what. */
export interface FeatureParts {
  /** The functional model inside a sequential one. */
  model: Container;
  /** One tensor for each input of the model; they stay the caller's. */
  inputs: tf.Tensor[];
  /** What is wanted. */
  tensors: readonly tf.SymbolicTensor[];
  /** The calls of layers that lead there, in order. */
  calls: readonly LayerCall[];
  /** Whether as in a step of training; else as at prediction. */
  training: boolean;
  batchSize: number;
  /** Who asks, for messages. */
  owner: string;
}

/** One tensor for each that was wanted, all samples in it. */
export interface Features {
  values: tf.Tensor[];
  masks: Mask[];
  bytes: number;
}

/**
 * Computes the wanted tensors for all samples.
 *
 * @returns Tensors for the caller to dispose of; undefined if it was ended.
 * @throws {RangeError} If they would be too large, or are not the same for a
 * sample whichever others are in the batch.
 */
export async function computeFeatures(
  parts: FeatureParts,
  hooks: PrepareHooks,
): Promise<Features | undefined> {
  const samples = parts.inputs[0].shape[0]!;
  const store = new FeatureStore(parts.owner, samples);
  const isMasked = await addFeatures(parts, store, hooks);
  if (!isMasked) return undefined;
  const tensors = store.tensors();
  const count = parts.tensors.length;
  const masks = tensors.slice(count);
  return {
    values: tensors.slice(0, count),
    masks: isMasked.map((masked) => masked ? masks.shift()! : null),
    bytes: store.bytes,
  };
}

/**
 * Adds the features of some samples to a store, the masks after the values.
 *
 * @returns Which have masks; undefined if it was ended.
 */
export async function addFeatures(
  parts: FeatureParts,
  store: FeatureStore,
  { goOn, holding, report }: PrepareHooks,
): Promise<boolean[] | undefined> {
  const samples = parts.inputs[0].shape[0]!;
  const { batchSize, tensors } = parts;
  let isMasked: boolean[] = [];
  for (let start = 0; start < samples; start += batchSize) {
    if (!await goOn()) return undefined;
    const size = Math.min(batchSize, samples - start);
    const computed = compute(
      parts,
      tensors,
      (x) => x.slice(start, size),
    );
    const { outputs, masks } = computed;
    isMasked = masks.map((mask) => mask != null);
    const made = [...outputs, ...masks.filter((mask) => mask != null)];
    holding(made);
    try {
      if (store.isEmpty) await checkSteady(parts, computed, size);
      await store.add(made, size);
    } finally {
      tf.dispose(made);
      holding(undefined);
    }
    report((start + size) / samples);
  }
  return isMasked;
}

/** What some samples give. */
interface Some extends Computed {
  /** Whether weights that train have part in it: a layer of the user's may. */
  readonly readsTrained: boolean;
}

/** The wanted tensors of some samples, for the caller to dispose of. */
function compute(
  { model, inputs, training }: FeatureParts,
  tensors: readonly tf.SymbolicTensor[],
  samplesOf: (input: tf.Tensor) => tf.Tensor,
): Some {
  const trained = training && model.trainable
    ? thawedWeights(model).map((weight) => weight.read())
    : [];
  const run = () => {
    const given = inputs.map(samplesOf);
    const args = training ? { training } : {};
    const { outputs, masks } = recordingFor(
      new Set(trained),
      given,
      () => runLayers(model, given, [], args, [...tensors]),
    );
    // A layer may give what it got, and one tensor may be wanted twice.
    return {
      outputs: outputs.map((value) => tf.keep(value.clone())),
      masks: masks.map((mask) => mask && tf.keep(mask.clone())),
    };
  };
  let computed: Computed;
  const record = () => {
    computed = run();
    return tf.addN(computed.outputs.map((one) => one.cast("float32").sum()));
  };
  const readsTrained = tf.tidy(() => {
    if (!training) {
      computed = run();
      return false;
    }
    // While gradients are recorded tfjs fuses no operations, which may round
    // otherwise. A weight that has no part has no gradient.
    return tf.engine()
      .gradients(record, [tf.scalar(1), ...trained], undefined, true)
      .grads.some((gradient) => gradient != null);
  });
  return { ...computed!, readsTrained };
}

function disposeOf({ outputs, masks }: Computed): void {
  tf.dispose([...outputs, ...masks] as tf.Tensor[]);
}

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
  const computed = compute(parts, tensors, halfOf(parts, size));
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
async function checkSteady(
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
    const computed = compute(parts, outputs, halfOf(parts, size));
    disposeOf(computed);
    return computed.readsTrained;
  });
  return reading?.layer.name ?? "a layer";
}

/** The first layer whose values for the same samples differ. */
async function culprit(parts: FeatureParts, size: number): Promise<string> {
  const all = parts.calls.flatMap(({ outputs }) => outputs);
  const one = compute(parts, all, (x) => x.slice(0, size));
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
