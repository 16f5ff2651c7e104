/**
 * Images zoomed at random.
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

/** Arguments of {@linkcode RandomZoom}. */
export interface RandomZoomArgs extends TransformArgs {
  /** Above 0 to zoom out, below 0 to zoom in, in `(-1, 1]`: a share of the height. */
  heightFactor: Factor;
  /** The same of the width; without it the aspect stays. */
  widthFactor?: Factor | null;
}

/** A factor of -1 would show one pixel as the whole image. */
const BOUNDS = [-1 + Number.EPSILON, 1] as const;

/** Zooms each image about its centre, while training. */
export class RandomZoom extends TransformLayer {
  static override className: string = className("RandomZoom");
  readonly heightFactor: Factor;
  readonly widthFactor: Factor | null;
  readonly #rows: [number, number];
  readonly #columns: [number, number] | undefined;

  /** @throws {RangeError} If a factor is none. */
  constructor(args: RandomZoomArgs) {
    super(args);
    this.heightFactor = args.heightFactor;
    this.widthFactor = args.widthFactor ?? null;
    const range = (name: string, factor: Factor) =>
      rangeOf(`${name} of ${this.name}`, factor, BOUNDS);
    this.#rows = range("heightFactor", this.heightFactor);
    this.#columns = this.widthFactor === null
      ? undefined
      : range("widthFactor", this.widthFactor);
  }

  /** Each image's zoom by rows and by columns, 0 for none, of shape `[batch, 2]`. */
  override mask([batch]: number[], draw: Draw): tf.Tensor {
    return drawPairs(batch, draw, [this.#rows, this.#columns ?? this.#rows]);
  }

  protected override source(
    [rows, columns]: number[],
    height: number,
    width: number,
  ): number[] {
    // Without a factor for the width the aspect stays.
    const across = this.#columns ? columns : rows;
    const [x, y] = [(width - 1) / 2, (height - 1) / 2];
    return [1 + across, 0, -x * across, 0, 1 + rows, -y * rows];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      heightFactor: this.heightFactor as number | number[],
      widthFactor: this.widthFactor as number | number[] | null,
    };
  }
}
registerLayer(RandomZoom);

/** Makes a {@linkcode RandomZoom} layer. */
export function randomZoom(args: RandomZoomArgs): RandomZoom {
  checkLayerArgs("randomZoom", args, {
    ...TRANSFORM_ARGS,
    heightFactor: true,
    widthFactor: true,
  });
  return new RandomZoom(args);
}
