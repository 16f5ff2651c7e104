/**
 * Images read at other places than their pixels, on every backend alike.
 *
 * `tf.image.transform` moves only the first image on the cpu backend, reflects
 * wrongly on WASM, and has no gradient (tfjs 4.22).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What stands beside an image. */
export type FillMode = "constant" | "nearest" | "reflect" | "wrap";

/** How values between pixels are made. */
export type Interpolation = "bilinear" | "nearest";

/** How images are read. */
export interface Sampling {
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly interpolation: Interpolation;
  /**
   * Where each pixel of an image's result comes from: `[a, b, c, d, e, f]` of
   * `x = a x' + b y' + c` and `y = d x' + e y' + f`.
   */
  source(image: number): number[];
}

/** The index within `size` that stands for one beside it; -1 for none. */
function inside(index: number, size: number, mode: FillMode): number {
  if (index >= 0 && index < size) return index;
  switch (mode) {
    case "constant":
      return -1;
    case "nearest":
      return index < 0 ? 0 : size - 1;
    case "wrap":
      return ((index % size) + size) % size;
    case "reflect": {
      const period = 2 * size;
      const place = ((index % period) + period) % period;
      return place < size ? place : period - 1 - place;
    }
  }
}

/** The pixels along one axis that a place lies between, with their shares. */
function neighbours(
  place: number,
  interpolation: Interpolation,
): [index: number, share: number][] {
  if (interpolation === "nearest") {
    return [[Math.sign(place) * Math.floor(Math.abs(place) + 0.5), 1]];
  }
  const low = Math.floor(place);
  return [[low, low + 1 - place], [low + 1, place - low]];
}

/**
 * Reads images at other places.
 *
 * @param x `[batch, rows, columns, channels]`.
 * @returns A tensor of the same shape; its gradient goes to the pixels read.
 */
export function sampleImages(x: tf.Tensor, sampling: Sampling): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as number[];
  const { fillMode, fillValue, interpolation } = sampling;
  const corners = interpolation === "nearest" ? 1 : 4;
  const size = batch * rows * columns;
  const indices = Array.from({ length: corners }, () => new Int32Array(size));
  const shares = Array.from({ length: corners }, () => new Float32Array(size));
  const fill = new Float32Array(size);
  let at = 0;
  for (let image = 0; image < batch; image++) {
    const [a, b, c, d, e, f] = sampling.source(image);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const across = neighbours(a * column + b * row + c, interpolation);
        const down = neighbours(d * column + e * row + f, interpolation);
        let corner = 0;
        for (const [y, shareY] of down) {
          for (const [x, shareX] of across) {
            const [inRow, inColumn] = [
              inside(y, rows, fillMode),
              inside(x, columns, fillMode),
            ];
            const share = shareY * shareX;
            if (inRow < 0 || inColumn < 0) fill[at] += share * fillValue;
            else {
              indices[corner][at] = (image * rows + inRow) * columns + inColumn;
              shares[corner][at] = share;
            }
            corner++;
          }
        }
      }
    }
  }
  return tf.tidy(() => {
    const pixels = x.reshape([size, channels]);
    const read = indices.map((places, i) =>
      tf.gather(pixels, tf.tensor1d(places, "int32"))
        .mul(tf.tensor2d(shares[i], [size, 1]))
    );
    const sum = read.reduce((sum, one) => sum.add(one));
    return sum.add(tf.tensor2d(fill, [size, 1])).reshape(x.shape);
  });
}
