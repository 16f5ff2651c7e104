/**
 * Trap of tfjs 4.22: it does not know a loss by Keras's short names, `mse` and
 * the like, which it takes for metrics, and does not say which names it knows.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { suggestion } from "../options/check_options.ts";

const SHORT: Record<string, string> = {
  mse: "meanSquaredError",
  MSE: "meanSquaredError",
  mae: "meanAbsoluteError",
  MAE: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  MAPE: "meanAbsolutePercentageError",
  msle: "meanSquaredLogarithmicError",
  MSLE: "meanSquaredLogarithmicError",
  bce: "binaryCrossentropy",
  BCE: "binaryCrossentropy",
  kld: "kullbackLeiblerDivergence",
  KLD: "kullbackLeiblerDivergence",
};

const LOSSES = [
  "binaryCrossentropy",
  "categoricalCrossentropy",
  "categoricalHinge",
  "cosineProximity",
  "hinge",
  "kullbackLeiblerDivergence",
  "logcosh",
  "meanAbsoluteError",
  "meanAbsolutePercentageError",
  "meanSquaredError",
  "meanSquaredLogarithmicError",
  "poisson",
  "sparseCategoricalCrossentropy",
  "squaredHinge",
];

type Loss = tf.ModelCompileArgs["loss"];

function named(loss: Loss): Loss {
  if (typeof loss === "string") return byName(loss);
  if (Array.isArray(loss)) return loss.map(named) as Loss;
  if (loss === null || typeof loss !== "object") return loss;
  return Object.fromEntries(
    Object.entries(loss).map(([output, own]) => [output, named(own)]),
  ) as Loss;
}

function byName(name: string): string {
  if (Object.hasOwn(SHORT, name)) return SHORT[name];
  if (LOSSES.includes(name)) return name;
  throw new RangeError(
    `There is no loss ${name}${suggestion(name, LOSSES)} There is ${
      LOSSES.join(", ")
    }`,
  );
}

export function lossesByName(): void {
  const { prototype } = tf.LayersModel;
  const { compile } = prototype;
  prototype.compile = function (args) {
    compile.call(this, args.loss ? { ...args, loss: named(args.loss) } : args);
  };
}
