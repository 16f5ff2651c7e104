/**
 * The values of a metric in what trainings left: histories, or values of a loop
 * of one's own.
 *
 * @module
 */

import { metricNamed } from "../train/metric_named.ts";

/** What `fit` returns, here and in tfjs. */
export interface HistoryLike {
  /** Indices of the epochs, from 0. */
  epoch: number[];
  /** One value per epoch and metric; validation as `val_...`. */
  history: Record<string, unknown[]>;
}

/** A history, or only its values by metric, one per epoch. */
export type HistoryOrValues = HistoryLike | Record<string, unknown[]>;

/** One metric of one training. */
export interface MetricCurve {
  /** The training's name; empty if there is one only. */
  run: string;
  /** Which training it is, from 0. */
  index: number;
  isValidation: boolean;
  /** Numbers of the epochs, from 1. */
  epochs: number[];
  /** One for each of the epochs. */
  values: number[];
}

const TAKES =
  "lossCurve() takes what fit() returns, or an object of values by metric " +
  "such as { loss: [0.7, 0.5] }, or several of these by name";

/** The epochs of a metric's values; some epochs may have no validation. */
function epochsOf(epoch: readonly number[], values: readonly unknown[]) {
  const every = Math.max(1, Math.floor(epoch.length / values.length));
  return values.map((_, i) => (epoch[(i + 1) * every - 1] ?? i) + 1);
}

/** The metrics there are, without `val_`. */
function metricsIn(runs: (readonly [string, HistoryLike])[]): string[] {
  const names = runs.flatMap(([, { history }]) => Object.keys(history))
    .map((name) => name.replace(/^val_/, ""));
  return [...new Set(names)];
}

function isHistory(value: object): value is HistoryLike {
  return "history" in value && isRecord(value.history) && "epoch" in value &&
    Array.isArray(value.epoch);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A history of what is one, or of values by metric. */
function historyOf(value: unknown): HistoryLike | undefined {
  if (!isRecord(value)) return undefined;
  if (isHistory(value)) return value;
  const metrics = Object.entries(value);
  const history: HistoryLike["history"] = {};
  for (const [metric, values] of metrics) {
    if (!Array.isArray(values)) return undefined;
    history[metric] = values;
  }
  const lengths = Object.values(history).map(({ length }) => length);
  if (lengths.length === 0) return undefined;
  return { epoch: [...Array(Math.max(...lengths)).keys()], history };
}

/** Each training's name and history; the name of a single one is empty. */
function runsOf(histories: unknown): (readonly [string, HistoryLike])[] {
  const single = historyOf(histories);
  if (single) return [["", single]];
  const named = isRecord(histories) ? Object.entries(histories) : [];
  if (named.length === 0) throw new TypeError(TAKES);
  return named.map(([name, value]) => {
    const history = historyOf(value);
    if (!history) throw new TypeError(`${TAKES}; ${name} is neither`);
    return [name, history];
  });
}

function numbers(name: string, values: unknown[]): number[] {
  return values.map((value) => {
    if (typeof value === "number") return value;
    throw new TypeError(`History of ${name} holds ${value}, not a number`);
  });
}

/**
 * The curves of a metric in each training, those on the validation data, too.
 *
 * @param metric Its name without `val_`.
 * @returns The curves, and how many trainings there are.
 * @throws {RangeError} If no history holds a value of the metric; names the
 * metrics there are.
 * @throws {TypeError} If something is no history, or holds other values than
 * numbers.
 */
export function metricCurves(
  histories: unknown,
  metric: string,
): { curves: MetricCurve[]; runs: number } {
  const runs = runsOf(histories);
  const curves: MetricCurve[] = [];
  for (const [index, [run, { epoch, history }]] of runs.entries()) {
    for (const isValidation of [false, true]) {
      const wanted = isValidation ? `val_${metric}` : metric;
      const key = metricNamed(wanted, Object.keys(history));
      if (!key || !history[key].length) continue;
      const values = numbers(key, history[key]);
      const epochs = epochsOf(epoch, values);
      curves.push({ run, index, isValidation, epochs, values });
    }
  }
  if (curves.length === 0) {
    const known = metricsIn(runs);
    throw new RangeError(
      known.includes(metric)
        ? `The metric ${metric} has no values: no epoch has ended`
        : `No history holds the metric ${metric}; there are ${
          known.join(", ") || "none"
        }`,
    );
  }
  return { curves, runs: runs.length };
}
