/**
 * Trap of tfjs 4.22: what `fit` and `evaluate` give is the mean of what a
 * metric gives for each batch. For precision, recall or R² that is another
 * number than the one of all samples, and so is any mean where masks leave
 * more out of one batch than of another.
 *
 * Here an epoch's metrics are those of all its samples, as in Keras. What is
 * logged after a batch is of that batch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  EpochTotals,
  isMeanOfSamples,
  listeningToParts,
  listenToModel,
} from "./epoch_parts.ts";

/** What is used of a model. */
interface Testing {
  testFunction: (data: tf.Tensor[]) => tf.Scalar[];
  makeTestFunction(): void;
  testLoop(
    test: (data: tf.Tensor[]) => tf.Scalar[],
    data: tf.Tensor[],
    batchSize: number,
    verbose?: number,
    steps?: number,
  ): tf.Scalar[];
  getDedupedMetricsNames(): string[];
  evaluateDataset(
    dataset: object,
    args?: object,
  ): Promise<tf.Scalar | tf.Scalar[]>;
}

export function metricsAveragedOverBatches(): void {
  const testing = tf.LayersModel.prototype as unknown as Testing;
  const { evaluateDataset } = testing;
  testing.testLoop = testLoop;
  testing.evaluateDataset = async function (dataset, args) {
    const totals = new EpochTotals();
    try {
      const means = await evaluateDataset.call(
        heard(this, totals),
        dataset,
        args,
      );
      if (totals.isEmpty) return means;
      tf.dispose(means);
      const values = totals.values();
      return values.length === 1 ? values[0] : values;
    } finally {
      totals.dispose();
    }
  };
  epochEndsWithTotals();
}

/** The same model; what its tests add goes to `totals`. */
function heard<T extends Testing>(model: T, totals: EpochTotals): T {
  const heard: T = Object.create(model);
  heard.makeTestFunction = () => {
    model.makeTestFunction();
    const { testFunction } = model;
    heard.testFunction = (data) =>
      listeningToParts((parts) => totals.add(parts), () => testFunction(data));
  };
  return heard;
}

/** `evaluate`, and what `fit` measures on tensors. */
function testLoop(
  ...[test, data, batchSize, verbose = 0, steps]: Parameters<
    Testing["testLoop"]
  >
): tf.Scalar[] {
  if (verbose > 0) throw new RangeError("evaluate() has no verbose mode");
  if (steps !== undefined && steps !== null) {
    throw new RangeError("evaluate() has no steps; give fewer samples");
  }
  const totals = new EpochTotals();
  try {
    const samples = data[0].shape[0]!;
    for (let start = 0; start < samples; start += batchSize) {
      const size = Math.min(batchSize, samples - start);
      tf.tidy(() => {
        const batch = data.map((tensor) => tensor.slice(start, size));
        listeningToParts((parts) => totals.add(parts), () => test(batch));
      });
    }
    return totals.values();
  } finally {
    totals.dispose();
  }
}

/** What is used of tfjs' list of callbacks, and of the first one in it. */
interface Callbacks {
  callbacks: object[];
  setModel(model: object): void;
  onEpochBegin(epoch: number, logs?: object): Promise<void>;
}

type Logs = Record<string, number | tf.Scalar>;

/** Adds up the means of the batches in tfjs' own `fit`. */
interface BaseLogger {
  totals: Logs;
  onEpochEnd(epoch: number, logs?: Logs): Promise<void>;
}

/** In tfjs' own `fit` the first callback writes the means into the logs. */
function epochEndsWithTotals(): void {
  const list = tf.CallbackList.prototype as unknown as Callbacks;
  const { setModel, onEpochBegin } = list;
  const models = new WeakMap<object, Testing>();
  const totalsOf = new WeakMap<object, EpochTotals>();
  list.setModel = function (model) {
    models.set(this, model as Testing);
    setModel.call(this, model);
  };
  list.onEpochBegin = async function (epoch, logs) {
    await onEpochBegin.call(this, epoch, logs);
    const [logger] = this.callbacks;
    const model = models.get(this);
    if (!model || !logger || !("totals" in logger)) return;
    // Totals of an epoch that an error has ended may be left.
    totalsOf.get(model)?.dispose();
    const totals = new EpochTotals();
    totalsOf.set(model, totals);
    // Means over samples are left as tfjs computes them, to the last bit.
    let others: number[] = [];
    listenToModel(model, (parts) => {
      others = [...parts.keys()].filter((i) => !isMeanOfSamples(parts[i]));
      totals.add(others.map((i) => parts[i]));
    });
    logAtEpochEnd(logger as BaseLogger, (logs) => {
      listenToModel(model, undefined);
      const labels = model.getDedupedMetricsNames();
      for (const [i, value] of totals.values().entries()) {
        const label = labels[others[i]];
        tf.dispose(logs[label]);
        logs[label] = tf.keep(value);
      }
      totals.dispose();
    });
  };
}

const loggersEnds = new WeakMap<object, BaseLogger["onEpochEnd"]>();

/** Lets an epoch's logs be changed before other callbacks get them. */
function logAtEpochEnd(logger: BaseLogger, change: (logs: Logs) => void): void {
  const shipped = loggersEnds.get(logger) ?? logger.onEpochEnd;
  loggersEnds.set(logger, shipped);
  logger.onEpochEnd = async (epoch, logs) => {
    await shipped.call(logger, epoch, logs);
    if (logs) change(logs);
  };
}
