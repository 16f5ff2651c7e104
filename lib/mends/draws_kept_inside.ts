/**
 * Trap of tfjs 4.22: its own layers that drop or add noise keep their masks to
 * themselves, and take a seed from `Math.random` at each call; a Dropout that
 * has one repeats its mask at every call instead. A rate of 1 drops nothing,
 * and one outside [0, 1] is clamped or left out without a word.
 *
 * Here they draw by this library, as its own layers do: a new mask at each
 * call, recorded, replayed, seeded and held, of the same numbers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { dropToSaturation } from "../layers/drop_to_saturation.ts";
import { type MaskDrawer, maskOf, nextMask } from "../layers/mask_drawer.ts";
import { maskShape } from "../layers/mask_shape.ts";
import { type CallArgs, onlyTensor } from "../layers/register_layer.ts";
import { drawMask, drawMaskValues } from "../random/draw_mask.ts";
import { drawNormal } from "../random/draw_uniform.ts";
import type { Draw } from "../random/seed_stream.ts";
import { drawFromStream, giveSeed, takeSeeds } from "./seeds_of_layers.ts";
import { tfjsClass } from "./tfjs_class.ts";

/** What is used of tfjs's layers. */
interface Drawing extends MaskDrawer {
  rate?: number;
  stddev?: number;
  noiseShape?: (number | null)[] | null;
}

/** What `setCallHook` of a layer is called by. */
interface Hooked {
  invokeCallHook(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): void;
}

interface Kind {
  factory: string;
  /** Limits of the rate; none for a layer that has no rate. */
  rate?: { canBeOne: boolean };
  mask(
    layer: Drawing,
    shape: number[],
    draw: Draw,
    rate: number,
  ): tf.Tensor;
  apply(x: tf.Tensor, mask: tf.Tensor, rate: number): tf.Tensor;
}

const times = (x: tf.Tensor, mask: tf.Tensor) => x.mul(mask);

const KINDS: Record<string, Kind> = {
  Dropout: {
    factory: "dropout",
    rate: { canBeOne: true },
    mask: ({ name, noiseShape = null }, shape, draw, rate) =>
      drawMask(maskShape(name, noiseShape, shape), rate, draw),
    apply: times,
  },
  SpatialDropout1D: {
    factory: "spatialDropout1d",
    rate: { canBeOne: true },
    mask: (_, [samples, , features], draw, rate) =>
      drawMask([samples, 1, features], rate, draw),
    apply: times,
  },
  GaussianDropout: {
    factory: "gaussianDropout",
    rate: { canBeOne: false },
    mask: (_, shape, draw, rate) =>
      drawNormal(shape, draw, 1, Math.sqrt(rate / (1 - rate))),
    apply: times,
  },
  AlphaDropout: {
    factory: "alphaDropout",
    rate: { canBeOne: false },
    mask: ({ name, noiseShape = null }, shape, draw, rate) => {
      const own = maskShape(name, noiseShape, shape);
      const size = tf.util.sizeFromShape(own);
      return tf.tensor(drawMaskValues(size, rate, draw), own);
    },
    apply: dropToSaturation,
  },
  GaussianNoise: {
    factory: "gaussianNoise",
    mask: ({ stddev }, shape, draw) => drawNormal(shape, draw, 0, stddev),
    apply: (x, mask) => x.add(mask),
  },
};

export function drawsKeptInside(): void {
  for (const [name, kind] of Object.entries(KINDS)) {
    const { prototype } = tfjsClass(name) as { prototype: Drawing };
    Object.assign(prototype, {
      drawSource: undefined,
      onDraw: undefined,
      sharedMask: false,
      mask(this: Drawing, shape: number[], draw: Draw, rate: number) {
        return kind.mask(this, shape, draw, rate);
      },
      call(this: Drawing, inputs: tf.Tensor | tf.Tensor[], args: CallArgs) {
        return tf.tidy(() => {
          (this as unknown as Hooked).invokeCallHook(inputs, args);
          const x = onlyTensor(inputs);
          const { rate } = this;
          // Where the rate drops nothing, Keras draws nothing either.
          if (!args?.training || rate === 0) return x;
          const drawn = nextMask(this, rate ?? 0, x.shape);
          return kind.apply(x, maskOf(drawn), drawn.rate);
        });
      },
    });
    drawFromStream(prototype);
    takeSeeds(
      name,
      kind.factory,
      kind.rate ? { rate: kind.rate } : {},
      (layer, args) => {
        giveSeed(layer, args);
        return layer;
      },
    );
  }
}
