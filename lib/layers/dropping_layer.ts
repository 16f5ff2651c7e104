/**
 * What all layers have in common that drop a fraction of their input while
 * training: a rate that may change between two steps. `setRate`, `monteCarlo`,
 * `droppingRate` and `varianceShifts` act on these layers.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { checkRate } from "../random/draw_mask.ts";
import { type NoiseArgs, NoiseLayer } from "./noise_layer.ts";
import { className } from "./register_layer.ts";

/** Arguments of every layer that drops. */
export interface DroppingArgs extends NoiseArgs {
  /** Fraction to drop, in `[0, 1]`; not a percentage. */
  rate: number;
}

/** Base of the layers that drop. */
export abstract class DroppingLayer extends NoiseLayer {
  static override className: string = className("DroppingLayer");
  #rate!: number;

  /** @throws {RangeError} If the rate is no fraction that the layer can work with. */
  constructor(args: DroppingArgs) {
    super(args);
    this.rate = args.rate;
  }

  /** Fraction to drop, in `[0, 1]`; may be changed between any two steps. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.#rate = checkRate(rate, `Rate of ${this.name}`, {
      canBeOne: this.canDropAll,
    });
  }

  /** Whether a rate of 1 has a meaning for this layer. */
  protected get canDropAll(): boolean {
    return true;
  }

  protected override get recordedRate(): number {
    return this.rate;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
