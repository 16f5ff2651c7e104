/**
 * What a model is trained on, batch by batch: tensors, cut and shuffled here,
 * or a dataset that brings batches of its own.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Cut } from "../mends/run_layers.ts";
import { SeedStream } from "../random/seed_stream.ts";
import { shuffle } from "../random/shuffle.ts";

/** One tensor, one per input or output, or one by name. */
export type Tensors = tf.Tensor | tf.Tensor[] | Record<string, tf.Tensor>;

/** Tensors for one step, owned by whoever took them. */
export interface Batch {
  xs: Tensors;
  ys: Tensors;
  /** What each sample counts in the loss, `[samples]` for each output. */
  sampleWeight?: Tensors;
}

/** What is trained on: inputs, targets and what each sample counts. */
export interface Samples {
  xs: Tensors;
  ys: Tensors;
  sampleWeight?: Tensors;
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
  next(): Promise<{ value: any; done?: boolean }>;
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
  /**
   * Takes over what `former` had of an epoch that was not finished: an order
   * that was drawn, an iterator that is under way.
   */
  resume(former: BatchSource): void;
  /** Where its batches enter the model; without one at its inputs. */
  readonly cut?: Cut;
  /** Whether {@linkcode prepare} has to be called (again) before a batch. */
  isStale?(): boolean;
  /** Gets ready for batches; also where that was stopped, `goOn` knows. */
  prepare?(hooks: PrepareHooks): Promise<void>;
  /** Lets go of what it prepared; it may be prepared again. */
  dispose?(): void;
}

/** How preparations meet the training that they belong to. */
export interface PrepareHooks {
  /** Called before each part; false ends it. */
  goOn(): Promise<boolean>;
  /** Told what is being worked on, so that it can be disposed of. */
  holding(tensors: tf.Tensor[] | undefined): void;
  /** Told how far it is, in `[0, 1]`. */
  report(done: number): void;
}

/** Stream of the order of the samples, apart from the layers' masks. */
const ORDER_STREAM = 2 ** 32 - 3;

/** One tensor, or all of several, in order. */
export function eachTensor(tensors: Tensors): tf.Tensor[] {
  return tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors);
}

/**
 * Refuses data that a caller without types may give, such as nested arrays.
 *
 * @throws {TypeError} If it is no tensor and holds other things than tensors.
 */
export function checkTensors(name: string, data: unknown): void {
  const isObject = typeof data === "object" && data !== null;
  const all = data instanceof tf.Tensor
    ? [data]
    : isObject
    ? Object.values(data)
    : [];
  if (all.length > 0 && all.every((one) => one instanceof tf.Tensor)) return;
  const given = Array.isArray(data) ? "an array of other things" : typeof data;
  throw new TypeError(
    `fit needs ${name} as a tensor, an array of tensors or an object of them, got ${given}`,
  );
}

/** Tensors changed one by one, in the same container. */
export function mapTensors(
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
  return eachTensor(tensors)[0].shape[0] ?? 1;
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

/** A source that has an order for each epoch. */
export interface Ordered extends BatchSource {
  /** The order of the epoch that was last asked for. */
  ordered?: { epoch: number; order: Uint32Array };
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
  const { xs, ys, sampleWeight } = data;
  const { batchSize, seed } = options;
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(
      `batchSize must be a positive integer, got ${batchSize}`,
    );
  }
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
    if (!options.shuffle) {
      return mapSamples(data, (part) => sliceSamples(part, start, end));
    }
    const rows = tf.tensor1d(
      Int32Array.from(orderOf(epoch).subarray(start, end)),
      "int32",
    );
    const taken = mapSamples(
      data,
      (part) => mapTensors(part, (tensor) => tf.gather(tensor, rows)),
    );
    rows.dispose();
    return taken;
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

/** The same part of inputs, targets and weights. */
export function mapSamples(
  { xs, ys, sampleWeight }: Samples,
  change: (tensors: Tensors) => Tensors,
): Samples {
  return {
    xs: change(xs),
    ys: change(ys),
    ...(sampleWeight && { sampleWeight: change(sampleWeight) }),
  };
}

interface Reading extends BatchSource {
  readonly dataset: BatchDataset;
  /** The iterator under way, and the batch that it will give next. */
  reading?: { epoch: number; next: number; iterator: BatchIterator };
}

/**
 * Batches that a dataset brings. When resumed, the iterator goes on that was
 * stopped; of another dataset the first batches are read again and left out.
 *
 * @param isEndless Whether an epoch is a number of batches, so that the next
 * one goes on where it ended.
 */
export function datasetBatches(
  dataset: BatchDataset,
  isEndless = false,
): BatchSource {
  const { size } = dataset;
  const source: Reading = {
    dataset,
    batches: typeof size === "number" && Number.isFinite(size)
      ? size
      : undefined,
    samples: undefined,
    async epoch(epoch, first) {
      const { reading } = source;
      const goesOn = reading &&
        (isEndless
          ? first === 0 || reading.next === first
          : reading.epoch === epoch && reading.next === first);
      const iterator = goesOn
        ? reading.iterator
        : await skipTo(await dataset.iterator(), first);
      const under = source.reading = { epoch, next: first, iterator };
      return {
        async next() {
          const result = await iterator.next();
          if (result.value) under.next++;
          // Read from its start the next time.
          if (result.done && source.reading === under) {
            source.reading = undefined;
          }
          return result;
        },
      };
    },
    resume(former: Reading) {
      if (former.dataset === dataset) source.reading = former.reading;
    },
  };
  return source;
}

async function skipTo(
  iterator: BatchIterator,
  first: number,
): Promise<BatchIterator> {
  for (let skipped = 0; skipped < first; skipped++) {
    const { value, done } = await iterator.next();
    tf.dispose(value);
    if (done) break;
  }
  return iterator;
}

/** Whether `data` is a dataset and not tensors. */
export function isDataset(
  data: Tensors | BatchDataset | [Tensors, Tensors],
): data is BatchDataset {
  return typeof data === "object" && data !== null && "iterator" in data &&
    typeof data.iterator === "function";
}
