/**
 * Dropout by hand: what people write in a Lambda layer, with its choices open.
 *
 * @see F. Chollet, "Deep Learning with Python" (2017), section 4.4.3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMaskValues } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/** When what remains is scaled, so that both phases agree on average. */
export type Scaling = "training" | "prediction" | "none";

/** Arguments of {@linkcode ManualDropout}. */
export interface ManualDropoutArgs extends DroppingArgs {
  /**
   * `training` (the default): what is kept is multiplied while training;
   * `prediction`: all is multiplied at prediction; `none`: neither.
   */
  scaling?: Scaling;
  /**
   * The factor; unless given `1 / (1 - rate)` in training and `1 - rate` at
   * prediction, the only ones that agree on average.
   */
  scale?: number | null;
  /** What dropped units become; 0 unless given. */
  maskValue?: number;
}

/**
 * Replaces units by `maskValue` while training, and scales in the phase that
 * `scaling` names. Where it scales at prediction, it also adds `rate *
 * maskValue` there, the mean of what training puts in.
 */
export class ManualDropout extends DroppingLayer {
  static override className: string = className("ManualDropout");
  readonly scaling: Scaling;
  readonly scale: number | null;
  readonly maskValue: number;

  /** @throws {RangeError} If the rate is no fraction, or `scaling` unknown. */
  constructor(args: ManualDropoutArgs) {
    super(args);
    this.scaling = args.scaling ?? "training";
    if (!["training", "prediction", "none"].includes(this.scaling)) {
      throw new RangeError(
        `scaling must be training, prediction or none, got ${this.scaling}`,
      );
    }
    this.scale = args.scale ?? null;
    this.maskValue = args.maskValue ?? 0;
  }

  /** 1 where a unit is kept, 0 where it is dropped. */
  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    const size = tf.util.sizeFromShape(inputShape);
    return tf.tensor(drawMaskValues(size, rate, draw), inputShape);
  }

  protected override disturb(
    x: tf.Tensor,
    mask: tf.Tensor,
    rate: number,
  ): tf.Tensor {
    // At rate 1 nothing is kept, so any finite factor will do.
    const scale = this.scaling === "training"
      ? this.scale ?? 1 / (rate === 1 ? 1 : 1 - rate)
      : 1;
    const kept = x.mul(mask).mul(scale);
    if (this.maskValue === 0) return kept;
    return kept.add(tf.sub(1, mask).mul(this.maskValue));
  }

  protected override atPrediction(x: tf.Tensor): tf.Tensor {
    if (this.scaling !== "prediction") return x;
    return x.mul(this.scale ?? 1 - this.rate).add(this.rate * this.maskValue);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { scaling, scale, maskValue } = this;
    return { ...super.getConfig(), scaling, scale, maskValue };
  }
}
registerLayer(ManualDropout);

/** Makes a {@linkcode ManualDropout} layer. */
export function manualDropout(args: ManualDropoutArgs): ManualDropout {
  checkLayerArgs("manualDropout", args, {
    maskValue: true,
    rate: true,
    scale: true,
    scaling: true,
    seed: true,
  });
  return new ManualDropout(args);
}
