/**
 * Batches that a dataset brings.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type BatchDataset,
  type BatchIterator,
  type BatchSource,
  eachTensor,
  isTensors,
  type Tensors,
} from "./batches.ts";

/** What a batch may hold. */
const PARTS = ["xs", "ys", "sampleWeight"];

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
 * @param checkTargets Throws on targets that the model can't have.
 */
export function datasetBatches(
  dataset: BatchDataset,
  isEndless: boolean,
  checkTargets: (ys: Tensors) => Promise<void>,
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
          let isOver = true;
          try {
            const result = await iterator.next();
            if (result.value) {
              await checkBatch(result.value, checkTargets);
              under.next++;
            }
            isOver = result.done === true;
            return result;
          } finally {
            // Read from its start the next time, also after an error.
            if (isOver && source.reading === under) source.reading = undefined;
          }
        },
      };
    },
    resume(former: Reading) {
      if (former.dataset === dataset) source.reading = former.reading;
    },
  };
  return source;
}

/** Refuses what a dataset gives in place of a batch, and disposes of it. */
async function checkBatch(
  batch: unknown,
  checkTargets: (ys: Tensors) => Promise<void>,
): Promise<void> {
  try {
    const objection = objectionTo(batch);
    if (objection !== undefined) throw new TypeError(objection);
    await checkTargets((batch as { ys: Tensors }).ys);
  } catch (error) {
    tf.dispose(batch as tf.TensorContainer);
    throw error;
  }
}

function objectionTo(batch: unknown): string | undefined {
  const isBatch = typeof batch === "object" && batch !== null &&
    "xs" in batch && "ys" in batch;
  if (isBatch) {
    const wrong = (["xs", "ys"] as const)
      .find((part) => !isTensors(batch[part]));
    if (wrong) {
      return `A dataset gives fit tensors of several samples; ${wrong} of this one is none, which batch(size) makes of samples`;
    }
    const other = Object.keys(batch).find((name) => !PARTS.includes(name));
    if (other !== undefined) {
      return `A dataset gives batches { xs, ys, sampleWeight } to fit, this one has ${other}`;
    }
    const { sampleWeight } = batch as { sampleWeight?: unknown };
    if (sampleWeight !== undefined && !isTensors(sampleWeight)) {
      return "sampleWeight of a batch of the dataset is no tensor";
    }
    const isGone = [batch.xs, batch.ys, sampleWeight ?? []].flatMap((part) =>
      eachTensor(part as Tensors)
    ).some(({ isDisposed }) => isDisposed);
    return isGone
      ? "A batch of the dataset holds a tensor that is disposed of: fit disposes of each batch after its step, so a dataset that gives the same tensors again gives clones, as x.clone()"
      : undefined;
  }
  const given = batch instanceof tf.Tensor
    ? `a tensor [${batch.shape}]`
    : typeof batch === "object"
    ? `an object of ${Object.keys(batch ?? {}).join(", ") || "nothing"}`
    : String(batch);
  return `A dataset gives batches { xs, ys } to fit, this one gave ${given}`;
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
