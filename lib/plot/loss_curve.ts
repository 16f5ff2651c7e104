/**
 * Loss, or another metric, over the epochs of one or more trainings.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { axis, label, layout, PALETTE, rounded, subtitled } from "./theme.ts";

/** What `fit` returns, here and in tfjs. */
export interface HistoryLike {
  /** Indices of the epochs, from 0. */
  epoch: number[];
  /** One value per epoch and metric; validation as `val_...`. */
  history: Record<string, unknown[]>;
}

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
  const [low, high] = [Math.min(...late), Math.max(...late)];
  const span = high - low;
  // The start would take two thirds of the axis, or more.
  const isFar = Math.max(...all) > high + 2 * span ||
    Math.min(...all) < low - 2 * span;
  if (!(span > 0) || !isFar) return undefined;
  return [low - 0.05 * span, high + 0.25 * span];
}

function isHistory(value: object): value is HistoryLike {
  return "history" in value && "epoch" in value && Array.isArray(value.epoch);
}

function numbers(name: string, values: unknown[]): number[] {
  return values.map((value) => {
    if (typeof value === "number") return value;
    throw new TypeError(`History of ${name} holds ${value}, not a number`);
  });
}

/**
 * Training and validation values per epoch; validation is dashed, each
 * training of several has a colour of its own. Epochs count from 1.
 *
 * @param histories One history, or several by name.
 * @throws {RangeError} If no history holds the metric.
 * @throws {TypeError} If a history holds tensors; wait for the end of `fit`.
 */
export function lossCurve(
  histories: HistoryLike | Record<string, HistoryLike>,
  options: LossCurveOptions = {},
): Figure {
  checkOptions("lossCurve", options, LOSS_CURVE_OPTIONS);
  const { metric = "loss", unit, scale = "linear" } = options;
  requireKnown("scale", scale, ["linear", "log"]);
  const runs = isHistory(histories)
    ? [["", histories] as const]
    : Object.entries(histories);

  const data: PlotlyObject[] = [];
  const words: string[] = [];
  const curves: number[][] = [];
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
      const color = PALETTE[
        (run === "" && isValidation ? 1 : index) % PALETTE.length
      ];
      data.push({
        type: "scatter",
        mode: values.length > MAX_MARKED ? "lines" : "lines+markers",
        name: label(trace),
        x: epoch.slice(0, values.length).map((at) => at + 1),
        // A logarithmic axis has no place for 0: a gap.
        y: rounded(values).map((value) =>
          scale === "log" && value <= 0 ? null : value
        ),
        line: { color, dash: isValidation ? "dash" : "solid" },
        marker: { color, symbol: isValidation ? "diamond" : "circle" },
      });
      const [first, last] = [values[0], values.at(-1)!].map(formatNumber);
      words.push(`${trace} ${first} to ${last}`);
      curves.push(values);
      epochs = Math.max(epochs, values.length);
    }
  }
  if (data.length === 0) {
    throw new RangeError(`No history holds the metric ${metric}`);
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
    }),
    `${title} over ${epochs} epochs: ${words.join("; ")}`,
  );
}
