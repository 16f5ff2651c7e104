/**
 * Trap of tfjs 4.22: a saved `conv1d` forgets its `dataFormat` and a
 * `separableConv2d` its `depthMultiplier`, so that their weights fit no more,
 * and a `depthwiseConv2d` its `depthwiseConstraint`, in whose place its
 * regularizer is written.
 *
 * Here they are saved.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";

interface Convolution extends tf.layers.Layer {
  readonly dataFormat: string;
  readonly depthMultiplier: number;
  readonly depthwiseConstraint?: tf.serialization.Serializable | null;
}

type More = (layer: Convolution) => tf.serialization.ConfigDict;

const MORE: Record<string, More> = {
  Conv1D: ({ dataFormat }) => ({ dataFormat }),
  DepthwiseConv2D: ({ depthwiseConstraint }) => ({
    depthwiseConstraint: depthwiseConstraint
      ? {
        className: depthwiseConstraint.getClassName(),
        config: depthwiseConstraint.getConfig(),
      }
      : null,
  }),
  SeparableConv2D: ({ depthMultiplier }) => ({ depthMultiplier }),
};

export function convolutionsLostBySaving(): void {
  for (const [name, more] of Object.entries(MORE)) {
    const { prototype } = tfjsClass(name) as { prototype: Convolution };
    const { getConfig } = prototype;
    prototype.getConfig = function (this: Convolution) {
      return { ...getConfig.call(this), ...more(this) };
    };
  }
}
