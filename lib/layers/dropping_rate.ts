/**
 * Telling which layers drop, tfjs' own included.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { checkRate } from "../random/draw_mask.ts";
import { plainName } from "./register_layer.ts";
import { DroppingLayer } from "./dropping_layer.ts";

/** Fields in which tfjs' dropouts, recurrent cells and attention keep a rate. */
interface Rates {
  rate?: number;
  dropout?: number;
  recurrentDropout?: number;
}

/** The fraction that a layer drops in training; 0 for a layer that does not. */
export function droppingRate(layer: tf.layers.Layer): number {
  requireKind("droppingRate", "layer", layer, "layer");
  const { rate = 0, dropout = 0, recurrentDropout = 0 } = layer as Rates;
  const isDropout = layer instanceof DroppingLayer ||
    plainName(layer.getClassName()).includes("Dropout");
  return Math.max(isDropout ? rate : 0, dropout, recurrentDropout);
}

/** tfjs's own layers with a rate that may be changed, and whether it may be 1. */
const THEIRS: Record<string, { canBeOne: boolean }> = {
  Dropout: { canBeOne: true },
  SpatialDropout1D: { canBeOne: true },
  GaussianDropout: { canBeOne: false },
  AlphaDropout: { canBeOne: false },
};

/** Whether a layer's `rate` may be changed between two steps. */
export function hasRate(
  layer: tf.layers.Layer,
): layer is tf.layers.Layer & { rate: number } {
  return layer instanceof DroppingLayer || layer.getClassName() in THEIRS;
}

/**
 * Checks a rate for a layer of tfjs, which would take any; this library's
 * layers check their own.
 *
 * @throws {RangeError} If the layer can't work with it.
 */
export function checkLayerRate(layer: tf.layers.Layer, rate: number): void {
  const limits = THEIRS[layer.getClassName()];
  if (limits) checkRate(rate, `Rate of ${layer.name}`, limits);
}
