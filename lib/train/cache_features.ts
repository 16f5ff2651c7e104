/**
 * What a model gives at one of its layers, computed once, to train a head on.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { walkLayers } from "../layers/walk_layers.ts";
import { checkOptions, nearestName } from "../options/check_options.ts";
import { requireKind } from "../options/require_kind.ts";
import {
  type Container,
  type LayerCall,
  planOf,
} from "../mends/plan_layers.ts";
import {
  type BatchDataset,
  isDataset,
  type PrepareHooks,
  type Tensors,
} from "./batches.ts";
import { Breath } from "./breath.ts";
import { computeFeatures } from "./compute_features.ts";
import type { FeatureParts } from "./compute_some.ts";
import { type FeatureModel, inputsOf } from "./feature_inputs.ts";
import { type FeatureSet, featuresOfDataset } from "./features_of_dataset.ts";
import { refusal, unsteady } from "./frozen_part.ts";
import { innerModel } from "./train_step.ts";

/** How features are computed; all fields may be left out. */
export interface CacheFeaturesOptions {
  /** Samples that are computed at a time; 32. A dataset brings its own. */
  batchSize?: number;
}

/**
 * What a layer gives for all samples, as at prediction, to train a head on
 * with `fit`. The model need not be compiled; whether it is frozen makes no
 * difference, but what is trained later does not reach the features.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { cacheFeatures, fit } from "thaw";
 *
 * const base = tf.sequential({
 *   name: "base",
 *   layers: [
 *     tf.layers.dense({ name: "low", units: 4, inputShape: [3] }),
 *     tf.layers.dense({ name: "high", units: 4 }),
 *   ],
 * });
 * const head = tf.sequential({
 *   layers: [tf.layers.dense({ units: 1, inputShape: [4] })],
 * });
 * head.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const features = await cacheFeatures(base, "high", tf.ones([8, 3]));
 * await fit(head, features, tf.ones([8, 1]));
 * ```
 *
 * @param until Name or index of the last layer to compute, in `model.layers`,
 * or the layer.
 * @param data Inputs, samples first; they stay the caller's.
 * @returns `[samples, ...]`, of the layer's output, for the caller to dispose
 * of; at most 1 GiB.
 * @throws {RangeError} If there is no such layer, the data don't fit, a layer
 * up to it is random in training or mixes the samples, or it gets too large.
 * @throws {TypeError} If there is no such option.
 */
export function cacheFeatures(
  model: tf.LayersModel,
  until: string | number | tf.layers.Layer,
  data: Tensors,
  options?: CacheFeaturesOptions,
): Promise<tf.Tensor>;
/**
 * The features of a dataset of batches `{ xs, ys }`, which is read once.
 *
 * @returns Tensors for the caller to dispose of.
 */
export function cacheFeatures(
  model: tf.LayersModel,
  until: string | number | tf.layers.Layer,
  data: BatchDataset,
  options?: CacheFeaturesOptions,
): Promise<FeatureSet>;
export async function cacheFeatures(
  model: tf.LayersModel,
  until: string | number | tf.layers.Layer,
  data: Tensors | BatchDataset,
  options?: CacheFeaturesOptions,
): Promise<tf.Tensor | FeatureSet> {
  requireKind("cacheFeatures", "model", model, "model");
  checkOptions("cacheFeatures", options, { batchSize: true });
  const { batchSize = 32 } = options ?? {};
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(
      `batchSize must be a positive integer, got ${batchSize}`,
    );
  }
  if (data === null || typeof data !== "object") {
    throw new TypeError(
      `cacheFeatures needs tensors or a dataset, got ${data}`,
    );
  }
  if (model instanceof tf.Sequential && !model.built) model.build();
  const inner = innerModel(model) as unknown as FeatureModel;
  const tensor = outputOf(model, inner, until);
  const calls = planOf(inner, [tensor]);
  for (const { layer } of calls) {
    const found = unsteady(layer);
    if (!found) continue;
    throw new RangeError(
      `cacheFeatures can't keep what ${tensor.sourceLayer.name} gives: ${
        refusal(model, found)
      }`,
    );
  }
  const breath = new Breath();
  const hooks: PrepareHooks = {
    goOn: async () => {
      await breath.pause("batch", () => undefined);
      return true;
    },
    holding: () => {},
    report: () => {},
  };
  const parts: Omit<FeatureParts, "inputs"> = {
    model: inner,
    tensors: [tensor],
    calls,
    training: false,
    batchSize,
    owner: "cacheFeatures",
  };
  if (isDataset(data)) return await featuresOfDataset(parts, data, hooks);
  const inputs = inputsOf(inner, data);
  const features = await computeFeatures({ ...parts, inputs }, hooks);
  tf.dispose(features!.masks as tf.Tensor[]);
  return features!.values[0];
}

/** The one tensor that a layer gives within a model. */
function outputOf(
  model: tf.LayersModel,
  inner: Container,
  until: string | number | tf.layers.Layer,
): LayerCall["outputs"][number] {
  const { layers, name } = model;
  if (typeof until !== "string" && typeof until !== "number") {
    requireKind("cacheFeatures", "until", until, "layer");
  }
  const layer = typeof until === "string"
    ? layers.find(({ name }) => name === until)
    : typeof until === "number"
    ? layers.at(until)
    : layers.find((layer) => layer === until);
  if (!layer) throw new RangeError(noSuchLayer(model, until));
  const calls = planOf(inner, inner.outputs);
  // tfjs lists the calls of a model that comes first in a sequential one among
  // those of the outer model, so such a model is found by its outputs.
  const { outputs = [] } = layer as Partial<Container>;
  const own = calls.filter((call) => call.layer === layer);
  const made = own.length > 0
    ? own.flatMap(({ outputs }) => outputs)
    : calls.flatMap((call) => call.outputs)
      .filter(({ id }) => outputs.some((output) => output.id === id));
  if (made.length === 1) return made[0];
  throw new RangeError(
    `${layer.name} gives ${made.length} tensors in ${name}; cacheFeatures needs a layer that gives one`,
  );
}

function noSuchLayer(
  model: tf.LayersModel,
  until: string | number | tf.layers.Layer,
): string {
  const { name: root, layers } = model;
  const wanted = typeof until === "object" ? until?.name : String(until);
  const nested = [...walkLayers(model)].find(({ layer, path, ancestors }) =>
    ancestors.length > 0 && [layer, layer.name, path].includes(until as string)
  );
  if (nested) {
    const around = nested.ancestors.at(-1)!.layer.name;
    return `${wanted} lies in ${around}, a layer of ${root}; use cacheFeatures(${around}, ...)`;
  }
  const names = layers.map(({ name }) => name);
  const meant = nearestName(wanted, names);
  return `${root} has no layer ${wanted}${
    meant ? `; did you mean ${meant}?` : `; it has ${names.join(", ")}`
  }`;
}
