/**
 * Trap of tfjs 4.22: the gradient of `mirrorPad` is that of padding with
 * zeros: what the mirrored values add is left out.
 *
 * Here the gradient of each pad is folded back to the values it mirrors.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function mirrorPadGradient(): void {
  replaceGradient("MirrorPad", () => (dy, _saved, attributes) => {
    const { paddings, mode } = attributes as unknown as tf.MirrorPadAttrs;
    // `reflect` does not repeat the value at the edge.
    const gap = mode === "reflect" ? 1 : 0;
    return {
      x: () =>
        paddings.reduce(
          (sum, pads, axis) => folded(sum, axis, pads, gap),
          dy as tf.Tensor,
        ),
    };
  });
}

/** The gradient without the pads of an axis, which are added in reverse. */
function folded(
  dy: tf.Tensor,
  axis: number,
  [before, after]: [number, number],
  gap: number,
): tf.Tensor {
  const size = dy.shape[axis] - before - after;
  const along = (start: number, length: number) =>
    dy.slice(
      dy.shape.map((_, i) => i === axis ? start : 0),
      dy.shape.map((whole, i) => i === axis ? length : whole),
    );
  const placed = (pad: tf.Tensor, start: number) =>
    tf.pad(
      pad.reverse(axis),
      dy.shape.map((_, i): [number, number] =>
        i === axis ? [start, size - start - pad.shape[axis]] : [0, 0]
      ),
    );
  let sum = along(before, size);
  if (before > 0) sum = sum.add(placed(along(0, before), gap));
  if (after > 0) {
    sum = sum.add(placed(along(before + size, after), size - gap - after));
  }
  return sum;
}
