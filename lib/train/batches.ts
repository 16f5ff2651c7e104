/**
 * What a model is trained on, batch by batch: tensors, cut and shuffled here,
 * or a dataset that brings batches of its own.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { SeedStream } from "../random/seed_stream.ts";
import { shuffle } from "../random/shuffle.ts";

/** One tensor, one per input or output, or one by name. */
export type Tensors = tf.Tensor | tf.Tensor[] | Record<string, tf.Tensor>;

/** Tensors for one step, owned by whoever took them. */
export interface Batch {
  xs: Tensors;
  ys: Tensors;
}

/** What is needed of a `tf.data.Dataset`; it yields {@link Batch}es. */
export interface BatchDataset {
  /** Number of batches, if known. */
  size?: number | null;
  iterator(): Promise<BatchIterator>;
}

/** What is needed of a dataset's iterator. */
export interface BatchIterator {
  // deno-lint-ignore no-explicit-any -- tf.data types its items as any container
  next(): Promise<{ value: any; done: boolean }>;
}

/** The batches of one epoch after the other. */
export interface BatchSource {
  /** Batches in an epoch, if known. */
  readonly batches: number | undefined;
  /** Samples in an epoch, if known. */
  readonly samples: number | undefined;
  /**
   * The batches of an epoch.
   *
   * @param epoch Index from 0; with a seed it decides the order.
   * @param first Index of the first batch to give.
   */
  epoch(epoch: number, first: number): Promise<BatchIterator>;
}

/** Stream of the order of the samples, apart from the layers' masks. */
const ORDER_STREAM = 2 ** 32 - 3;

function each(tensors: Tensors): tf.Tensor[] {
  return tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors);
}

function mapTensors(
  tensors: Tensors,
  change: (tensor: tf.Tensor) => tf.Tensor,
): Tensors {
  if (tensors instanceof tf.Tensor) return change(tensors);
  if (Array.isArray(tensors)) return tensors.map(change);
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]),
  );
}

/** Number of samples in a batch. */
export function sampleCount(tensors: Tensors): number {
  return each(tensors)[0].shape[0] ?? 1;
}

/** Rows `start` to `end` of all tensors; the caller owns them. */
export function sliceSamples(
  tensors: Tensors,
  start: number,
  end: number,
): Tensors {
  return mapTensors(tensors, (tensor) => tensor.slice(start, end - start));
}

/** How tensors are cut into batches. */
export interface CutOptions {
  batchSize: number;
  /** Whether each epoch has an order of its own. */
  shuffle: boolean;
  /** Integer that decides the orders; unseeded (or `setRandomSeed`) without. */
  seed?: number;
}

/**
 * Batches of tensors; the tensors stay the caller's.
 *
 * @throws {RangeError} If the tensors differ in their number of samples, have
 * none, or the batch size is no positive integer.
 */
export function tensorBatches(
  xs: Tensors,
  ys: Tensors,
  options: CutOptions,
): BatchSource {
  const { batchSize, seed } = options;
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(
      `batchSize must be a positive integer, got ${batchSize}`,
    );
  }
  const samples = sampleCount(xs);
  const counts = [...each(xs), ...each(ys)].map((tensor) => tensor.shape[0]);
  if (samples === 0 || counts.some((count) => count !== samples)) {
    throw new RangeError(
      `x and y must have the same number of samples, at least 1, got ${
        counts.join(", ")
      }`,
    );
  }
  const batches = Math.ceil(samples / batchSize);

  // Kept by epoch, so that an epoch that is taken up again has its own order.
  let ordered = { epoch: -1, order: new Uint32Array(0) };
  const orderOf = (epoch: number) => {
    if (ordered.epoch !== epoch) {
      const order = Uint32Array.from({ length: samples }, (_, i) => i);
      if (seed === undefined) tf.util.shuffle(order);
      else shuffle(order, new SeedStream(seed, ORDER_STREAM, epoch).next());
      ordered = { epoch, order };
    }
    return ordered.order;
  };
  const batch = (epoch: number, index: number): Batch => {
    const start = index * batchSize;
    const end = Math.min(start + batchSize, samples);
    if (!options.shuffle) {
      return {
        xs: sliceSamples(xs, start, end),
        ys: sliceSamples(ys, start, end),
      };
    }
    const rows = tf.tensor1d(
      Int32Array.from(orderOf(epoch).subarray(start, end)),
      "int32",
    );
    const gather = (tensors: Tensors) =>
      mapTensors(tensors, (tensor) => tf.gather(tensor, rows));
    const taken = { xs: gather(xs), ys: gather(ys) };
    rows.dispose();
    return taken;
  };
  return {
    batches,
    samples,
    epoch(epoch, first) {
      let index = first;
      return Promise.resolve({
        next: () =>
          Promise.resolve(
            index < batches
              ? { value: batch(epoch, index++), done: false }
              : { value: null, done: true },
          ),
      });
    },
  };
}

/** Batches that a dataset brings; when resumed it is read again from its start. */
export function datasetBatches(dataset: BatchDataset): BatchSource {
  const { size } = dataset;
  return {
    batches: typeof size === "number" && Number.isFinite(size)
      ? size
      : undefined,
    samples: undefined,
    async epoch(_, first) {
      const iterator = await dataset.iterator();
      for (let skipped = 0; skipped < first; skipped++) {
        const { value, done } = await iterator.next();
        tf.dispose(value);
        if (done) break;
      }
      return iterator;
    },
  };
}

/** Whether `data` is a dataset and not tensors. */
export function isDataset(
  data: Tensors | BatchDataset | [Tensors, Tensors],
): data is BatchDataset {
  return "iterator" in data && typeof data.iterator === "function";
}
