/**
 * Dropout for networks of SELU units, which keeps mean and variance.
 *
 * @see Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017,
 * section "New Dropout Technique".
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { DroppingLayer } from "../layers/dropping_layer.ts";
import { dropToSaturation } from "../layers/drop_to_saturation.ts";
import { maskShape } from "../layers/mask_shape.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMaskValues } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import type { DropoutArgs } from "./dropout.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/**
 * Sets units, while training, to SELU's lowest value in place of 0, then maps
 * all so that inputs of mean 0 and variance 1 keep both.
 */
export class AlphaDropout extends DroppingLayer {
  static override className: string = className("AlphaDropout");
  readonly noiseShape: (number | null)[] | null;

  /** @throws {RangeError} If the rate lies outside `[0, 1)`: at 1 no map keeps the variance. */
  constructor(args: DropoutArgs) {
    super(args);
    this.noiseShape = args.noiseShape ?? null;
  }

  protected override get canDropAll(): boolean {
    return false;
  }

  /** 1 where a unit is kept, 0 where it is dropped. */
  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    const shape = maskShape(this.name, this.noiseShape, inputShape);
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(drawMaskValues(size, rate, draw), shape);
  }

  protected override disturb(
    x: tf.Tensor,
    mask: tf.Tensor,
    rate: number,
  ): tf.Tensor {
    return dropToSaturation(x, mask, rate);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), noiseShape: this.noiseShape };
  }
}
registerLayer(AlphaDropout);

/** Makes an {@linkcode AlphaDropout} layer. */
export function alphaDropout(args: DropoutArgs): AlphaDropout {
  checkLayerArgs("alphaDropout", args, {
    noiseShape: true,
    rate: true,
    seed: true,
  });
  return new AlphaDropout(args);
}
