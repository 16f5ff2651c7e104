/**
 * Dropout as Keras has it, on masks that can be drawn again.
 *
 * @see Srivastava et al., "Dropout", JMLR 15 (2014), pp. 1929-1958.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { maskShape } from "../layers/mask_shape.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMask } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/** Arguments of {@linkcode Dropout}. */
export interface DropoutArgs extends DroppingArgs {
  /**
   * Shape of the mask: null takes the input's size, 1 gives all units along
   * that axis the same fate. Without it each unit has its own.
   */
  noiseShape?: (number | null)[] | null;
}

/**
 * Drops units at random while training and scales the rest by
 * `1 / (1 - rate)`; passes its input on at prediction.
 *
 * Its mask lies over its own input, the output of the layer before, and is
 * drawn anew at each step. A rate of 1 drops all: output and gradient are 0.
 * A unit that is NaN or infinite is NaN when dropped, since it is multiplied by
 * 0; Keras selects, and gives 0.
 */
export class Dropout extends DroppingLayer {
  static override className: string = className("Dropout");
  readonly noiseShape: (number | null)[] | null;

  /** @throws {RangeError} If the rate lies outside `[0, 1]`. */
  constructor(args: DropoutArgs) {
    super(args);
    this.noiseShape = args.noiseShape ?? null;
  }

  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    return drawMask(
      maskShape(this.name, this.noiseShape, inputShape),
      rate,
      draw,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), noiseShape: this.noiseShape };
  }
}
registerLayer(Dropout);

/** Makes a {@linkcode Dropout} layer, as the functions of `tf.layers` do. */
export function dropout(args: DropoutArgs): Dropout {
  checkLayerArgs("dropout", args, { noiseShape: true, rate: true, seed: true });
  return new Dropout(args);
}
