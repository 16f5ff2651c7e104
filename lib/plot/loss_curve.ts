/**
 * Loss, or another metric, over the epochs of one or more trainings.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { axis, label, layout, PALETTE, rounded } from "./theme.ts";

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
}

export const LOSS_CURVE_OPTIONS: OptionNames<LossCurveOptions> = {
  metric: true,
  unit: true,
};

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
  const { metric = "loss", unit } = options;
  const runs = isHistory(histories)
    ? [["", histories] as const]
    : Object.entries(histories);

  const data: PlotlyObject[] = [];
  const words: string[] = [];
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
        mode: "lines+markers",
        name: label(trace),
        x: epoch.slice(0, values.length).map((at) => at + 1),
        y: rounded(values),
        line: { color, dash: isValidation ? "dash" : "solid" },
        marker: { color, symbol: isValidation ? "diamond" : "circle" },
      });
      const [first, last] = [values[0], values.at(-1)!].map(formatNumber);
      words.push(`${trace} ${first} to ${last}`);
      epochs = Math.max(epochs, values.length);
    }
  }
  if (data.length === 0) {
    throw new RangeError(`No history holds the metric ${metric}`);
  }

  const title = `${metric[0].toUpperCase()}${metric.slice(1)} per epoch`;
  const quantity = unit ? `${metric} (${unit})` : metric;
  const ticks = epochs <= 15 ? { dtick: 1 } : { tickformat: "d" };
  return new Figure(
    data,
    layout(label(title), {
      xaxis: axis("epoch", ticks),
      yaxis: axis(label(quantity)),
      showlegend: true,
    }),
    `${title} over ${epochs} epochs: ${words.join("; ")}`,
  );
}
