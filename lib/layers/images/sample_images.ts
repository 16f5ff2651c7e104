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

/** Each pixel that a place lies between; its index in the image, or -1 for none. */
function cornersOf(
  [x, y]: [x: number, y: number],
  [rows, columns]: [rows: number, columns: number],
  { fillMode, interpolation }: Sampling,
): [index: number, share: number][] {
  const across = neighbours(x, interpolation);
  return neighbours(y, interpolation).flatMap(([y, shareY]) => {
    const row = inside(y, rows, fillMode);
    return across.map(([x, shareX]): [number, number] => {
      const column = inside(x, columns, fillMode);
      const isThere = row >= 0 && column >= 0;
      return [isThere ? row * columns + column : -1, shareY * shareX];
    });
  });
}

/**
 * Reads images at other places.
 *
 * @param x `[batch, rows, columns, channels]`.
 * @returns A tensor of the same shape; its gradient goes to the pixels read.
 */
export function sampleImages(x: tf.Tensor, sampling: Sampling): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as number[];
  const { fillValue, interpolation } = sampling;
  const corners = interpolation === "nearest" ? 1 : 4;
  const area = rows * columns;
  const size = batch * area;
  const indices = Array.from({ length: corners }, () => new Int32Array(size));
  const shares = Array.from({ length: corners }, () => new Float32Array(size));
  const fill = new Float32Array(size);
  for (let at = 0, image = 0; image < batch; image++) {
    const [a, b, c, d, e, f] = sampling.source(image);
    for (let pixel = 0; pixel < area; pixel++, at++) {
      const [row, column] = [Math.floor(pixel / columns), pixel % columns];
      const place: [number, number] = [
        a * column + b * row + c,
        d * column + e * row + f,
      ];
      const found = cornersOf(place, [rows, columns], sampling);
      for (const [corner, [index, share]] of found.entries()) {
        if (index < 0) fill[at] += share * fillValue;
        else {
          indices[corner][at] = image * area + index;
          shares[corner][at] = share;
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
