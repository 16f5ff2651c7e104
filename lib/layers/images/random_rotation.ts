/**
 * Images rotated at random.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { drawUniform } from "../../random/draw_uniform.ts";
import type { Draw } from "../../random/seed_stream.ts";
import { checkLayerArgs } from "../layer_args.ts";
import { className, registerLayer } from "../register_layer.ts";
import { type Factor, rangeOf } from "./augmentation_layer.ts";
import {
  TRANSFORM_ARGS,
  type TransformArgs,
  TransformLayer,
} from "./transform_layer.ts";

/** Arguments of {@linkcode RandomRotation}. */
export interface RandomRotationArgs extends TransformArgs {
  /** Share of a full turn, counterclockwise, in `[-1, 1]`. */
  factor: Factor;
}

/** Rotates each image about its centre, while training. */
export class RandomRotation extends TransformLayer {
  static override className: string = className("RandomRotation");
  readonly factor: Factor;
  readonly #range: [number, number];

  /** @throws {RangeError} If the factor is none. */
  constructor(args: RandomRotationArgs) {
    super(args);
    this.factor = args.factor;
    this.#range = rangeOf(`factor of ${this.name}`, args.factor, [-1, 1]);
  }

  /** Each image's share of a full turn, of shape `[batch, 1]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return drawUniform([batch, 1], draw, ...this.#range);
  }

  protected override source(
    [turns]: number[],
    height: number,
    width: number,
  ): number[] {
    const angle = 2 * Math.PI * turns;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const [x, y] = [(width - 1) / 2, (height - 1) / 2];
    return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), factor: this.factor as number | number[] };
  }
}
registerLayer(RandomRotation);

/** Makes a {@linkcode RandomRotation} layer. */
export function randomRotation(args: RandomRotationArgs): RandomRotation {
  checkLayerArgs("randomRotation", args, { ...TRANSFORM_ARGS, factor: true });
  return new RandomRotation(args);
}
