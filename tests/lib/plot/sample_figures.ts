/**
 * The figures that are compared with committed pictures.
 *
 * To draw the pictures anew, after looking at them:
 * `deno run -A tests/lib/plot/write_pictures.ts`.
 *
 * @module
 */

import { activationHistogram } from "../../../lib/plot/activation_histogram.ts";
import type { Figure } from "../../../lib/plot/figure.ts";
import { gradientNorms } from "../../../lib/plot/gradient_norms.ts";
import { imshow } from "../../../lib/plot/imshow.ts";
import { lossCurve } from "../../../lib/plot/loss_curve.ts";
import { maskHeatmap } from "../../../lib/plot/mask_heatmap.ts";
import { uncertainty } from "../../../lib/plot/uncertainty.ts";
import { weightChange } from "../../../lib/plot/weight_change.ts";

/** Numbers in [0, 1) that look random and are the same everywhere. */
function numbers(count: number, start = 1): number[] {
  let state = start;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  });
}

/** A mask of `rows` samples by `columns` units. */
function mask(
  rows: number,
  columns: number,
  rate: number,
  start = 1,
): number[][] {
  const drawn = numbers(rows * columns, start);
  return Array.from(
    { length: rows },
    (_, row) =>
      drawn.slice(row * columns, (row + 1) * columns).map((value) =>
        value < rate ? 0 : 1 / (1 - rate)
      ),
  );
}

const plain = {
  epoch: [0, 1, 2, 3, 4],
  history: {
    loss: [0.9, 0.5, 0.2, 0.1, 0.05],
    val_loss: [1, 0.8, 0.7, 0.8, 0.9],
  },
};
const regularised = {
  epoch: [0, 1, 2, 3, 4],
  history: {
    loss: [1, 0.6, 0.4, 0.3, 0.25],
    val_loss: [1, 0.7, 0.55, 0.5, 0.52],
  },
};

function weight(path: string, name: string, role: string, relative: number) {
  return { path, name, role, distance: 0.0125, relative };
}

/** Name of the picture, and what makes its figure. */
export const SAMPLES: Record<string, () => Figure | Promise<Figure>> = {
  loss_curve: () => lossCurve(regularised, { unit: "cross-entropy, nats" }),
  loss_curves: () =>
    lossCurve({ "no dropout": plain, "rate < 0.25 & seeded": regularised }),
  mask_of_batch: () => maskHeatmap(mask(32, 64, 0.25)),
  mask_of_units: () => maskHeatmap({ "one <mask>": [1, 0, 1, 1, 0, 1] }),
  masks_by_name: () =>
    maskHeatmap({ step_1: mask(16, 32, 0.5), step_2: mask(16, 32, 0.25, 2) }),
  mask_of_series: () =>
    maskHeatmap([mask(20, 8, 0.5), mask(20, 8, 0.5, 2), mask(20, 8, 0.5, 3)]),
  mask_of_image: () =>
    maskHeatmap([
      Array.from({ length: 14 }, (_, row) => mask(14, 8, 0.25, row)),
    ]),
  noise: () =>
    maskHeatmap([0, 1, 2, 3].map((row) => numbers(24, 7 + row)), {
      title: "Gaussian noise",
    }),
  activation_histogram: () =>
    activationHistogram({
      dense_1: numbers(4000).map((value) => Math.max(0, value - 0.5)),
      dropout_1: numbers(4000, 5).map((value) =>
        Math.max(0, value - 0.7) / 0.8
      ),
      out: numbers(4000, 9).map((value) => value * value - 0.4),
    }),
  gradient_norms: () =>
    gradientNorms({
      conv2d_1: 0,
      conv2d_2: 0.00032,
      dense_1: 0.0214,
      "dense_<out>": 0.31,
    }),
  gradient_norms_of_steps: () =>
    gradientNorms({
      frozen: numbers(40).map(() => 0),
      dense_1: numbers(40, 2).map((value, step) => (0.5 + value) / (step + 2)),
      out: numbers(40, 3).map((value, step) => (3 + value) / (step + 1)),
    }),
  weight_change: () =>
    weightChange([
      weight("conv2d_1", "kernel", "frozen", 0),
      weight("batch_norm", "gamma", "frozen", 0),
      weight("batch_norm", "moving_mean", "state", 0.8),
      weight("dense_1", "kernel", "trains", 0.034),
      weight("dense_1", "bias", "trains", Infinity),
      weight("dense_2", "kernel", "trains", 0),
    ]),
  images: () =>
    imshow(
      Array.from(
        { length: 6 },
        (_, image) =>
          Array.from({ length: 14 }, (_, row) =>
            Array.from(
              { length: 14 },
              (_, column) =>
                Math.max(
                  0,
                  1 - Math.hypot(row - 7, column - 2 * image - 2) / 7,
                ),
            )),
      ),
      {
        title: "A spot <that> moves",
        titles: ["0", "1", "2", "3", "4", "<b>"],
      },
    ),
  images_in_colour: () =>
    imshow(
      Array.from({ length: 20 }, (_, row) =>
        Array.from({ length: 40 }, (_, column) => [
          column / 40,
          row / 20,
          0.5,
        ])),
    ),
  uncertainty_of_values: () =>
    uncertainty({
      mean: numbers(30).map((value, at) => Math.sin(at / 4) + 0.1 * value),
      variance: numbers(30, 4).map((value, at) => 0.01 + at * value / 600),
    }, { xTitle: "time (s)", yTitle: "displacement (mm)" }),
  uncertainty_of_classes: () => {
    const mean = numbers(60, 6).map((value) => [value, 1 - value]);
    const variance = mean.map(([p, q]) => [p * q / 4, p * q / 4]);
    return uncertainty({ mean, variance });
  },
};
