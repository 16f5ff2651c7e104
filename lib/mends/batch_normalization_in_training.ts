/**
 * Trap of tfjs 4.22: its BatchNormalization, when frozen, normalizes by the
 * batch and moves its averages, so that a frozen MobileNet changes while the
 * head on it trains. With scale or center false it crashes in training, at
 * prediction it mixes up channels that are not last, and of rank 5 it predicts
 * nothing.
 *
 * Here it does what Keras's does; `freeze(model, …, { batchNormalization:
 * "asTfjs" })` leaves a frozen one as tfjs has it.
 *
 * @module
 */

import {
  normalizeByPhase,
  type Normalizing,
} from "../layers/normalize_by_phase.ts";
import { tfjsClass } from "./tfjs_class.ts";

export function batchNormalizationInTraining(): void {
  const prototype = tfjsClass("BatchNormalization").prototype as Normalizing;
  const { call } = prototype;
  prototype.call = function (inputs, args) {
    return normalizeByPhase(this as Normalizing, call, inputs, args);
  };
}
