/**
 * Dropout of whole residual branches.
 *
 * @see Huang et al., "Deep Networks with Stochastic Depth", ECCV 2016.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMask } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/**
 * Stands on the residual branch, before it is added: drops all of a sample's
 * branch at once while training, so that its shortcut alone remains, and
 * scales the branches it keeps by `1 / (1 - rate)`.
 */
export class StochasticDepth extends DroppingLayer {
  static override className: string = className("StochasticDepth");

  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    const [batch, ...rest] = inputShape;
    return drawMask([batch, ...rest.map(() => 1)], rate, draw);
  }
}
registerLayer(StochasticDepth);

/** Makes a {@linkcode StochasticDepth} layer. */
export function stochasticDepth(args: DroppingArgs): StochasticDepth {
  checkLayerArgs("stochasticDepth", args, { rate: true, seed: true });
  return new StochasticDepth(args);
}
