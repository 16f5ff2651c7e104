/**
 * Images brighter or darker at random.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawUniform } from "../../random/draw_uniform.ts";
import type { Draw } from "../../random/seed_stream.ts";
import { checkLayerArgs } from "../layer_args.ts";
import type { NoiseArgs } from "../noise_layer.ts";
import { className, registerLayer } from "../register_layer.ts";
import {
  AugmentationLayer,
  type Factor,
  rangeOf,
} from "./augmentation_layer.ts";
import { checkValueRange } from "./value_range.ts";

/** Arguments of {@linkcode RandomBrightness}. */
export interface RandomBrightnessArgs extends NoiseArgs {
  /** Share of the range of values that is added, in `[-1, 1]`. */
  factor: Factor;
  /** Least and greatest value of a pixel; `[0, 255]`. */
  valueRange?: readonly [number, number];
}

/** Adds a number to all pixels of an image, while training. */
export class RandomBrightness extends AugmentationLayer {
  static override className: string = className("RandomBrightness");
  readonly factor: Factor;
  readonly valueRange: readonly [number, number];
  readonly #range: [number, number];

  /** @throws {RangeError} If the factor or the range is none. */
  constructor(args: RandomBrightnessArgs) {
    super(args);
    this.factor = args.factor;
    this.#range = rangeOf(`factor of ${this.name}`, args.factor, [-1, 1]);
    this.valueRange = checkValueRange(this.name, args.valueRange);
  }

  /** Each image's share of the range, of shape `[batch, 1, 1, 1]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return drawUniform([batch, 1, 1, 1], draw, ...this.#range);
  }

  protected override disturb(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const [least, most] = this.valueRange;
    return tf.clipByValue(x.add(mask.mul(most - least)), least, most);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      factor: this.factor as number | number[],
      valueRange: [...this.valueRange],
    };
  }
}
registerLayer(RandomBrightness);

/** Makes a {@linkcode RandomBrightness} layer. */
export function randomBrightness(args: RandomBrightnessArgs): RandomBrightness {
  checkLayerArgs("randomBrightness", args, {
    factor: true,
    seed: true,
    valueRange: true,
  });
  return new RandomBrightness(args);
}
