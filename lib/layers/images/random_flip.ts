/**
 * Images flipped at random.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { requireKnown } from "../../options/known_value.ts";
import { drawUniform } from "../../random/draw_uniform.ts";
import type { Draw } from "../../random/seed_stream.ts";
import { checkLayerArgs } from "../layer_args.ts";
import type { NoiseArgs } from "../noise_layer.ts";
import { className, registerLayer } from "../register_layer.ts";
import { AugmentationLayer } from "./augmentation_layer.ts";

const MODES = ["horizontal", "vertical", "horizontalAndVertical"] as const;

/** Arguments of {@linkcode RandomFlip}. */
export interface RandomFlipArgs extends NoiseArgs {
  /** `horizontalAndVertical` (the default) flips both ways at once, as Keras 3 does. */
  mode?: typeof MODES[number];
}

/** Flips each image with a chance of a half, while training. */
export class RandomFlip extends AugmentationLayer {
  static override className: string = className("RandomFlip");
  readonly mode: typeof MODES[number];

  /** @throws {RangeError} If there is no such mode. */
  constructor(args: RandomFlipArgs = {}) {
    super(args);
    this.mode = args.mode ?? "horizontalAndVertical";
    requireKnown(`mode of ${this.name}`, this.mode, MODES);
  }

  /** 1 where an image is flipped, of shape `[batch, 1, 1, 1]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return tf.tidy(() =>
      drawUniform([batch, 1, 1, 1], draw).lessEqual(0.5).cast("float32")
    );
  }

  protected override disturb(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const axes = [
      ...this.mode === "vertical" ? [] : [2],
      ...this.mode === "horizontal" ? [] : [1],
    ];
    // Computed with factors of 0 and 1 and not by tf.where(), whose gradient
    // needs equal shapes.
    return x.reverse(axes).mul(mask).add(x.mul(tf.sub(1, mask)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), mode: this.mode };
  }
}
registerLayer(RandomFlip);

/** Makes a {@linkcode RandomFlip} layer. */
export function randomFlip(args: RandomFlipArgs = {}): RandomFlip {
  checkLayerArgs("randomFlip", args, { mode: true, seed: true });
  return new RandomFlip(args);
}
