/**
 * What a model is unsure of, by Monte-Carlo dropout.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import {
  type ArraySource,
  type ArrayValues,
  readValues,
  rowOf,
} from "./array_values.ts";
import type { Figure } from "./figure.ts";
import { type FigurePromise, figurePromise } from "./figure_promise.ts";
import { likeliestClasses } from "./likeliest_classes.ts";
import { predictionBand } from "./prediction_band.ts";
import { label } from "./theme.ts";

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

function checkShapes(
  mean: ArrayValues,
  variance: ArrayValues,
  x: ArrayLike<number> | undefined,
): void {
  const { shape } = mean;
  const [samples = 0, classes = 1] = shape;
  const isOne = String(shape) === String(variance.shape);
  if (!isOne || shape.length > 2 || samples === 0) {
    throw new RangeError(
      `Mean and variance must have one shape [samples, outputs], got [${shape}] and [${variance.shape}]`,
    );
  }
  if (x && classes > 1) {
    throw new RangeError(
      `x is for predictions of one value; these are of ${classes} classes, in order of their uncertainty`,
    );
  }
  if (x && x.length !== samples) {
    throw new RangeError(`x has ${x.length} places for ${samples} samples`);
  }
}

/**
 * The samples whose values are all numbers; no other has a place in either
 * figure.
 */
function numericSamples(mean: ArrayValues, variance: ArrayValues): number[] {
  const [samples, classes = 1] = mean.shape;
  const numbers = Array.from({ length: samples }, (_, index) => index)
    .filter((sample) =>
      [mean, variance].every((one) =>
        rowOf(one, sample, classes).every(Number.isFinite)
      )
    );
  if (numbers.length === 0) throw new RangeError("No prediction is a number");
  return numbers;
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
export function uncertainty(
  mc: UncertaintyLike,
  options: UncertaintyOptions = {},
): FigurePromise {
  return figurePromise(drawUncertainty(mc, options));
}

async function drawUncertainty(
  mc: UncertaintyLike,
  options: UncertaintyOptions,
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
  checkShapes(mean, variance, options.x);
  const [all, classes = 1] = mean.shape;
  const shown = numericSamples(mean, variance).slice(0, MAX_SAMPLES);
  const [means, variances] = [mean, variance].map((one) => ({
    shape: [shown.length, classes],
    values: shown.flatMap((sample) => rowOf(one, sample, classes)),
  }));
  const note = shown.length < all ? ` (${shown.length} of ${all} samples)` : "";
  const { x, xTitle = "sample", yTitle = "prediction" } = options;
  if (classes > 1) {
    const title = options.title ??
      "Probability of the likeliest class, ± 1 standard deviation";
    return likeliestClasses(means, variances, label(title) + note);
  }
  const { title = "Prediction and its uncertainty" } = options;
  return predictionBand({
    mean: means.values,
    deviation: variances.values.map(Math.sqrt),
    x: shown.map((sample, index) => x ? x[sample] : index),
    xTitle,
    yTitle,
    title: label(title) + note,
  });
}
