/**
 * What each batch adds to the values of its epoch, told to whoever adds up.
 *
 * A step gives the values of its batch, as tfjs expects them. The mean of
 * those over an epoch is another number than the metric of all its samples:
 * where masks leave out more of one batch than of another, and for metrics
 * that are no means.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { processWide } from "../random/process_wide.ts";
import type { EpochMetric } from "./epoch_metric.ts";

/** What a batch adds to one value that the model shows. */
export type EpochPart =
  | {
    /** A mean over the batch. */
    readonly mean: tf.Scalar;
    /** How many samples, or values that a mask lets count, it is of. */
    readonly weight: number | tf.Scalar;
  }
  | { readonly metric: EpochMetric; readonly counts: tf.Tensor1D };

/** Whether the means of the batches give that of the epoch. */
export function isMeanOfSamples(part: EpochPart): boolean {
  return "mean" in part && typeof part.weight === "number";
}

/** Called within a tidy: it keeps what it needs. */
type Listener = (parts: EpochPart[]) => void;

const listening = processWide("epochParts", () => ({
  listener: undefined as Listener | undefined,
  /** Listeners of the models whose `fit` is under way. */
  models: new WeakMap<object, Listener>(),
}));

/** Calls `step`, and `listener` with what its batch adds. */
export function listeningToParts<T>(listener: Listener, step: () => T): T {
  const { listener: outer } = listening;
  listening.listener = listener;
  try {
    return step();
  } finally {
    listening.listener = outer;
  }
}

/** Lets `listener` hear the steps of a model; without one nobody hears them. */
export function listenToModel(
  model: object,
  listener: Listener | undefined,
): void {
  if (listener) listening.models.set(model, listener);
  else listening.models.delete(model);
}

/** Tells what a batch of a model adds. */
export function tellParts(model: object, parts: EpochPart[]): void {
  (listening.listener ?? listening.models.get(model))?.(parts);
}

/** The sums of an epoch. Its tensors are kept until it is disposed of. */
export class EpochTotals {
  #totals: tf.Tensor[][] = [];
  #parts: EpochPart[] = [];

  /** Adds a batch; the tensors of its parts stay the caller's. */
  add(parts: EpochPart[]): void {
    const former = this.#totals;
    this.#parts = parts;
    this.#totals = tf.tidy(() =>
      parts.map((part, i) => sumsWith(part, former[i]))
    );
    this.#totals.flat().forEach((tensor) => tf.keep(tensor));
    tf.dispose(former);
  }

  get isEmpty(): boolean {
    return this.#totals.length === 0;
  }

  /** The values of all that was added, for the caller to dispose of. */
  values(): tf.Scalar[] {
    return this.#totals.map(([first, second], i) => {
      const part = this.#parts[i];
      return tf.tidy(() =>
        "counts" in part
          ? part.metric.value(first as tf.Tensor1D)
          // Nothing counts: 0, as Keras has it.
          : first.divNoNan(second) as tf.Scalar
      );
    });
  }

  dispose(): void {
    tf.dispose(this.#totals);
    this.#totals = [];
  }
}

/** Counts, or a sum and what it is to be divided by. */
function sumsWith(part: EpochPart, former: tf.Tensor[] = []): tf.Tensor[] {
  if ("counts" in part) {
    const { metric, counts } = part;
    const [sum] = former as tf.Tensor1D[];
    return [sum ? metric.merge(sum, counts) : counts.clone()];
  }
  const { mean, weight } = part;
  const added = [mean.mul(weight), tf.add(weight, 0)];
  return added.map((one, i) => former[i] ? former[i].add(one) : one);
}
