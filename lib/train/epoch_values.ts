/**
 * The values of an epoch so far, in numbers, so that a training that is
 * stopped keeps no tensors and goes on exactly.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { EpochMetric } from "../mends/epoch_metric.ts";
import type { EpochPart } from "../mends/epoch_parts.ts";

/** What the batches so far add up to, for one value. */
export type EpochTotal =
  | { sum: number; weight: number }
  | { counts: Float32Array; value: number };

/** What one batch has of one value. */
export interface BatchValue {
  /** The value of the batch by itself. */
  readonly value: number;
  readonly adds: { weight: number } | {
    metric: EpochMetric;
    counts: Float32Array;
  };
}

/** Totals by the labels of the values. */
export type EpochTotals = Record<string, EpochTotal>;

/**
 * Reads what a step gave.
 *
 * @param scalars The values of the batch; disposed of.
 * @param parts What it adds to the epoch, kept; disposed of.
 */
export async function batchValues(
  scalars: tf.Scalar[],
  parts: EpochPart[],
): Promise<BatchValue[]> {
  const read = await Promise.all(parts.map(async (part, i) => {
    const [value] = await scalars[i].data();
    if ("counts" in part) {
      const counts = await part.counts.data<"float32">();
      return { value, adds: { metric: part.metric, counts } };
    }
    const weight = typeof part.weight === "number"
      ? part.weight
      : (await part.weight.data())[0];
    return { value, adds: { weight } };
  }));
  tf.dispose([scalars, tensorsOf(parts)]);
  return read;
}

/** The tensors that are read later; tells tfjs to keep them. */
export function keepParts(parts: EpochPart[]): void {
  for (const tensor of tensorsOf(parts)) tf.keep(tensor);
}

function tensorsOf(parts: EpochPart[]): tf.Tensor[] {
  return parts.flatMap((part): tf.Tensor[] =>
    "counts" in part
      ? [part.counts]
      : typeof part.weight === "number"
      ? []
      : [part.weight]
  );
}

/** The totals with a batch more; those given stay as they are. */
export async function withBatch(
  totals: EpochTotals,
  labels: readonly string[],
  batch: readonly BatchValue[],
): Promise<EpochTotals> {
  const more: EpochTotals = {};
  for (const [i, { value, adds }] of batch.entries()) {
    const former = totals[labels[i]];
    more[labels[i]] = "metric" in adds
      ? await merged(adds.metric, former, adds.counts)
      : withMean(former, value, adds.weight);
  }
  return more;
}

function withMean(
  former: EpochTotal | undefined,
  value: number,
  added: number,
): EpochTotal {
  const { sum, weight } = former && "sum" in former
    ? former
    : { sum: 0, weight: 0 };
  return { sum: sum + value * added, weight: weight + added };
}

async function merged(
  metric: EpochMetric,
  former: EpochTotal | undefined,
  counts: Float32Array,
): Promise<EpochTotal> {
  const both = tf.tidy(() => {
    const added = tf.tensor1d(counts);
    const sum = former && "counts" in former
      ? metric.merge(tf.tensor1d(former.counts), added)
      : added;
    return tf.concat([sum, metric.value(sum).expandDims()]);
  });
  const values = await both.data<"float32">();
  both.dispose();
  return { counts: values.slice(0, -1), value: values.at(-1)! };
}

/** The values of all that was added. */
export function epochValues(totals: EpochTotals): Record<string, number> {
  return Object.fromEntries(
    Object.entries(totals).map(([label, total]) => [
      label,
      // 0 where a mask leaves out all values, as in Keras.
      "value" in total ? total.value : total.sum / (total.weight || 1),
    ]),
  );
}
