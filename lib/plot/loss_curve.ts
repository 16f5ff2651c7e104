/**
 * Loss, or another metric, over the epochs of one or more trainings.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { type Line, thinned } from "./thinned.ts";
import {
  axis,
  HEIGHT,
  label,
  layout,
  PALETTE,
  rounded,
  subtitled,
} from "./theme.ts";

/** What `fit` returns, here and in tfjs. */
export interface HistoryLike {
  /** Indices of the epochs, from 0. */
  epoch: number[];
  /** One value per epoch and metric; validation as `val_...`. */
  history: Record<string, unknown[]>;
}

/** A history, or only its values by metric, one per epoch. */
export type HistoryOrValues = HistoryLike | Record<string, unknown[]>;

/** What to show of a history. */
export interface LossCurveOptions {
  /** Name in the history, without `val_`; `loss`. */
  metric?: string;
  /** Unit for the axis, such as `nats` or `fraction of samples`. */
  unit?: string;
  /** `log` for values above 0 that span powers of ten; `linear`. */
  scale?: "linear" | "log";
  /** Heading; the metric, by default. */
  title?: string;
}

export const LOSS_CURVE_OPTIONS: OptionNames<LossCurveOptions> = {
  metric: true,
  unit: true,
  scale: true,
  title: true,
};

/** More epochs than these are drawn without markers, which would touch. */
const MAX_MARKED = 50;

const TAKES =
  "lossCurve() takes what fit() returns, or an object of values by metric " +
  "such as { loss: [0.7, 0.5] }, or several of these by name";

/** Share of the epochs that may lie outside of the axis. */
const EARLY = 0.05;

/**
 * Ends of an axis on which the first epochs do not press all others flat;
 * undefined where all can be shown.
 */
function rangeWithoutStart(
  curves: readonly number[][],
): [number, number] | undefined {
  const finite = (values: number[]) => values.filter(Number.isFinite);
  const all = finite(curves.flat());
  const late = finite(
    curves.flatMap((values) =>
      values.slice(Math.max(1, Math.ceil(EARLY * values.length)))
    ),
  );
  if (curves.every((values) => values.length < 5)) return undefined;
  // Math.min(...values) would fail with 100,000 arguments.
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  if (late.length === 0) return undefined;
  const [low, high] = [least(late), most(late)];
  const span = high - low;
  // The start would take two thirds of the axis, or more.
  const isFar = most(all) > high + 2 * span || least(all) < low - 2 * span;
  if (!(span > 0) || !isFar) return undefined;
  return [low - 0.05 * span, high + 0.25 * span];
}

/** Points of a line, of all lines together, and marks where there is no number. */
const MAX_POINTS = 1000;
const MAX_POINTS_IN_ALL = 12_000;
const MAX_MARKS = 100;

/** Colours of more runs than the palette has: round the hues, in three shades. */
function runColor(index: number, count: number): string {
  if (count <= PALETTE.length) return PALETTE[index];
  const hue = index / count;
  const lightness = [0.32, 0.47, 0.62][index % 3];
  const reach = 0.65 * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (offset + hue * 12) % 12;
    const value = lightness -
      reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(255 * value).toString(16).padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The epochs of a metric's values; some epochs may have no validation. */
function epochsOf(epoch: readonly number[], values: readonly unknown[]) {
  const every = Math.max(1, Math.floor(epoch.length / values.length));
  return values.map((_, i) => (epoch[(i + 1) * every - 1] ?? i) + 1);
}

/** Where a line has no number: at the height of the value before. */
function marksOf({ x, y }: Line): Line {
  const marks: Line = { x: [], y: [] };
  const first = y.find(Number.isFinite);
  let height = first ?? 1;
  for (const [i, value] of y.entries()) {
    if (Number.isFinite(value)) height = value;
    else if (marks.x.length < MAX_MARKS) {
      marks.x.push(x[i]);
      marks.y.push(height);
    }
  }
  return marks;
}

/** The metrics there are, without `val_`. */
function metricsIn(runs: (readonly [string, HistoryLike])[]): string {
  const names = runs.flatMap(([, { history }]) => Object.keys(history))
    .map((name) => name.replace(/^val_/, ""));
  return [...new Set(names)].join(", ") || "none";
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
 * Training and validation values per epoch; validation is dashed, each
 * training of several has a colour of its own. Epochs count from 1. Values that
 * are no numbers are marked; long lines are thinned without losing a spike.
 *
 * @param histories One history, or several by name. Of a loop of your own:
 *   `{ loss: [...], val_loss: [...] }`, one value per epoch.
 * @throws {RangeError} If no history holds the metric; names those there are.
 * @throws {TypeError} If a history holds tensors (wait for the end of `fit`),
 *   or something is no history.
 */
export function lossCurve(
  histories: HistoryOrValues | Record<string, HistoryOrValues>,
  options: LossCurveOptions = {},
): Figure {
  checkOptions("lossCurve", options, LOSS_CURVE_OPTIONS);
  const { metric = "loss", unit, scale = "linear" } = options;
  requireKnown("scale", scale, ["linear", "log"]);
  const runs = runsOf(histories);

  const data: PlotlyObject[] = [];
  const words: string[] = [];
  const curves: number[][] = [];
  const marks: Line = { x: [], y: [] };
  let epochs = 0;
  for (const [index, [run, { epoch, history }]] of runs.entries()) {
    for (
      const [key, name] of [[metric, "training"], [
        `val_${metric}`,
        "validation",
      ]]
    ) {
      if (!history[key]?.length) continue;
      const values = numbers(key, history[key]);
      const isValidation = name === "validation";
      const trace = run === "" ? name : `${run}, ${name}`;
      const color = run === "" && isValidation
        ? PALETTE[1]
        : runColor(index, runs.length);
      const most = Math.max(
        50,
        Math.min(MAX_POINTS, Math.floor(MAX_POINTS_IN_ALL / (2 * runs.length))),
      );
      const whole = { x: epochsOf(epoch, values), y: values };
      const line = thinned(whole, most);
      const noNumbers = marksOf(whole);
      for (const [i, at] of noNumbers.x.entries()) {
        marks.x.push(at);
        marks.y.push(noNumbers.y[i]);
      }
      data.push({
        type: "scatter",
        mode: values.length > MAX_MARKED ? "lines" : "lines+markers",
        name: label(trace),
        x: line.x,
        // A logarithmic axis has no place for 0: a gap.
        y: rounded(line.y).map((value) =>
          Number.isFinite(value) && (scale === "linear" || value > 0)
            ? value
            : null
        ),
        line: { color, dash: isValidation ? "dash" : "solid" },
        marker: { color, symbol: isValidation ? "diamond" : "circle" },
      });
      const [first, last] = [values[0], values.at(-1)!].map(formatNumber);
      const broken = noNumbers.x.length > 0
        ? ` (no number in epoch ${noNumbers.x[0]})`
        : "";
      words.push(`${trace} ${first} to ${last}${broken}`);
      curves.push(values);
      epochs = Math.max(epochs, values.length);
    }
  }
  if (data.length === 0) {
    throw new RangeError(
      `No history holds the metric ${metric}; there are ${metricsIn(runs)}`,
    );
  }
  if (marks.x.length > 0) {
    data.push({
      type: "scatter",
      mode: "markers",
      name: "no number",
      x: marks.x,
      y: rounded(marks.y).map((value) =>
        scale === "log" && value <= 0 ? null : value
      ),
      marker: { color: "#d00000", symbol: "x", size: 9 },
    });
  }

  const isLog = scale === "log";
  if (isLog && !curves.flat().some((value) => value > 0)) {
    throw new RangeError(`A log scale needs values of ${metric} above 0`);
  }
  const range = isLog ? undefined : rangeWithoutStart(curves);
  const starts = curves.map(([first]) => formatNumber(first)).join(" and ");
  const {
    title = `${metric[0].toUpperCase()}${metric.slice(1)} per epoch`,
  } = options;
  const quantity = unit ? `${metric} (${unit})` : metric;
  const ticks = epochs <= 15 ? { dtick: 1 } : { tickformat: "d" };
  return new Figure(
    data,
    layout(label(title), {
      ...subtitled(
        label(title),
        range ? `starts outside of the axis, at ${starts}` : "",
      ),
      xaxis: axis("epoch", ticks),
      yaxis: axis(label(quantity), {
        ...(range && { range: rounded(range) }),
        ...(isLog && { type: "log", exponentformat: "power" }),
      }),
      showlegend: true,
      ...(data.length > 14 && { height: HEIGHT + 23 * (data.length - 14) }),
    }),
    `${title} over ${epochs} epochs: ${words.join("; ")}`,
  );
}
