/**
 * Which class a classifier chooses for each sample, and how sure it is.
 *
 * @module
 */

import { formatNumber } from "../display/table.ts";
import { type ArrayValues, rowOf } from "./array_values.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { axis, layout, rounded } from "./theme.ts";

/** Entropy in nats of one row of probabilities. */
function entropy(row: number[]): number {
  return row.reduce((sum, p) => p > 0 ? sum - p * Math.log(p) : sum, 0);
}

/** The likeliest class of one sample. */
interface Choice {
  best: number;
  probability: number;
  deviation: number;
  entropy: number;
}

/** The choice for each sample, the surest first. */
function choicesOf(mean: ArrayValues, variance: ArrayValues): Choice[] {
  const [samples, classes] = mean.shape;
  return Array.from({ length: samples }, (_, index) => {
    const own = rowOf(mean, index, classes);
    const best = own.indexOf(Math.max(...own));
    return {
      best,
      probability: own[best],
      deviation: Math.sqrt(variance.values[index * classes + best]),
      entropy: entropy(own),
    };
  }).sort((a, b) => a.entropy - b.entropy);
}

/** Bars of one standard deviation, held in [0, 1] as probabilities are. */
function errorBars(choices: Choice[]): PlotlyObject {
  const upwards = choices.map((choice) =>
    Math.min(choice.deviation, 1 - choice.probability)
  );
  const downwards = choices.map((choice) =>
    Math.min(choice.deviation, choice.probability)
  );
  return {
    type: "data",
    symmetric: false,
    array: rounded(upwards),
    arrayminus: rounded(downwards),
    color: "#bbbbbb",
    thickness: 1,
    width: 0,
  };
}

/**
 * Draws the likeliest class of each sample, the surest first, coloured by the
 * entropy of all its probabilities.
 *
 * @param mean `[samples, classes]`, as is `variance`.
 */
export function likeliestClasses(
  mean: ArrayValues,
  variance: ArrayValues,
  title: string,
): Figure {
  const [samples, classes] = mean.shape;
  const choices = choicesOf(mean, variance);
  const highest = Math.log(classes);
  const data: PlotlyObject[] = [{
    type: "scatter",
    mode: "markers",
    x: choices.map((_, index) => index + 1),
    y: rounded(choices.map(({ probability }) => probability)),
    error_y: errorBars(choices),
    text: choices.map(({ best }) => `class ${best}`),
    marker: {
      size: 7,
      color: rounded(choices.map((choice) => choice.entropy)),
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
  const ranks = samples <= 15 ? { dtick: 1 } : { tickformat: "d" };
  const mostUnsure = formatNumber(choices.at(-1)!.entropy);
  return new Figure(
    data,
    layout(
      title,
      {
        xaxis: axis("sample, from sure to unsure (rank)", ranks),
        yaxis: axis("probability (mean of the passes)", { range: [0, 1.05] }),
      },
    ),
    `Predictions of ${samples} samples in ${classes} classes, entropy up to ${mostUnsure} of ${
      formatNumber(highest)
    } nats`,
  );
}
