/**
 * What a model is trained on, and what gives it batch by batch: tensors
 * (`tensor_batches.ts`) or a dataset (`dataset_batches.ts`).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Cut } from "../mends/run_from_cut.ts";

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

/** One tensor, or all of several, in order. */
export function eachTensor(tensors: Tensors): tf.Tensor[] {
  return tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors);
}

/** Whether a value is one tensor, or an array or object of nothing else. */
export function isTensors(value: unknown): value is Tensors {
  if (value instanceof tf.Tensor) return true;
  const parts = typeof value === "object" ? Object.values(value ?? {}) : [];
  return parts.length > 0 && parts.every((part) => part instanceof tf.Tensor);
}

/**
 * Refuses data that a caller without types may give, such as nested arrays.
 *
 * @throws {TypeError} If it is no tensor and holds other things than tensors.
 * @throws {Error} If a tensor is disposed of.
 */
export function checkTensors(name: string, data: unknown): void {
  if (isTensors(data)) {
    if (!eachTensor(data).some(({ isDisposed }) => isDisposed)) return;
    throw new Error(`fit needs ${name}, but a tensor of it is disposed of`);
  }
  const given = Array.isArray(data) ? "an array of other things" : typeof data;
  const isGenerator = typeof data === "function" ||
    typeof (data as { next?: unknown } | null)?.next === "function";
  throw new TypeError(
    `fit needs ${name} as a tensor, an array of tensors or an object of them, got ${
      isGenerator
        ? "a generator or function; tf.data.generator(function* () { ... }) makes a dataset of batches { xs, ys }"
        : given
    }`,
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

/** Whether `data` is a dataset and not tensors. */
export function isDataset(
  data: Tensors | BatchDataset | [Tensors, Tensors],
): data is BatchDataset {
  return typeof data === "object" && data !== null && "iterator" in data &&
    typeof data.iterator === "function";
}
