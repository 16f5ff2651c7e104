/**
 * The loss curve of a training that runs, as a callback of `fit`.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import type { FitHooks } from "../train/fit_options.ts";
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
 * Draws the loss curve after each epoch and leaves it when training ends.
 *
 * ```ts ignore
 * await fit(model, x, y, { epochs: 20, callbacks: liveLossCurve() });
 * ```
 *
 * @returns A callback for one training.
 */
export function liveLossCurve(options: LiveLossCurveOptions = {}): FitHooks {
  checkOptions("liveLossCurve", options, {
    ...LOSS_CURVE_OPTIONS,
    display: true,
  });
  const { display, ...curve } = options;
  const figure = new LiveFigure(display);
  const seen = {
    epoch: [] as number[],
    history: {} as Record<string, number[]>,
  };
  return {
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
