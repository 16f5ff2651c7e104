/**
 * Dropout rates that change while a model trains.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import { checkLayerRate, hasRate } from "../layers/dropping_rate.ts";
import { checkOptions } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { checkRate } from "../random/draw_mask.ts";

/** The rate at a time counted from 0, in epochs or batches. */
export type RateSchedule = (time: number) => number;

/**
 * From one rate to another at a constant pace, then constant.
 *
 * @param duration Epochs or batches until `to` is reached, more than 0.
 * @throws {RangeError} If a rate lies outside `[0, 1]`, or `duration` is none.
 */
export function linearRate(
  from: number,
  to: number,
  duration: number,
): RateSchedule {
  checkRate(from, "Rate");
  checkRate(to, "Rate");
  checkPositive(duration, "Duration");
  return (time) => from + (to - from) * Math.min(time / duration, 1);
}

function checkPositive(value: number, name: string): void {
  if (!(value > 0)) {
    throw new RangeError(`${name} must be more than 0, got ${value}`);
  }
}

/**
 * From a rate down to none, so that training ends on the whole network.
 *
 * @see Rennie, Goel and Thomas, "Annealed Dropout Training of Deep Networks",
 * IEEE SLT 2014, eq. 8.
 * @throws {RangeError} If `from` lies outside `[0, 1]`, or `duration` is none.
 */
export function annealedRate(from: number, duration: number): RateSchedule {
  return linearRate(from, 0, duration);
}

/**
 * From none up to a rate, ever more slowly: `to * (1 - exp(-pace * time))`.
 *
 * @param pace Per epoch or batch; 10 over the length of the training reaches
 * `to` to within 5e-5 of it.
 * @see Morerio et al., "Curriculum Dropout", ICCV 2017, eq. 3.
 * @throws {RangeError} If `to` lies outside `[0, 1]`, or `pace` is not positive.
 */
export function curriculumRate(to: number, pace: number): RateSchedule {
  checkRate(to, "Rate");
  checkPositive(pace, "Pace");
  return (time) => to * (1 - Math.exp(-pace * time));
}

/**
 * Sets the rate of layers of a model.
 *
 * @param filter Which of the layers that drop; without it all of them.
 * @throws {RangeError} If no such layer is meant, or it refuses the rate.
 */
export function setRate(
  model: tf.layers.Layer,
  rate: number,
  filter?: LayerFilter,
): void {
  const layers = selectLayers(model, filter)
    .map(({ layer }) => layer)
    .filter(hasRate);
  if (layers.length === 0) {
    const others = selectLayers(model).filter(({ layer }) => hasRate(layer))
      .map(({ path }) => path).join(", ");
    throw new RangeError(
      others
        ? `The filter means no layer with a rate; those of ${model.name} with one: ${others}`
        : `No layer of ${model.name} has a rate`,
    );
  }
  for (const layer of layers) checkLayerRate(layer, rate);
  for (const layer of layers) layer.rate = rate;
}

/** Arguments of {@linkcode rateCallback}. */
export interface RateCallbackArgs {
  /** Which of the layers that drop; without it all of them. */
  filter?: LayerFilter;
  /** What the schedule counts; epochs unless given. */
  every?: "epoch" | "batch";
}

/**
 * A callback for `fit` that sets rates before each epoch or batch. It counts
 * on over several fits, and from where a training was stopped that goes on;
 * the last rate stays.
 *
 * @throws {RangeError} In `fit`, when a rate lies outside what a layer takes.
 */
export function rateCallback(
  model: tf.layers.Layer,
  schedule: RateSchedule,
  args: RateCallbackArgs = {},
): tf.CustomCallbackArgs {
  requireKind("rateCallback", "model", model, "layer");
  requireKind("rateCallback", "schedule", schedule, "function");
  checkOptions("rateCallback", args, { every: true, filter: true });
  requireKnown("every of rateCallback", args.every ?? "epoch", [
    "epoch",
    "batch",
  ]);
  let time = 0;
  const advance = () => setRate(model, schedule(time++), args.filter);
  const state = {
    name: `rateCallback:${args.every ?? "epoch"}`,
    saveState: () => time,
    loadState: (former: unknown) => void (time = former as number),
  };
  return args.every === "batch"
    ? { ...state, onBatchBegin: advance }
    : { ...state, onEpochBegin: advance };
}
