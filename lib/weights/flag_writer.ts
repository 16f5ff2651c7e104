/**
 * Sets the `trainable` flags of layers and weights, and gives them back.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  normalizesAsTfjs,
  setNormalizesAsTfjs,
} from "../layers/normalize_by_phase.ts";
import type { Flagged } from "../mends/trainable_stays_outside.ts";
import type { NamedFlag } from "./named_flags.ts";

/** Gives each weight and layer the flag back that it had before. */
export type Undo = () => void;

/** Sets flags and remembers what stood there. */
export class FlagWriter {
  #undo: (() => void)[] = [];

  layer(layer: tf.layers.Layer, trainable: boolean): void {
    const flagged = layer as unknown as Flagged;
    for (const field of ["trainable_", "_trainable"] as const) {
      const before = flagged[field];
      if (before === undefined) continue;
      this.#undo.push(() => flagged[field] = before);
      flagged[field] = trainable;
    }
    for (const weight of flagged._trainableWeights) {
      const before = weight.trainable;
      this.#undo.push(() => weight.trainable = before);
      weight.trainable = trainable;
    }
  }

  /** Some weights of a layer; one that was frozen as a whole opens for them. */
  some(layer: tf.layers.Layer, chosen: NamedFlag[], trainable: boolean): void {
    if (trainable && !layer.trainable) {
      this.layer(layer, false);
      const flagged = layer as unknown as Flagged;
      for (const field of ["trainable_", "_trainable"] as const) {
        if (flagged[field] !== undefined) flagged[field] = true;
      }
    }
    for (const { weight } of chosen) {
      const before = weight.trainable;
      this.#undo.push(() => weight.trainable = before);
      weight.trainable = trainable;
    }
  }

  normalizesAsTfjs(layer: tf.layers.Layer, on: boolean): void {
    const before = normalizesAsTfjs(layer);
    this.#undo.push(() => setNormalizesAsTfjs(layer, before));
    setNormalizesAsTfjs(layer, on);
  }

  get undo(): Undo {
    // Named, as a cell that ends with `freeze(model)` shows it.
    const undo = () => {
      while (this.#undo.length > 0) this.#undo.pop()!();
    };
    return undo;
  }
}
