/**
 * How the activations of layers are spread.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import { formatNumber } from "../display/table.ts";
import { type ArraySource, isArraySource, readValues } from "./array_values.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { countInBins } from "./histogram_bins.ts";
import {
  axis,
  label,
  layout,
  PALETTE,
  rounded,
  TITLE,
  type TitleOptions,
} from "./theme.ts";

const BINS = 40;
const DASHES = ["solid", "dash", "dot", "dashdot"];

/**
 * One outline per layer of the values that are not zero; the share of zeros,
 * which ReLU and dropout make many, stands in the legend.
 *
 * @param activations Values of any shape by name of the layer, or of one.
 * @throws {RangeError} If no value is finite.
 */
export async function activationHistogram(
  activations: ArraySource | Record<string, ArraySource>,
  options: TitleOptions = {},
): Promise<Figure> {
  checkOptions("activationHistogram", options, TITLE);
  requireKind(
    "activationHistogram",
    "activations",
    isArraySource(activations) ? {} : activations,
    "object",
  );
  const { title = "Activations other than zero" } = options;
  const layers = await Promise.all(
    Object.entries(
      isArraySource(activations) ? { activations } : activations,
    ).map(async ([name, source]) => {
      const values = Array.from((await readValues(source)).values);
      const nonZero = values.filter((value) =>
        value !== 0 && Number.isFinite(value)
      );
      return {
        name,
        count: values.length,
        zeros: values.filter((value) => value === 0).length,
        nonZero,
      };
    }),
  );
  let low = Infinity;
  let high = -Infinity;
  for (const { nonZero, zeros } of layers) {
    for (const value of zeros > 0 ? [0, ...nonZero] : nonZero) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) throw new RangeError("No activation is a finite number");
  if (low === high) [low, high] = [low - 0.5, high + 0.5];

  const words: string[] = [];
  const data = layers.map(({ name, count, zeros, nonZero }, index) => {
    const { edges, counts } = countInBins(nonZero, low, high, BINS);
    const share = formatNumber(Math.round(1000 * zeros / count) / 10);
    words.push(`${name} ${share} % zero`);
    const percent = counts.map((bin) => 100 * bin / count);
    return {
      type: "scatter",
      mode: "lines",
      name: `${label(name)} (${share} % zero)`,
      x: rounded(edges),
      y: rounded([...percent, percent.at(-1)!]),
      line: {
        shape: "hv",
        color: PALETTE[index % PALETTE.length],
        dash: DASHES[index % DASHES.length],
      },
    } satisfies PlotlyObject;
  });
  return new Figure(
    data,
    layout(label(title), {
      xaxis: axis("activation"),
      yaxis: axis("share of all activations (%)", { rangemode: "tozero" }),
      showlegend: true,
    }),
    `${options.title ?? "Activations"}: ${words.join("; ")}`,
  );
}
