/**
 * Images moved aside at random.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Draw } from "../../random/seed_stream.ts";
import { checkLayerArgs } from "../layer_args.ts";
import { className, registerLayer } from "../register_layer.ts";
import { drawPairs, type Factor, rangeOf } from "./augmentation_layer.ts";
import {
  TRANSFORM_ARGS,
  type TransformArgs,
  TransformLayer,
} from "./transform_layer.ts";

/** Arguments of {@linkcode RandomTranslation}. */
export interface RandomTranslationArgs extends TransformArgs {
  /** Share of the height, down where above 0, in `[-1, 1]`. */
  heightFactor: Factor;
  /** Share of the width, to the right where above 0, in `[-1, 1]`. */
  widthFactor: Factor;
}

/** Moves each image, while training. */
export class RandomTranslation extends TransformLayer {
  static override className: string = className("RandomTranslation");
  readonly heightFactor: Factor;
  readonly widthFactor: Factor;
  readonly #rows: [number, number];
  readonly #columns: [number, number];

  /** @throws {RangeError} If a factor is none. */
  constructor(args: RandomTranslationArgs) {
    super(args);
    this.heightFactor = args.heightFactor;
    this.widthFactor = args.widthFactor;
    const range = (name: string, factor: Factor) =>
      rangeOf(`${name} of ${this.name}`, factor, [-1, 1]);
    this.#rows = range("heightFactor", this.heightFactor);
    this.#columns = range("widthFactor", this.widthFactor);
  }

  /** Each image's way in shares of its height and width, of shape `[batch, 2]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return drawPairs(batch, draw, [this.#rows, this.#columns]);
  }

  protected override source(
    [rows, columns]: number[],
    height: number,
    width: number,
  ): number[] {
    return [1, 0, -columns * width, 0, 1, -rows * height];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      heightFactor: this.heightFactor as number | number[],
      widthFactor: this.widthFactor as number | number[],
    };
  }
}
registerLayer(RandomTranslation);

/** Makes a {@linkcode RandomTranslation} layer. */
export function randomTranslation(
  args: RandomTranslationArgs,
): RandomTranslation {
  checkLayerArgs("randomTranslation", args, {
    ...TRANSFORM_ARGS,
    heightFactor: true,
    widthFactor: true,
  });
  return new RandomTranslation(args);
}
