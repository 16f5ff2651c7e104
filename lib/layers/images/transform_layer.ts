/**
 * Images moved by a map of the plane: what rotation, zoom and translation share.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { requireKnown } from "../../options/known_value.ts";
import type { NoiseArgs } from "../noise_layer.ts";
import { AugmentationLayer } from "./augmentation_layer.ts";
import {
  type FillMode,
  type Interpolation,
  sampleImages,
} from "./sample_images.ts";

const FILL_MODES: FillMode[] = ["constant", "nearest", "reflect", "wrap"];
const INTERPOLATIONS: Interpolation[] = ["bilinear", "nearest"];

/** Arguments of the layers that move images. */
export interface TransformArgs extends NoiseArgs {
  /** What stands where no pixel comes to lie; `reflect`. */
  fillMode?: FillMode;
  /** The value that `constant` puts there; 0. */
  fillValue?: number;
  /** `bilinear`. */
  interpolation?: Interpolation;
}

/** The names of {@linkcode TransformArgs}. */
export const TRANSFORM_ARGS = {
  fillMode: true,
  fillValue: "number",
  interpolation: true,
  seed: true,
} as const;

/** Base of the layers that move images. */
export abstract class TransformLayer extends AugmentationLayer {
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly interpolation: Interpolation;

  /** @throws {RangeError} If there is no such mode or interpolation. */
  constructor(args: TransformArgs) {
    super(args);
    this.fillMode = args.fillMode ?? "reflect";
    this.fillValue = args.fillValue ?? 0;
    this.interpolation = args.interpolation ?? "bilinear";
    requireKnown(`fillMode of ${this.name}`, this.fillMode, FILL_MODES);
    requireKnown(
      `interpolation of ${this.name}`,
      this.interpolation,
      INTERPOLATIONS,
    );
  }

  /**
   * Where each pixel of the result comes from: `[a, b, c, d, e, f]` of
   * `x = a x' + b y' + c` and `y = d x' + e y' + f`.
   *
   * @param drawn What was drawn for one image.
   */
  protected abstract source(
    drawn: number[],
    height: number,
    width: number,
  ): number[];

  protected override disturb(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const [, height, width] = x.shape as number[];
    // Built from plain numbers, not computed by a backend, so there is none to
    // wait for.
    const drawn = mask.arraySync() as number[][];
    const { fillMode, fillValue, interpolation } = this;
    return sampleImages(x, {
      fillMode,
      fillValue,
      interpolation,
      source: (image) =>
        this.source(drawn[drawn.length === 1 ? 0 : image], height, width),
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { fillMode, fillValue, interpolation } = this;
    return { ...super.getConfig(), fillMode, fillValue, interpolation };
  }
}
