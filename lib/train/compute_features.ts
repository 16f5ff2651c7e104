/**
 * What a part of a model gives for all samples, computed batch by batch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Mask } from "../mends/call_layer.ts";
import type { PrepareHooks } from "./batches.ts";
import { checkSteady } from "./check_steady.ts";
import { computeSome, type FeatureParts } from "./compute_some.ts";
import { FeatureStore } from "./feature_store.ts";

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
    const computed = computeSome(
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
