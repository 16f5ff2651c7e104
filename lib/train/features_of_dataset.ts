/** What a part of a model gives for a dataset, which is read once. */

import * as tf from "@tensorflow/tfjs";
import {
  type Batch,
  type BatchDataset,
  eachTensor,
  type PrepareHooks,
  sampleCount,
  type Tensors,
} from "./batches.ts";
import { addFeatures } from "./compute_features.ts";
import type { FeatureParts } from "./compute_some.ts";
import { type FeatureModel, inputsOf } from "./feature_inputs.ts";
import { FeatureStore } from "./feature_store.ts";

/** The features of a dataset, and what it brings beside its inputs. */
export interface FeatureSet {
  /** `[samples, ...]`. */
  xs: tf.Tensor;
  /** One tensor, one per output, or one by name, as the dataset has them. */
  ys: Tensors;
  sampleWeight?: Tensors;
}

/**
 * Features of all batches, and what else they bring, in order.
 *
 * @returns Tensors for the caller to dispose of.
 * @throws {RangeError} If the dataset has no end or no batches, or too large.
 * @throws {TypeError} If a batch is not `{ xs, ys }`.
 */
export async function featuresOfDataset(
  parts: Omit<FeatureParts, "inputs">,
  dataset: BatchDataset,
  hooks: PrepareHooks,
): Promise<FeatureSet> {
  if (dataset.size === Infinity) {
    throw new RangeError("cacheFeatures needs a dataset that ends; use take()");
  }
  const store = new FeatureStore("cacheFeatures");
  let names: [keyof Batch, string[] | undefined, number][] = [];
  const others = new FeatureStore("cacheFeatures");
  const iterator = await dataset.iterator();
  for (;;) {
    const { value, done } = await iterator.next();
    if (done) break;
    try {
      if (!value?.xs || !value.ys) {
        throw new TypeError(
          "cacheFeatures needs a dataset of batches { xs, ys }",
        );
      }
      const inputs = inputsOf(parts.model as FeatureModel, value.xs);
      const size = sampleCount(value.xs);
      await addFeatures({ ...parts, inputs, batchSize: size }, store, hooks);
      const beside: tf.Tensor[] = [];
      names = (["ys", "sampleWeight"] as const)
        .filter((field) => value[field])
        .map((field) => {
          const tensors = value[field] as Tensors;
          const isOne = tensors instanceof tf.Tensor;
          const list = eachTensor(tensors);
          beside.push(...list);
          const keys = isOne || Array.isArray(tensors)
            ? undefined
            : Object.keys(tensors);
          return [field, keys, isOne ? 0 : list.length];
        });
      await others.add(beside, size);
    } finally {
      tf.dispose(value);
    }
  }
  if (store.isEmpty) throw new RangeError("The dataset has no batches");
  const [xs, mask] = store.tensors();
  mask?.dispose();
  const set: Partial<FeatureSet> = { xs };
  const made = others.tensors();
  for (const [field, keys, count] of names) {
    const list = made.splice(0, count || 1);
    Object.assign(set, {
      [field]: keys
        ? Object.fromEntries(keys.map((key, i) => [key, list[i]]))
        : count
        ? list
        : list[0],
    });
  }
  return set as FeatureSet;
}
