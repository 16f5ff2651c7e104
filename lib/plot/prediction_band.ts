/**
 * Predictions of one value each, with their spread.
 *
 * @module
 */

import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { lineMode } from "./line_mode.ts";
import {
  axis,
  label,
  layout,
  LEGEND_ABOVE,
  PALETTE,
  rounded,
  UPRIGHT_COLUMNS,
} from "./theme.ts";

/** What is drawn, and how it is named. */
interface BandParts {
  /** Of each sample. */
  mean: number[];
  /** Of each sample. */
  deviation: number[];
  /** Where the samples stand on the x axis. */
  x: ArrayLike<number>;
  /** Name of the x axis, with the unit. */
  xTitle: string;
  /** Name of the y axis, with the unit. */
  yTitle: string;
  title: string;
}

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
export function predictionBand(
  { mean, deviation, x, xTitle, yTitle, title }: BandParts,
): Figure {
  const order = mean.map((_, index) => index).sort((a, b) => x[a] - x[b]);
  // Two deviations may reach beyond 0 or 1, where no probability can be.
  const held = areProbabilities(mean, deviation)
    ? (value: number) => Math.min(Math.max(value, 0), 1)
    : (value: number) => value;
  const band = (sign: number) =>
    rounded(order.map((i) => held(mean[i] + sign * 2 * deviation[i])));
  const errorBar = {
    type: "data",
    symmetric: false,
    array: [band(1)[0] - mean[0]],
    arrayminus: [mean[0] - band(-1)[0]],
    color: PALETTE[5],
  };
  const places = rounded(order.map((i) => x[i]));
  const middle = rounded(order.map((i) => mean[i]));
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
      mode: lineMode(middle),
      name: "mean of the passes",
      x: places,
      y: middle,
      line: { color: PALETTE[0] },
      // The band of one sample has no width.
      ...(mean.length === 1 && { error_y: errorBar }),
    },
  ];
  const widest = Math.max(...deviation);
  return new Figure(
    data,
    layout(title, {
      xaxis: axis(label(xTitle)),
      yaxis: axis(label(yTitle), {}, UPRIGHT_COLUMNS),
      ...LEGEND_ABOVE,
    }),
    `Predictions of ${mean.length} samples, standard deviation at most ${
      formatNumber(widest)
    }`,
  );
}
