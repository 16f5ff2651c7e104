/**
 * Images of more or less contrast at random.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawUniform } from "../../random/draw_uniform.ts";
import type { Draw } from "../../random/seed_stream.ts";
import { checkLayerArgs } from "../layer_args.ts";
import type { NoiseArgs } from "../noise_layer.ts";
import { className, registerLayer } from "../register_layer.ts";
import { AugmentationLayer, rangeOf } from "./augmentation_layer.ts";
import { checkValueRange } from "./value_range.ts";

/** Arguments of {@linkcode RandomContrast}. */
export interface RandomContrastArgs extends NoiseArgs {
  /**
   * In `[0, 1]`: contrast is multiplied by a number between `1 - factor` and
   * `1 + factor`; of two numbers by one between `1 - first` and `1 + second`.
   */
  factor: number | readonly [lower: number, upper: number];
  /** Least and greatest value of a pixel; `[0, 255]`. */
  valueRange?: readonly [number, number];
}

/**
 * Moves the pixels of each image's channel away from their mean, or towards it,
 * while training.
 */
export class RandomContrast extends AugmentationLayer {
  static override className: string = className("RandomContrast");
  readonly factor: number | readonly [number, number];
  readonly valueRange: readonly [number, number];
  readonly #range: [number, number];

  /** @throws {RangeError} If the factor or the range is none. */
  constructor(args: RandomContrastArgs) {
    super(args);
    this.factor = args.factor;
    const what = `factor of ${this.name}`;
    const ends = typeof args.factor === "number"
      ? [args.factor, args.factor]
      : args.factor;
    const isPair = Array.isArray(ends) && ends.length === 2;
    // `lower` and `upper` are shares: contrast is at least 1 - lower and at
    // most 1 + upper.
    for (const end of isPair ? ends : [NaN]) rangeOf(what, [0, end], [0, 1]);
    this.#range = [1 - ends[0], 1 + ends[1]];
    this.valueRange = checkValueRange(this.name, args.valueRange);
  }

  /** What each image's contrast is multiplied by, of shape `[batch, 1, 1, 1]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return drawUniform([batch, 1, 1, 1], draw, ...this.#range);
  }

  protected override disturb(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const mean = x.mean([1, 2], true);
    return tf.clipByValue(
      x.sub(mean).mul(mask).add(mean),
      ...this.valueRange,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      factor: this.factor as number | number[],
      valueRange: [...this.valueRange],
    };
  }
}
registerLayer(RandomContrast);

/** Makes a {@linkcode RandomContrast} layer. */
export function randomContrast(args: RandomContrastArgs): RandomContrast {
  checkLayerArgs("randomContrast", args, {
    factor: true,
    seed: true,
    valueRange: true,
  });
  return new RandomContrast(args);
}
