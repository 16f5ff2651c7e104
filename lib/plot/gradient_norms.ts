/**
 * How large the gradients of each layer are.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { formatNumber } from "../display/table.ts";
import { checkOptions } from "../options/check_options.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { dots } from "./layer_dots.ts";
import { lineMode } from "./line_mode.ts";
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

const DASHES = ["solid", "dash", "dot", "dashdot"];

const QUANTITY = "gradient, L2 norm";

/** What is not seen in a line. */
function remark(norms: readonly number[]): string {
  if (norms.length === 0) return " (no step)";
  if (norms.every((norm) => norm === 0)) return " (always 0)";
  const broken = norms.findIndex((norm) => !Number.isFinite(norm));
  return broken < 0 ? "" : ` (no number in step ${broken + 1})`;
}

function overSteps(
  layers: [string, readonly number[]][],
  title: string,
): Figure {
  const steps = Math.max(...layers.map(([, norms]) => norms.length));
  const names = shortNames(layers.map(([name]) => name));
  const data = layers.map(([, norms], index): PlotlyObject => {
    // A logarithmic axis has no place for 0: a gap.
    const y = rounded(norms).map((norm) =>
      norm > 0 && Number.isFinite(norm) ? norm : null
    );
    return {
      type: "scatter",
      mode: lineMode(y, 1),
      name: label(`${names[index]}${remark(norms)}`),
      x: norms.map((_, step) => step + 1),
      y,
      line: {
        color: PALETTE[index % PALETTE.length],
        dash: DASHES[index % DASHES.length],
      },
    };
  });
  const words = layers.map(([name, norms]) =>
    norms.length === 0
      ? `${name} no step`
      : `${name} ${formatNumber(norms[0])} to ${formatNumber(norms.at(-1)!)}`
  );
  return new Figure(
    data,
    layout(label(title), {
      xaxis: axis("step", steps <= 15 ? { dtick: 1 } : { tickformat: "d" }),
      yaxis: axis(QUANTITY, { type: "log", exponentformat: "power", dtick: 1 }),
      ...legendBeside(data.length),
    }),
    `${title}: ${words.join("; ")}`,
  );
}

/**
 * A dot per layer of the norm of its gradient, or a line per layer where each
 * has one norm per step; logarithmic. A norm of 0 (no gradient reaches the
 * layer) is written as such.
 *
 * @param perLayer Euclidean norms by name of the layer, from input to output.
 * @throws {RangeError} If a norm is negative, or there is none.
 */
export function gradientNorms(
  perLayer: Record<string, number | readonly number[]>,
  options: TitleOptions = {},
): Figure {
  requireKind("gradientNorms", "perLayer", perLayer, "object");
  checkOptions("gradientNorms", options, TITLE);
  const layers = Object.entries(perLayer).map(([name, norms]) =>
    [name, [norms].flat()] as [string, number[]]
  );
  const all = layers.flatMap(([, norms]) => norms);
  requireKind("gradientNorms", "perLayer", all, "numbers");
  if (all.length === 0) throw new RangeError("There is no norm to plot");
  const negative = all.find((norm) => norm < 0);
  if (negative !== undefined) {
    throw new RangeError(`A norm is not negative, got ${negative}`);
  }
  if (Object.values(perLayer).some((norms) => typeof norms !== "number")) {
    return overSteps(layers, options.title ?? "Gradients per step");
  }
  return dots(
    layers.map(([name, [value]]) => ({ name, value, kind: "gradient" })),
    {
      title: options.title ?? "Gradients per layer",
      quantity: QUANTITY,
      kinds: { gradient: { color: PALETTE[0], symbol: "circle" } },
    },
  );
}
