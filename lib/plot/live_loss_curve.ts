/**
 * The loss curve of a training that runs, as a callback of `fit`.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import type * as tf from "@tensorflow/tfjs";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import type { FitHooks } from "../train/fit_callbacks.ts";
import { LiveFigure } from "./live_figure.ts";
import {
  LOSS_CURVE_OPTIONS,
  lossCurve,
  type LossCurveOptions,
} from "./loss_curve.ts";

/** What to show, and where. */
export interface LiveLossCurveOptions extends LossCurveOptions {
  display?: LiveDisplayOptions;
}

/**
 * Draws the loss curve after each epoch and leaves it when training ends. Of a
 * training that was stopped and goes on it shows the first part, too.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { fit, liveLossCurve } from "thaw";
 *
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 1, inputShape: [3] })],
 * });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const [x, y] = [tf.ones([8, 3]), tf.ones([8, 1])];
 * await fit(model, x, y, { epochs: 20, callbacks: liveLossCurve() });
 * ```
 *
 * @returns A callback for one training.
 * @throws {TypeError} If there is no such option.
 */
export function liveLossCurve(options: LiveLossCurveOptions = {}): FitHooks {
  checkOptions("liveLossCurve", options, {
    ...LOSS_CURVE_OPTIONS,
    display: true,
  });
  const { display, ...curve } = options;
  let figure = new LiveFigure(display);
  let seen: Seen = { epoch: [], history: {} };
  let trained: tf.LayersModel | undefined;
  return {
    setModel(model) {
      trained = model;
    },
    onTrainBegin(logs) {
      figure = new LiveFigure(display);
      const { epoch, history } = logs?.resumed
        ? (trained as unknown as { history: Seen }).history
        : { epoch: [], history: {} };
      seen = { epoch: [...epoch], history: structuredClone(history) };
    },
    onEpochEnd(epoch, logs) {
      seen.epoch.push(epoch);
      for (const [name, value] of Object.entries(logs)) {
        (seen.history[name] ??= []).push(value);
      }
      figure.update(() => lossCurve(seen, curve));
    },
    async onTrainEnd() {
      if (seen.epoch.length > 0) await figure.finish(lossCurve(seen, curve));
    },
  };
}

/** What a curve is drawn from. */
interface Seen {
  epoch: number[];
  history: Record<string, number[]>;
}
