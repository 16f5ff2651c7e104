/**
 * Batches of tensors: cut, and put in an order of their own for each epoch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { SeedStream } from "../random/seed_stream.ts";
import { shuffle } from "../random/shuffle.ts";
import {
  type Batch,
  type BatchSource,
  eachTensor,
  mapSamples,
  mapTensors,
  sampleCount,
  type Samples,
  sliceSamples,
} from "./batches.ts";

/** Stream of the order of the samples, apart from the layers' masks. */
const ORDER_STREAM = 2 ** 32 - 3;

/** How tensors are cut into batches. */
export interface CutOptions {
  batchSize: number;
  /** Whether each epoch has an order of its own. */
  shuffle: boolean;
  /** Integer that decides the orders; unseeded (or `setRandomSeed`) without. */
  seed?: number;
}

/** A source that has an order for each epoch. */
export interface Ordered extends BatchSource {
  /** The order of the epoch that was last asked for. */
  ordered?: { epoch: number; order: Uint32Array };
}

/** The number of samples, at least one and the same in all tensors. */
function countedSamples({ xs, ys, sampleWeight }: Samples): number {
  const samples = sampleCount(xs);
  const counts = [xs, ys, sampleWeight ?? []].flatMap(eachTensor)
    .map((tensor) => tensor.shape[0]);
  if (samples === 0 || counts.some((count) => count !== samples)) {
    throw new RangeError(
      `x, y and weights must have the same number of samples, at least 1, got ${
        counts.join(", ")
      }`,
    );
  }
  return samples;
}

/** Rows of all tensors, as new ones. */
function gathered(data: Samples, rows: Uint32Array): Samples {
  const indices = tf.tensor1d(Int32Array.from(rows), "int32");
  const taken = mapSamples(
    data,
    (part) => mapTensors(part, (tensor) => tf.gather(tensor, indices)),
  );
  indices.dispose();
  return taken;
}

/**
 * Batches of tensors; the tensors stay the caller's. Other ones of the same
 * samples may be put into `data` between two batches.
 *
 * @throws {RangeError} If the tensors differ in their number of samples, have
 * none, or the batch size is no positive integer.
 */
export function tensorBatches(
  data: Samples,
  options: CutOptions,
): Ordered {
  const { batchSize, seed } = options;
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(
      `batchSize must be a positive integer, got ${batchSize}`,
    );
  }
  const samples = countedSamples(data);
  const batches = Math.ceil(samples / batchSize);

  const orderOf = (epoch: number) => {
    if (source.ordered?.epoch !== epoch) {
      const order = Uint32Array.from({ length: samples }, (_, i) => i);
      if (seed === undefined) tf.util.shuffle(order);
      else shuffle(order, new SeedStream(seed, ORDER_STREAM, epoch).next());
      source.ordered = { epoch, order };
    }
    return source.ordered!.order;
  };
  const batch = (epoch: number, index: number): Batch => {
    const start = index * batchSize;
    const end = Math.min(start + batchSize, samples);
    return options.shuffle
      ? gathered(data, orderOf(epoch).subarray(start, end))
      : mapSamples(data, (part) => sliceSamples(part, start, end));
  };
  const source: Ordered = {
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
    resume({ ordered }: Ordered) {
      if (ordered?.order.length === samples) source.ordered = ordered;
    },
  };
  return source;
}
