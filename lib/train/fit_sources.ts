/**
 * The batches that `fit` trains and measures on, as its options say.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkLabels } from "../mends/unknown_classes.ts";
import {
  type BatchDataset,
  type BatchSource,
  checkTensors,
  isDataset,
  mapSamples,
  sampleCount,
  type Samples,
  sliceSamples,
  type Tensors,
} from "./batches.ts";
import { datasetBatches } from "./dataset_batches.ts";
import { batchesPerEpoch, type FitOptions } from "./fit_options.ts";
import { FrozenBatches } from "./frozen_batches.ts";
import { weightTensors } from "./sample_weights.ts";
import { tensorBatches } from "./tensor_batches.ts";

/** The batches to train on and to measure on. */
export interface FitSources {
  source: BatchSource;
  validation: BatchSource | undefined;
  /** Tensors made here, for the caller to dispose of. */
  owned: Tensors[];
}

/**
 * Cuts and splits the data as the options say.
 *
 * @throws {RangeError} If the data do not fit each other or the options.
 */
export function fitSources(
  model: tf.LayersModel,
  data: BatchDataset | [Tensors, Tensors],
  options: FitOptions,
): FitSources {
  const owned: Tensors[] = [];
  try {
    const parts = isDataset(data)
      ? datasetParts(model, data, options)
      : tensorParts(model, data, options, owned);
    const { validationData } = options;
    const validation = validationData
      ? validationSource(model, validationData, options, owned)
      : parts.validation;
    return { source: parts.source, validation, owned };
  } catch (error) {
    tf.dispose(owned as tf.TensorContainer);
    throw error;
  }
}

type Parts = Pick<FitSources, "source" | "validation">;

function datasetParts(
  model: tf.LayersModel,
  data: BatchDataset,
  options: FitOptions,
): Parts {
  if (options.cacheFrozen) {
    throw new RangeError(
      "cacheFrozen needs tensors, as a dataset may bring other samples in each epoch; cacheFeatures(model, until, dataset) goes through it once",
    );
  }
  if (options.validationSplit) {
    throw new RangeError("A dataset can't be split; give validationData");
  }
  if (options.sampleWeight) {
    throw new RangeError(
      "A dataset brings its sampleWeight beside xs and ys; fit takes none for it",
    );
  }
  const isEndless = batchesPerEpoch(options) !== undefined;
  const source = datasetBatches(
    data,
    isEndless,
    (ys) => checkLabels(model, ys),
  );
  return { source, validation: undefined };
}

function tensorParts(
  model: tf.LayersModel,
  [xs, ys]: [Tensors, Tensors],
  options: FitOptions,
  owned: Tensors[],
): Parts {
  checkTensors("x", xs);
  checkTensors("y", ys);
  const { batchSize = 32, shuffle = true, seed, validationSplit } = options;
  const sampleWeight = options.sampleWeight &&
    weightTensors(options.sampleWeight);
  if (sampleWeight) owned.push(sampleWeight);
  let samples: Samples = { xs, ys, sampleWeight };
  let validation: BatchSource | undefined;
  if (validationSplit) {
    const count = sampleCount(xs);
    const kept = count - Math.floor(count * validationSplit);
    if (kept === count || kept === 0) {
      throw new RangeError(
        `A validationSplit of ${validationSplit} of ${count} samples leaves none to ${
          kept === 0 ? "train" : "measure"
        } on`,
      );
    }
    const sliced = (start: number, end: number) =>
      mapSamples(samples, (each) => {
        const slice = sliceSamples(each, start, end);
        owned.push(slice);
        return slice;
      });
    const measured = sliced(kept, count);
    samples = sliced(0, kept);
    validation = measuringBatches(model, measured, options);
  }
  const cut = { batchSize, shuffle, seed };
  const source = options.cacheFrozen
    ? new FrozenBatches({ model, samples, options: cut, training: true })
    : tensorBatches(samples, cut);
  const wanted = batchesPerEpoch(options);
  if (wanted !== undefined && wanted > source.batches!) {
    const name = options.stepsPerEpoch ? "stepsPerEpoch" : "batchesPerEpoch";
    throw new RangeError(
      `${name} is ${wanted}, but the samples make ${source.batches} batches of ${batchSize}`,
    );
  }
  return { source, validation };
}

function validationSource(
  model: tf.LayersModel,
  data: NonNullable<FitOptions["validationData"]>,
  options: FitOptions,
  owned: Tensors[],
): BatchSource {
  if (!Array.isArray(data)) {
    if (!isDataset(data)) {
      throw new TypeError(
        `validationData is [x, y], [x, y, sampleWeight] or a dataset, got ${
          typeof data === "object" ? "another object" : data
        }`,
      );
    }
    return datasetBatches(data, false, (ys) => checkLabels(model, ys));
  }
  const [xs, ys, weights] = data;
  if (data.length > 3) {
    throw new TypeError(
      `validationData is [x, y] or [x, y, sampleWeight], got an array of ${data.length}`,
    );
  }
  checkTensors("the inputs of validationData", xs);
  checkTensors("the targets of validationData", ys);
  const sampleWeight = weights && weightTensors(weights);
  if (sampleWeight) owned.push(sampleWeight);
  return measuringBatches(model, { xs, ys, sampleWeight }, options);
}

/** Batches to measure on, in the order of the samples. */
function measuringBatches(
  model: tf.LayersModel,
  samples: Samples,
  { batchSize = 32, validationBatchSize, cacheFrozen }: FitOptions,
): BatchSource {
  const options = {
    batchSize: validationBatchSize ?? batchSize,
    shuffle: false,
  };
  return cacheFrozen
    ? new FrozenBatches({ model, samples, options, training: false })
    : tensorBatches(samples, options);
}
