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
import { type FigurePromise, figurePromise } from "./figure_promise.ts";
import { countInBins } from "./histogram_bins.ts";
import { shortNames } from "./short_names.ts";
import {
  axis,
  label,
  layout,
  legendBeside,
  PALETTE,
  rounded,
  TITLE,
  type TitleOptions,
} from "./theme.ts";

const BINS = 40;
const DASHES = ["solid", "dash", "dot", "dashdot"];

/** The activations of one layer. */
interface LayerValues {
  name: string;
  count: number;
  zeros: number;
  /** Those that are finite and not zero. */
  nonZero: number[];
}

async function valuesOf(
  name: string,
  source: ArraySource,
): Promise<LayerValues> {
  const values = Array.from((await readValues(source)).values);
  return {
    name,
    count: values.length,
    zeros: values.filter((value) => value === 0).length,
    nonZero: values.filter((value) => value !== 0 && Number.isFinite(value)),
  };
}

/** The least and the greatest activation of all layers, never the same. */
function endsOf(layers: LayerValues[]): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { nonZero, zeros } of layers) {
    for (const value of zeros > 0 ? [0, ...nonZero] : nonZero) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) throw new RangeError("No activation is a finite number");
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Shares of what has no place in the bins. */
function apart({ zeros, nonZero, count }: LayerValues): string {
  const percent = (some: number) =>
    `${formatNumber(Math.round(1000 * some / count) / 10)} %`;
  const wrong = count - zeros - nonZero.length;
  return `${percent(zeros)} zero` +
    (wrong > 0 ? `, ${percent(wrong)} not finite` : "");
}

function outline(
  layer: LayerValues,
  index: number,
  [low, high]: [low: number, high: number],
): PlotlyObject {
  const { edges, counts } = countInBins(layer.nonZero, low, high, BINS);
  const percent = counts.map((bin) => 100 * bin / layer.count);
  return {
    type: "scatter",
    mode: "lines",
    name: `${label(layer.name)} (${apart(layer)})`,
    x: rounded(edges),
    y: rounded([...percent, percent.at(-1)!]),
    line: {
      shape: "hv",
      color: PALETTE[index % PALETTE.length],
      dash: DASHES[index % DASHES.length],
    },
  };
}

/**
 * One outline per layer of the values that are not zero; the share of zeros,
 * which ReLU and dropout make many, and that of NaN and Infinity stand in the
 * legend.
 *
 * @param activations Values of any shape by name of the layer, or of one.
 * @throws {RangeError} If no value is finite.
 */
export function activationHistogram(
  activations: ArraySource | Record<string, ArraySource>,
  options: TitleOptions = {},
): FigurePromise {
  return figurePromise(drawActivationHistogram(activations, options));
}

async function drawActivationHistogram(
  activations: ArraySource | Record<string, ArraySource>,
  options: TitleOptions,
): Promise<Figure> {
  checkOptions("activationHistogram", options, TITLE);
  requireKind(
    "activationHistogram",
    "activations",
    isArraySource(activations) ? {} : activations,
    "object",
  );
  const { title = "Activations other than zero" } = options;
  const byName = isArraySource(activations) ? { activations } : activations;
  const names = shortNames(Object.keys(byName));
  const layers = await Promise.all(
    Object.entries(byName).map(([name, source]) => valuesOf(name, source)),
  );
  const ends = endsOf(layers);
  const words = layers.map((layer) => `${layer.name} ${apart(layer)}`);
  return new Figure(
    layers.map((layer, index) =>
      outline({ ...layer, name: names[index] }, index, ends)
    ),
    layout(label(title), {
      xaxis: axis("activation"),
      yaxis: axis("share of all activations (%)", { rangemode: "tozero" }),
      ...legendBeside(layers.length),
    }),
    `${options.title ?? "Activations"}: ${words.join("; ")}`,
  );
}
