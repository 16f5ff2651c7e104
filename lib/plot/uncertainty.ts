/**
 * What a model is unsure of, by Monte-Carlo dropout.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import { formatNumber } from "../display/table.ts";
import {
  type ArraySource,
  type ArrayValues,
  readValues,
} from "./array_values.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import {
  axis,
  label,
  layout,
  LEGEND_ABOVE,
  PALETTE,
  rounded,
} from "./theme.ts";

/** Result of several passes, as Monte-Carlo dropout gives it. */
export interface UncertaintyLike {
  /** Mean of the passes, `[samples]`, `[samples, 1]` or `[samples, classes]`. */
  readonly mean: ArraySource;
  /** Variance of the passes, of the same shape. */
  readonly variance: ArraySource;
}

/** How to name what is shown. */
export interface UncertaintyOptions {
  /** Where the samples stand on the x axis; their index by default. */
  x?: ArrayLike<number>;
  /** Name of the x axis, with the unit. */
  xTitle?: string;
  /** Name of the y axis of a regression, with the unit. */
  yTitle?: string;
  /** Heading; what is shown, by default. */
  title?: string;
}

/** Samples beyond these are left out, and the title says so. */
const MAX_SAMPLES = 500;

/**
 * Whether the values can be probabilities: all means lie in [0, 1], and none
 * is spread more than a value in [0, 1] can be, whose variance is at most
 * mean (1 - mean).
 */
function areProbabilities(mean: number[], deviation: number[]): boolean {
  const ROUNDING = 1e-6;
  return mean.every((value, at) =>
    value >= 0 && value <= 1 &&
    deviation[at] ** 2 <= value * (1 - value) + ROUNDING
  );
}

/** Means and standard deviations as a line in its band, sorted along x. */
function regression(
  mean: number[],
  deviation: number[],
  options: UncertaintyOptions,
  note: string,
): Figure {
  const { x, xTitle = "sample", yTitle = "prediction" } = options;
  const { title = "Prediction and its uncertainty" } = options;
  const order = mean.map((_, index) => index);
  const at = (index: number) => x ? x[index] : index;
  order.sort((a, b) => at(a) - at(b));
  // Twice the deviation of a probability may reach beyond what there can be.
  const held = areProbabilities(mean, deviation)
    ? (value: number) => Math.min(Math.max(value, 0), 1)
    : (value: number) => value;
  const band = (sign: number) =>
    rounded(order.map((i) => held(mean[i] + sign * 2 * deviation[i])));
  const places = rounded(order.map(at));
  const data: PlotlyObject[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "mean ± 2 standard deviations",
      x: [...places, ...places.toReversed()],
      y: [...band(1), ...band(-1).toReversed()],
      fill: "toself",
      fillcolor: "rgba(86, 180, 233, 0.35)",
      line: { width: 0 },
      hoverinfo: "skip",
    },
    {
      type: "scatter",
      mode: mean.length <= 50 ? "lines+markers" : "lines",
      name: "mean of the passes",
      x: places,
      y: rounded(order.map((i) => mean[i])),
      line: { color: PALETTE[0] },
    },
  ];
  const widest = Math.max(...deviation);
  return new Figure(
    data,
    layout(label(title) + note, {
      xaxis: axis(label(xTitle)),
      yaxis: axis(label(yTitle)),
      ...LEGEND_ABOVE,
    }),
    `Predictions of ${mean.length} samples, standard deviation at most ${
      formatNumber(widest)
    }`,
  );
}

/** Entropy in nats of one row of probabilities. */
function entropy(row: number[]): number {
  return row.reduce((sum, p) => p > 0 ? sum - p * Math.log(p) : sum, 0);
}

/** The likeliest class of each sample, the surest first. */
function classification(
  mean: ArrayValues,
  variance: ArrayValues,
  samples: number,
  note: string,
  title = "Probability of the likeliest class, ± 1 standard deviation",
): Figure {
  const classes = mean.shape[1];
  const rows = Array.from({ length: samples }, (_, index) => {
    const own = Array.from(
      { length: classes },
      (_, k) => mean.values[index * classes + k],
    );
    const best = own.indexOf(Math.max(...own));
    return {
      best,
      probability: own[best],
      deviation: Math.sqrt(variance.values[index * classes + best]),
      entropy: entropy(own),
    };
  }).sort((a, b) => a.entropy - b.entropy);
  const highest = Math.log(classes);
  const data: PlotlyObject[] = [{
    type: "scatter",
    mode: "markers",
    x: rows.map((_, index) => index + 1),
    y: rounded(rows.map(({ probability }) => probability)),
    error_y: {
      type: "data",
      symmetric: false,
      // Held in [0, 1], as probabilities are.
      array: rounded(
        rows.map((row) => Math.min(row.deviation, 1 - row.probability)),
      ),
      arrayminus: rounded(
        rows.map((row) => Math.min(row.deviation, row.probability)),
      ),
      color: "#bbbbbb",
      thickness: 1,
      width: 0,
    },
    text: rows.map(({ best }) => `class ${best}`),
    marker: {
      size: 7,
      color: rounded(rows.map((row) => row.entropy)),
      colorscale: "Viridis",
      cmin: 0,
      cmax: Number(highest.toPrecision(5)),
      line: { width: 0.5, color: "#222222" },
      colorbar: {
        title: { text: "entropy<br>(nats)" },
        ticklabeloverflow: "allow",
        outlinewidth: 0,
      },
    },
  }];
  const mostUnsure = formatNumber(rows.at(-1)!.entropy);
  return new Figure(
    data,
    layout(
      label(title) + note,
      {
        xaxis: axis("sample, from sure to unsure (rank)", { tickformat: "d" }),
        yaxis: axis("probability (mean of the passes)", { range: [0, 1.05] }),
      },
    ),
    `Predictions of ${samples} samples in ${classes} classes, entropy up to ${mostUnsure} of ${
      formatNumber(highest)
    } nats`,
  );
}

/**
 * The predictions of several passes with their spread: a line in a band of two
 * standard deviations for one output, the likeliest class coloured by its
 * entropy for several.
 *
 * @param mc Mean and variance over the passes; tensors stay the caller's.
 * @throws {RangeError} If mean and variance are of different or wrong shape, no
 * prediction is a number, or `x` does not fit.
 */
export async function uncertainty(
  mc: UncertaintyLike,
  options: UncertaintyOptions = {},
): Promise<Figure> {
  requireKind("uncertainty", "mc", mc, "object");
  checkOptions("uncertainty", options, {
    x: true,
    xTitle: true,
    yTitle: true,
    title: true,
  });
  const mean = await readValues(mc.mean);
  const variance = await readValues(mc.variance);
  const [all = 0, classes = 1] = mean.shape;
  if (
    String(mean.shape) !== String(variance.shape) || mean.shape.length > 2 ||
    all === 0
  ) {
    throw new RangeError(
      `Mean and variance must have one shape [samples, outputs], got [${mean.shape}] and [${variance.shape}]`,
    );
  }
  const { x } = options;
  if (x && classes > 1) {
    throw new RangeError(
      `x is for predictions of one value; these are of ${classes} classes, in order of their uncertainty`,
    );
  }
  if (x && x.length !== all) {
    throw new RangeError(`x has ${x.length} places for ${all} samples`);
  }
  // What is no number has no place in either figure; the title says so.
  const isNumber = (sample: number) =>
    Array.from({ length: classes }, (_, k) => sample * classes + k)
      .every((at) =>
        Number.isFinite(mean.values[at]) && Number.isFinite(variance.values[at])
      );
  const numbers = Array.from({ length: all }, (_, i) => i).filter(isNumber);
  if (numbers.length === 0) {
    throw new RangeError("No prediction is a number");
  }
  const shown = numbers.slice(0, MAX_SAMPLES);
  const samples = shown.length;
  const note = samples < all ? ` (${samples} of ${all} samples)` : "";
  const cut = ({ values }: ArrayValues) => ({
    shape: [samples, classes],
    values: shown.flatMap((sample) =>
      Array.from({ length: classes }, (_, k) => values[sample * classes + k])
    ),
  });
  const [means, variances] = [cut(mean), cut(variance)];
  if (classes > 1) {
    return classification(means, variances, samples, note, options.title);
  }
  const places = x && shown.map((sample) => x[sample]);
  const deviation = variances.values.map(Math.sqrt);
  return regression(means.values, deviation, { ...options, x: places }, note);
}
