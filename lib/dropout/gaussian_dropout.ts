/**
 * Dropout by multiplicative normal noise.
 *
 * @see Srivastava et al., "Dropout", JMLR 15 (2014), section 10.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawNormal } from "../random/draw_uniform.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/**
 * Multiplies each unit, while training, by a normal number of mean 1 and
 * deviation `sqrt(rate / (1 - rate))`. Mean and variance are those of inverted
 * dropout, but no unit is ever wholly dropped.
 */
export class GaussianDropout extends DroppingLayer {
  static override className: string = className("GaussianDropout");

  protected override get canDropAll(): boolean {
    return false;
  }

  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    return drawNormal(inputShape, draw, 1, Math.sqrt(rate / (1 - rate)));
  }
}
registerLayer(GaussianDropout);

/** Makes a {@linkcode GaussianDropout} layer. */
export function gaussianDropout(args: DroppingArgs): GaussianDropout {
  checkLayerArgs("gaussianDropout", args, { rate: true, seed: true });
  return new GaussianDropout(args);
}
