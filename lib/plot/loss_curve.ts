/**
 * Loss, or another metric, over the epochs of one or more trainings.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import {
  type HistoryOrValues,
  type MetricCurve,
  metricCurves,
} from "./metric_curves.ts";
import { lineMode } from "./line_mode.ts";
import { rangeWithoutStart } from "./range_without_start.ts";
import { shortNames } from "./short_names.ts";
import { type Line, thinned } from "./thinned.ts";
import {
  axis,
  label,
  layout,
  legendBeside,
  PALETTE,
  rounded,
  subtitled,
  UPRIGHT_COLUMNS,
} from "./theme.ts";

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
  metric: "text",
  unit: "text",
  scale: true,
  title: "text",
};

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

/**
 * Where to mark that a line has no number: at the height of the value before.
 */
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

/** From the first to the last, with room for half a marker or more. */
function withRoom(epochs: number[]): [number, number] {
  const [first, last] = epochs.reduce(
    ([low, high], epoch) => [Math.min(low, epoch), Math.max(high, epoch)],
    [Infinity, -Infinity],
  );
  return [first - 0.3, last + Math.max(0.3, 0.03 * (last - first))];
}

/**
 * Ends of an axis until a person zooms; as `range` they would end the zoom with
 * each epoch that is added.
 */
function ends([minallowed, maxallowed]: number[]): PlotlyObject {
  return { autorangeoptions: { minallowed, maxallowed } };
}

/**
 * Ticks at 1, 2 and 5 over one or two powers of ten, where Plotly writes nine
 * numbers a power on each other.
 */
function logTicks(values: number[]): PlotlyObject {
  const shown = values.filter((value) => value > 0 && value < Infinity);
  const [least, most] = shown.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const powers = Math.log10(most / least);
  return powers > 1 && powers < 2.5 ? { dtick: "D2" } : {};
}

/** What a curve is called in the legend. */
function nameOf({ run, isValidation }: MetricCurve): string {
  const name = isValidation ? "validation" : "training";
  return run === "" ? name : `${run}, ${name}`;
}

/** The line of a curve. */
function lineOf(curve: MetricCurve, runs: number, isLog: boolean) {
  const { index, isValidation, epochs, values } = curve;
  const color = curve.run === "" && isValidation
    ? PALETTE[1]
    : runColor(index, runs);
  const share = Math.floor(MAX_POINTS_IN_ALL / (2 * runs));
  const line = thinned(
    { x: epochs, y: values },
    Math.max(50, Math.min(MAX_POINTS, share)),
  );
  // A logarithmic axis has no place for 0: a gap.
  const y = rounded(line.y).map((value) =>
    Number.isFinite(value) && (!isLog || value > 0) ? value : null
  );
  return {
    type: "scatter",
    // One that was thinned is long.
    mode: lineMode(y, y.length < values.length ? 1 : undefined),
    name: label(nameOf(curve)),
    x: line.x,
    y,
    line: { color, dash: isValidation ? "dash" : "solid" },
    marker: { color, symbol: isValidation ? "diamond" : "circle" },
  };
}

/** Crosses where curves have no number. */
function crosses(marks: Line[], isLog: boolean): PlotlyObject[] {
  const x = marks.flatMap((line) => line.x);
  if (x.length === 0) return [];
  const y = rounded(marks.flatMap((line) => line.y));
  return [{
    type: "scatter",
    mode: "markers",
    name: "no number",
    x,
    y: y.map((value) => isLog && value <= 0 ? null : value),
    marker: { color: "#d00000", symbol: "x", size: 9 },
  }];
}

/** A curve in words. */
function words(curve: MetricCurve, marks: Line): string {
  const { values } = curve;
  const [first, last] = [values[0], values.at(-1)!].map(formatNumber);
  const broken = marks.x.length > 0
    ? ` (no number in epoch ${marks.x[0]})`
    : "";
  return `${nameOf(curve)} ${first} to ${last}${broken}`;
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
  const isLog = scale === "log";
  const { curves, runs } = metricCurves(histories, metric);
  const all = curves.map(({ values }) => values);
  if (isLog && !all.flat().some((value) => value > 0)) {
    throw new RangeError(`A log scale needs values of ${metric} above 0`);
  }
  const marks = curves.map(({ epochs, values }) =>
    marksOf({ x: epochs, y: values })
  );
  const names = [...new Set(curves.map(({ run }) => run))];
  const short = new Map(shortNames(names).map((name, at) => [names[at], name]));
  const data: PlotlyObject[] = [
    ...curves.map((curve) =>
      lineOf({ ...curve, run: short.get(curve.run)! }, runs, isLog)
    ),
    ...crosses(marks, isLog),
  ];
  const range = isLog ? undefined : rangeWithoutStart(all);
  const starts = all.map(([first]) => formatNumber(first)).join(" and ");
  const {
    title = `${metric[0].toUpperCase()}${metric.slice(1)} per epoch`,
  } = options;
  const quantity = unit ? `${metric} (${unit})` : metric;
  const epochs = Math.max(...all.map(({ length }) => length));
  const ticks = epochs <= 15 ? { dtick: 1 } : { tickformat: "d" };
  const places = curves.flatMap((curve) => curve.epochs);
  const told = curves.map((curve, index) => words(curve, marks[index]));
  return new Figure(
    data,
    layout(label(title), {
      ...subtitled(
        label(title),
        range ? `starts outside of the axis, at ${starts}` : "",
      ),
      // There is no epoch 0.
      xaxis: axis("epoch", { ...ticks, ...ends(withRoom(places)) }),
      yaxis: axis(label(quantity), {
        ...(range && ends(rounded(range))),
        ...(isLog && {
          type: "log",
          exponentformat: "power",
          ...logTicks(all.flat()),
        }),
      }, UPRIGHT_COLUMNS),
      ...legendBeside(data.length),
    }),
    `${title} over ${epochs} epochs: ${told.join("; ")}`,
  );
}
