/**
 * Telling which layers drop, tfjs' own included.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
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
  const { rate = 0, dropout = 0, recurrentDropout = 0 } = layer as Rates;
  const isDropout = layer instanceof DroppingLayer ||
    plainName(layer.getClassName()).includes("Dropout");
  return Math.max(isDropout ? rate : 0, dropout, recurrentDropout);
}
