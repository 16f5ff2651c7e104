/**
 * Trap of tfjs 4.22: `resizing` and `centerCrop` give a model one axis too few
 * or the wrong pixels: a batch's shape loses its first axis, pixels are taken
 * from the corners, a crop of full width is shifted by one column, and an image
 * smaller than the crop is stretched out of its proportions.
 *
 * Here they are as in Keras: pixels by their centres, crops by whole pixels,
 * proportions kept where `cropToAspectRatio` says so or a crop has to enlarge.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface Sized extends tf.layers.Layer {
  readonly height: number;
  readonly width: number;
}

interface Resizing extends Sized {
  readonly interpolation: "bilinear" | "nearest";
  readonly cropToAspectRatio: boolean;
}

export function imagesResizedByCorners(): void {
  const resizing = (tfjsClass("Resizing") as { prototype: Resizing }).prototype;
  resizing.call = function (this: Resizing, inputs) {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const size = [this.height, this.width] as const;
      const cut = this.cropToAspectRatio ? cropToRatio(x, size) : x;
      return resize(cut, size, this.interpolation);
    });
  };
  resizing.computeOutputShape = outputShape;

  const crop = (tfjsClass("CenterCrop") as { prototype: Sized }).prototype;
  crop.call = function (this: Sized, inputs) {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const size = [this.height, this.width] as const;
      const [height, width] = x.shape.slice(-3);
      return height >= this.height && width >= this.width
        ? cropTo(x, size)
        : resize(cropToRatio(x, size), size, "bilinear");
    });
  };
  crop.computeOutputShape = outputShape;
}

function outputShape(this: Sized, inputShape: tf.Shape | tf.Shape[]): tf.Shape {
  const [first] = inputShape;
  const shape = (Array.isArray(first) ? first : inputShape) as tf.Shape;
  return [
    ...shape.slice(0, -3),
    this.height,
    this.width,
    shape.at(-1)!,
  ];
}

/** The middle of an image; where it can't be, a pixel nearer to the start. */
function cropTo(x: tf.Tensor, size: readonly [number, number]): tf.Tensor {
  const begin = x.shape.map(() => 0);
  const length = [...x.shape];
  for (const [i, wanted] of size.entries()) {
    const axis = x.rank - 3 + i;
    begin[axis] = Math.floor((x.shape[axis] - wanted) / 2);
    length[axis] = wanted;
  }
  return tf.slice(x, begin, length);
}

/** The largest part in the middle that has a size's proportions. */
function cropToRatio(
  x: tf.Tensor,
  [toHeight, toWidth]: readonly [number, number],
): tf.Tensor {
  const [height, width] = x.shape.slice(-3);
  const within = (most: number, wanted: number) =>
    Math.max(1, Math.min(most, Math.floor(wanted)));
  return cropTo(x, [
    within(height, width * toHeight / toWidth),
    within(width, height * toWidth / toHeight),
  ]);
}

function resize(
  x: tf.Tensor,
  size: readonly [number, number],
  interpolation: "bilinear" | "nearest",
): tf.Tensor {
  const batch = (x.rank === 3 ? x.expandDims(0) : x) as tf.Tensor4D;
  const forward = interpolation === "bilinear"
    ? tf.image.resizeBilinear
    : tf.image.resizeNearestNeighbor;
  // tfjs's own gradients know corners only.
  const resized = tf.customGrad((images) => {
    const [, height, width] = (images as tf.Tensor4D).shape;
    return {
      value: forward(images as tf.Tensor4D, [...size], false, true),
      gradFunc: (dy) => {
        const rows = shares(height, size[0], interpolation);
        const columns = shares(width, size[1], interpolation);
        return spread(spread(dy as tf.Tensor4D, rows, 1), columns, 2);
      },
    };
  })(batch);
  return x.rank === 3 ? tf.squeeze(resized, [0]) : resized;
}

/** How much of each pixel, of `from`, goes into each of `to`: `[to, from]`. */
function shares(
  from: number,
  to: number,
  interpolation: "bilinear" | "nearest",
): tf.Tensor2D {
  const matrix = tf.buffer([to, from]);
  for (let i = 0; i < to; i++) {
    const at = (i + 0.5) * from / to;
    if (interpolation === "nearest") {
      matrix.set(1, i, Math.min(from - 1, Math.floor(at)));
      continue;
    }
    const place = Math.min(from - 1, Math.max(0, at - 0.5));
    const low = Math.floor(place);
    const high = Math.min(from - 1, low + 1);
    matrix.set(1 - (place - low), i, low);
    matrix.set(matrix.get(i, high) + place - low, i, high);
  }
  return matrix.toTensor() as tf.Tensor2D;
}

/** Gives the gradient of one axis back to the pixels that it came from. */
function spread(
  dy: tf.Tensor4D,
  matrix: tf.Tensor2D,
  axis: 1 | 2,
): tf.Tensor4D {
  const order = axis === 1 ? [0, 2, 3, 1] : [0, 1, 3, 2];
  const back = axis === 1 ? [0, 3, 1, 2] : [0, 1, 3, 2];
  const last = dy.transpose(order);
  const rows = last.reshape([-1, matrix.shape[0]]) as tf.Tensor2D;
  return rows.matMul(matrix)
    .reshape([...last.shape.slice(0, 3), matrix.shape[1]])
    .transpose(back) as tf.Tensor4D;
}
