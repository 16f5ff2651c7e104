/** The metrics of a model on data it does not learn from. */

import * as tf from "@tensorflow/tfjs";
import { walkLayers } from "../layers/walk_layers.ts";
import type { Cut } from "../mends/run_from_cut.ts";
import type { SeedStream } from "../random/seed_stream.ts";
import type { Batch, BatchSource } from "./batches.ts";
import {
  type BatchValue,
  type EpochTotals,
  epochValues,
  withBatch,
} from "./epoch_values.ts";
import { metricLabels, testStep } from "./train_step.ts";

/** How a validation meets the training that it belongs to. */
export interface ValidationHooks {
  /** Most batches of the data that are taken. */
  most: number;
  /** Called before each batch; false ends it. */
  goOn(): Promise<boolean>;
  /** Told which batch is being worked on, so that it can be disposed of. */
  holding(batch: Batch | undefined): void;
}

/**
 * The values over all samples, under the names of the metrics with `val_`
 * before them; undefined if it was ended before the data was.
 */
export async function validate(
  model: tf.LayersModel,
  source: BatchSource,
  { most, goOn, holding }: ValidationHooks,
): Promise<Record<string, number> | undefined> {
  // A layer in a training phase draws here, too. If this is cut short, it
  // will be done again from the start.
  const streams = seedStreams(model);
  const drawn = streams.map((stream) => stream.step);
  const iterator = await source.epoch(0, 0);
  const labels = metricLabels(model);
  let totals: EpochTotals = {};
  let isEmpty = true;
  for (let batch = 0; batch < most; batch++) {
    if (!await goOn()) {
      streams.forEach((stream, i) => stream.step = drawn[i]);
      return undefined;
    }
    const { value, done } = await iterator.next();
    if (value) {
      isEmpty = false;
      holding(value);
      const values = await valuesOf(model, value, source.cut)
        .finally(() => holding(undefined));
      totals = await withBatch(totals, labels, values);
    }
    if (done) break;
  }
  if (isEmpty) throw new RangeError("validationData gave no batch");
  return Object.fromEntries(
    Object.entries(epochValues(totals))
      .map(([label, value]) => [`val_${label}`, value]),
  );
}

/** The loss and the metrics of a batch, which is disposed of. */
async function valuesOf(
  model: tf.LayersModel,
  batch: Batch,
  cut: Cut | undefined,
): Promise<BatchValue[]> {
  try {
    return await testStep(model, batch, cut);
  } finally {
    tf.dispose(batch as unknown as tf.TensorContainer);
  }
}

/** Where layers of this library draw their masks. */
function seedStreams(model: tf.layers.Layer): SeedStream[] {
  return [...walkLayers(model)].flatMap(({ layer }) => {
    const { seedStream } = layer as { seedStream?: SeedStream };
    return seedStream ? [seedStream] : [];
  });
}
