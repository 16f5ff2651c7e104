/**
 * Trap of tfjs 4.22: `separableConv2d` ignores `pointwiseInitializer` and takes
 * `depthwiseInitializer` for both of its kernels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceFromConfig } from "./tfjs_class.ts";

interface Separable extends tf.layers.Layer {
  pointwiseInitializer: unknown;
}

interface Args {
  pointwiseInitializer?: unknown;
}

/** An initializer of what a layer may be given: a name, or one made. */
function initializerOf(given: unknown): unknown {
  // tfjs exports no function that reads an initializer, but a layer does. The
  // layer gets a name, as without one it would take the next layer's number.
  const layer = tf.layers.dense({
    name: "initializer",
    units: 1,
    kernelInitializer: given as "zeros",
  });
  return (layer as unknown as { kernelInitializer: unknown }).kernelInitializer;
}

function withOwn(layer: tf.layers.Layer, args?: Args): tf.layers.Layer {
  const separable = layer as Separable;
  separable.pointwiseInitializer = initializerOf(
    args?.pointwiseInitializer ?? "glorotNormal",
  );
  return layer;
}

export function pointwiseInitializer(): void {
  const layers = tf.layers as unknown as {
    separableConv2d(args?: Args): tf.layers.Layer;
  };
  const { separableConv2d } = layers;
  layers.separableConv2d = (args) => withOwn(separableConv2d(args), args);
  replaceFromConfig(
    "SeparableConv2D",
    (shipped) => (cls, config, ...rest) =>
      withOwn(shipped(cls, config, ...rest), config),
  );
}
