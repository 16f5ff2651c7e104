/**
 * Trap of tfjs 4.22: `categoryEncoding` writes its result's size into the shape
 * of what it is called on, so that the model then expects that of its input.
 *
 * Here the input's shape stays as it is.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";

export function encodingShape(): void {
  const prototype = tfjsClass("CategoryEncoding").prototype as tf.layers.Layer;
  const { computeOutputShape } = prototype;
  prototype.computeOutputShape = function (inputShape) {
    return computeOutputShape.call(this, structuredClone(inputShape));
  };
}
